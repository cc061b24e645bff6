// On the page that says why one may not come in: one's own words that the server does not have, as the room
// page left them in this browser. The sign-in still stands, and with it the key that opens them.
import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { Keep, QUEUE, browserStorage } from "./keep.ts";
import { leftoversIn } from "./leftovers.ts";
import { without } from "./outgoing.ts";
import type { Queue } from "./outgoing.ts";
import { t, useTexts } from "./texts.ts";
import { save } from "./ui/WordsBox.tsx";
import type { Id } from "./wire.ts";

interface Config {
  part: Id;
  keep_key: string;
  me: Id;
  texts: Record<string, string>;
}

interface Words {
  id: string;
  title: string;
  text: string;
  forget: () => void;
}

const root = document.getElementById("kept");
const config = document.getElementById("kept-config")?.textContent;
if (root && config) void begin(root, JSON.parse(config) as Config);

async function begin(root: HTMLElement, { part, keep_key, me, texts }: Config): Promise<void> {
  useTexts(texts);
  const keep = new Keep(await browserStorage(keep_key), part, me);
  if (wordsIn(keep).length > 0) render(<Kept keep={keep} />, root);
}

function wordsIn(keep: Keep): Words[] {
  const queue = keep.read<Queue>(QUEUE) ?? [];
  const left = leftoversIn(keep, null, true).map(({ id, from, roomName, text }) => {
    return { id, title: t(`leftover.${from}`, { room: roomName }), text, forget: () => keep.write(id, null) };
  });
  const unsent = queue.map(({ key, to, roomName, text }) => {
    const title = t(to === undefined ? "leftover.chat" : "leftover.private", { room: roomName });
    return { id: key, title, text, forget: () => keep.write(QUEUE, without(queue, key)) };
  });
  return [...left, ...unsent];
}

function Kept({ keep }: { keep: Keep }) {
  const [words, show] = useState(() => wordsIn(keep));
  const [said, say] = useState("");
  const [asking, ask] = useState<string | null>(null); // of which words: shall they go?
  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text);
    say(t("words.copied"));
  };
  const forget = (one: Words) => {
    one.forget();
    ask(null);
    show(wordsIn(keep));
  };
  return (
    <>
      {words.map((one) => (
        <section key={one.id} class="ex-kept" aria-label={one.title}>
          <h2 class="govuk-heading-m">{one.title}</h2>
          <pre class="govuk-body ex-kept__text" tabIndex={0}>
            {one.text}
          </pre>
          {asking === one.id ? (
            <Question onForget={() => forget(one)} onBack={() => ask(null)} />
          ) : (
            <div class="govuk-button-group">
              <button type="button" class="govuk-button" onClick={() => void copy(one.text)}>
                {t("words.copy")}
              </button>
              <button type="button" class="govuk-button govuk-button--secondary" onClick={() => save(one.text)}>
                {t("words.download")}
              </button>
              <button type="button" class="govuk-button govuk-button--secondary" onClick={() => ask(one.id)}>
                {t("words.forget")}
              </button>
            </div>
          )}
        </section>
      ))}
      <p class="govuk-body" role="status">
        {said}
      </p>
    </>
  );
}

/** In the place of the buttons, with the focus: this page has no dialogs. */
function Question({ onForget, onBack }: { onForget: () => void; onBack: () => void }) {
  const question = useRef<HTMLHeadingElement>(null);
  useEffect(() => question.current?.focus(), []);
  return (
    <>
      <h3 class="govuk-heading-s" tabIndex={-1} ref={question}>
        {t("words.forget.title")}
      </h3>
      <p class="govuk-body">{t("words.forget.text")}</p>
      <div class="govuk-button-group">
        <button type="button" class="govuk-button govuk-button--warning" onClick={onForget}>
          {t("words.forget")}
        </button>
        <button type="button" class="govuk-button govuk-button--secondary" onClick={onBack}>
          {t("dialog.back")}
        </button>
      </div>
    </>
  );
}
