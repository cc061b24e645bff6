import { useEffect, useRef } from "preact/hooks";

import { useSession } from "../context.ts";
import { t } from "../texts.ts";

/** A short break: the room goes on unseen, and one press leads back into it. */
export function Aside() {
  const session = useSession();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const back = () => void session.act("step_aside", { part: session.config.part, aside: false });
  return (
    <section class="aside">
      <h2 class="aside__title" tabIndex={-1} ref={heading}>
        {t("aside.title")}
      </h2>
      <p>{t("aside.text")}</p>
      <button type="button" class="button" onClick={back}>
        {t("aside.back")}
      </button>
    </section>
  );
}
