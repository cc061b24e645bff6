import type { ComponentChildren } from "preact";

import { useSession } from "../context.ts";
import { t } from "../texts.ts";

interface Props {
  title: string;
  text: string;
  heading?: "h2" | "h3";
  children?: ComponentChildren; // further buttons
}

/** Words that are not with the server, for their writer to take elsewhere. */
export function WordsBox({ title, text, heading: Heading = "h3", children }: Props) {
  const session = useSession();
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    session.say(t("words.copied"));
  };
  return (
    <section class="words" aria-label={title}>
      <Heading class="words__title">{title}</Heading>
      <pre class="words__text" tabIndex={0}>
        {text}
      </pre>
      <div class="words__buttons">
        <button type="button" class="button button--small" onClick={() => void copy()}>
          {t("words.copy")}
        </button>
        <button type="button" class="button button--small button--quiet" onClick={() => save(text)}>
          {t("words.download")}
        </button>
        {children}
      </div>
    </section>
  );
}

/** Give words to their writer as a file. */
export function save(text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "text/markdown" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = "words.md";
  link.click();
  URL.revokeObjectURL(address);
}
