import { useSession } from "../context.ts";
import { t } from "../texts.ts";
import type { ConsoleView, Id, PlannedStep, Sheet as SheetView } from "../wire.ts";
import { useOncePerPress } from "./press.ts";

/** The run sheet: where the part stands, and one press to the next step or back. */
export function Sheet({ view }: { view: ConsoleView }) {
  const session = useSession();
  const { sheet, asking } = view;
  const part = view.part.id;
  const go = (step: Id) => void session.act("go_to_step", { part, step, seen: view.version });
  return (
    <section class="desk sheet" aria-labelledby="desk-sheet">
      <h2 class="desk__title" id="desk-sheet">
        {t("sheet.title")}
      </h2>
      {sheet.steps.length > 0 ? <Standing sheet={sheet} part={part} version={view.version} onGo={go} /> : <p>{t("sheet.empty")}</p>}
      {asking && <p>{t("sheet.asking", { count: asking.answered, question: asking.question || t("asking.topic") })}</p>}
      {sheet.steps.length > 0 && <Steps sheet={sheet} onGo={go} />}
      {session.config.sheet_url && (
        <a class="link" href={session.config.sheet_url} target="_blank" rel="noopener">
          {t("sheet.plan")}
        </a>
      )}
    </section>
  );
}

interface Props {
  sheet: SheetView;
  onGo: (step: Id) => void;
}

function Standing({ sheet, part, version, onGo }: Props & { part: Id; version: number }) {
  const at = sheet.steps.findIndex((step) => step.id === sheet.current);
  const [current, waiting, next, back] = [sheet.current, sheet.waiting, sheet.next, sheet.back].map((id) =>
    sheet.steps.find((step) => step.id === id),
  );
  const once = useOncePerPress();
  return (
    <>
      <p class="sheet__now" aria-live="polite">
        {current ? (
          <>
            <span class="sheet__place">{t("sheet.place", { at: at + 1, all: sheet.steps.length })}</span>
            <strong>{current.title}</strong>
          </>
        ) : (
          t("sheet.before")
        )}
      </p>
      {waiting ? (
        <Waiting step={waiting} part={part} version={version} />
      ) : (
        <div class="desk__buttons">
          {next && (
            <button type="button" class="button sheet__next" onClick={once(() => onGo(next.id))}>
              {t("sheet.next", { title: next.title })}
            </button>
          )}
          {!next && <p>{t("sheet.last")}</p>}
          {back && (
            <button type="button" class="button button--quiet" onClick={once(() => onGo(back.id))}>
              {t("sheet.back", { title: back.title })}
            </button>
          )}
        </div>
      )}
    </>
  );
}

/** Rooms are closing, and a step begins once they have. */
function Waiting({ step, part, version }: { step: PlannedStep; part: Id; version: number }) {
  const session = useSession();
  return (
    <>
      <p>{t("sheet.waiting", { title: step.title })}</p>
      <div class="desk__buttons">
        <button type="button" class="button" onClick={() => void session.act("close_round", { part, seconds: 0, seen: version })}>
          {t("sheet.waiting.now")}
        </button>
        <button type="button" class="button button--quiet" onClick={() => void session.act("reprieve", { part, seen: version })}>
          {t("sheet.waiting.stay")}
        </button>
      </div>
    </>
  );
}

/** All steps, each of which can be begun: for the day that does not go as planned. */
function Steps({ sheet, onGo }: Props) {
  return (
    <details class="sheet__all">
      <summary>{t("sheet.all")}</summary>
      <ol class="sheet__steps">
        {sheet.steps.map((step) => (
          <li key={step.id} aria-current={step.id === sheet.current ? "step" : undefined}>
            <span class="sheet__step">
              {step.title} <span class="sheet__minutes">{t("sheet.minutes", { minutes: step.minutes })}</span>
            </span>
            <button type="button" class="link" onClick={() => onGo(step.id)}>
              {t(step.id === sheet.current ? "sheet.again" : "sheet.begin")}
              <span class="visually-hidden">: {step.title}</span>
            </button>
          </li>
        ))}
      </ol>
    </details>
  );
}
