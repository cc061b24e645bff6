import { given } from "../signs.ts";
import type { State } from "../state.ts";
import { t } from "../texts.ts";

/** The signs of the last few seconds, each once, with how many give it. They are spoken elsewhere. */
export function Signs({ state }: { state: State }) {
  const shown = given(state.signs);
  if (shown.length === 0) return null;
  return (
    <ul class="signs" aria-hidden="true">
      {shown.map(({ reaction, names }) => (
        <li key={reaction} class="signs__one">
          <strong>{t(`reaction.${reaction}`)}</strong> {names.length > 2 ? names.length : names.join(", ")}
        </li>
      ))}
    </ul>
  );
}
