import type { State } from "../state.ts";

/** Two live regions; the count makes the same words heard twice. */
export function Announcer({ said }: { said: State["said"] }) {
  const text = said.text && `${said.text}${said.count % 2 ? "\u00a0" : ""}`;
  return (
    <>
      <div class="visually-hidden" aria-live="polite">
        {said.urgent ? "" : text}
      </div>
      <div class="visually-hidden" aria-live="assertive">
        {said.urgent ? text : ""}
      </div>
    </>
  );
}
