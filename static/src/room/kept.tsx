// On the page that says why one may not come in: one's own words that the server does not have, as the room
// page left them in this browser. The sign-in still stands, and with it the key that opens them.
import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { Keep, QUEUE, browserStorage } from "./keep.ts";
import { leftoversIn, nextTo } from "./leftovers.ts";
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
  const forget = (one: Words) => {
    one.forget();
    show(wordsIn(keep));
    say(t("words.gone"));
    headingOf(nextTo(words.map(({ id }) => id), one.id))?.focus();
  };
  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text);
    say(t("words.copied"));
  };
  return (
    <>
      {words.map((one) => (
        <Section key={one.id} words={one} onCopy={() => void copy(one.text)} onForget={() => forget(one)} />
      ))}
      <p class="govuk-body ex-kept__said" role="status">
        {said}
      </p>
    </>
  );
}

/** Of these words, or of the page where none are left. */
function headingOf(id: string | null): HTMLElement | null {
  const heading = document.querySelector<HTMLElement>(id === null ? "h1" : `#${CSS.escape(headingId(id))}`);
  if (heading) heading.tabIndex = -1;
  return heading;
}

const headingId = (id: string) => `kept-${id}`;

interface Props {
  words: Words;
  onCopy: () => void;
  onForget: () => void;
}

function Section({ words: { id, title, text }, onCopy, onForget }: Props) {
  const [asking, ask] = useState(false); // shall they go?
  const asked = useRef(false);
  const discard = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (asked.current && !asking) discard.current?.focus();
    asked.current = asking;
  }, [asking]);
  return (
    <section class="ex-kept" aria-labelledby={headingId(id)}>
      <h2 class="govuk-heading-m" id={headingId(id)}>
        {title}
      </h2>
      <pre class="govuk-body ex-kept__text" tabIndex={0}>
        {text}
      </pre>
      {asking ? (
        <Question onForget={onForget} onBack={() => ask(false)} />
      ) : (
        <div class="govuk-button-group">
          <button type="button" class="govuk-button" onClick={onCopy}>
            {t("words.copy")}
          </button>
          <button type="button" class="govuk-button govuk-button--secondary" onClick={() => save(text)}>
            {t("words.download")}
          </button>
          <button type="button" class="govuk-button govuk-button--secondary" ref={discard} onClick={() => ask(true)}>
            {t("words.forget")}
          </button>
        </div>
      )}
    </section>
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
