import { pieces } from "../links.ts";
import { t } from "../texts.ts";
import type { RoomView, Step as StepView } from "../wire.ts";
import { VoicesLine } from "./VoicesLine.tsx";

/** What the part is doing now: everybody reads the same words, in whichever room they are. */
export function Step({ step, room }: { step: StepView; room: RoomView }) {
  return (
    <section class="step" aria-labelledby="step-title">
      <h2 class="step__title" id="step-title">
        {step.title}
      </h2>
      {step.prompt && <p class="step__prompt">{step.prompt}</p>}
      <VoicesLine room={room} />
      {step.material && (
        <details class="step__material">
          <summary>{t("step.material")}</summary>
          <p>
            {pieces(step.material).map((piece, index) =>
              piece.href ? (
                <a key={index} class="link" href={piece.href} target="_blank" rel="noopener noreferrer">
                  {piece.text}
                </a>
              ) : (
                piece.text
              ),
            )}
          </p>
        </details>
      )}
    </section>
  );
}
