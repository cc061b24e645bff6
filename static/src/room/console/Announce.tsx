import { useRef, useState } from "preact/hooks";

import { useSession } from "../context.ts";
import { t } from "../texts.ts";
import type { ConsoleView } from "../wire.ts";

const MOST = 2_000;

/** A word to every room at once. It stays in the box until the server has it. */
export function Announce({ view }: { view: ConsoleView }) {
  const session = useSession();
  const [text, setText] = useState("");
  const key = useRef(crypto.randomUUID()); // sending twice announces once
  const send = async () => {
    const said = text.trim();
    if (!said) return;
    if (!(await session.act("broadcast", { part: view.part.id, text: said, key: key.current }))) return;
    key.current = crypto.randomUUID();
    setText("");
    session.say(t("console.announced"));
  };
  return (
    <section class="desk" aria-labelledby="desk-announce">
      <h2 class="desk__title" id="desk-announce">
        {t("console.announce")}
      </h2>
      <form class="desk__form" onSubmit={(event) => (event.preventDefault(), void send())}>
        <label class="field">
          <span class="field__hint">{t("console.announce.hint")}</span>
          <textarea
            class="field__input"
            rows={2}
            maxLength={MOST}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="button button--quiet" aria-disabled={!text.trim()}>
          {t("console.announce.send")}
        </button>
      </form>
    </section>
  );
}
