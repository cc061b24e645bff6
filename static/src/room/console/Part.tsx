import { useState } from "preact/hooks";

import { useSession } from "../context.ts";
import { t } from "../texts.ts";
import type { ConsoleView } from "../wire.ts";
import { Dialog } from "../ui/Dialog.tsx";

/** What concerns the part as a whole: its chats, and its end. */
export function Part({ view }: { view: ConsoleView }) {
  const session = useSession();
  const [closing, setClosing] = useState(false);
  const part = view.part.id;
  const close = () => {
    setClosing(false);
    void session.act("close_part", { part });
  };
  return (
    <section class="part" aria-labelledby="part-title">
      <h3 class="part__title" id="part-title">
        {t("part.title")}
      </h3>
      <div class="part__row">
        <p>{t(view.chat_locked ? "part.chat.locked" : "part.chat.open")}</p>
        <button
          type="button"
          class="button button--small button--quiet"
          onClick={() => void session.act("lock_chat", { part, locked: !view.chat_locked })}
        >
          {t(view.chat_locked ? "part.chat.unlock" : "part.chat.lock")}
        </button>
      </div>
      <div class="part__row">
        <p>{t(view.private_locked ? "part.private.locked" : "part.private.open")}</p>
        <button
          type="button"
          class="button button--small button--quiet"
          onClick={() => void session.act("lock_private", { part, locked: !view.private_locked })}
        >
          {t(view.private_locked ? "part.private.unlock" : "part.private.lock")}
        </button>
      </div>
      <div class="part__row">
        <p>{t("part.close.hint")}</p>
        <button type="button" class="button button--small button--quiet" onClick={() => setClosing(true)}>
          {t("part.close")}
        </button>
      </div>
      {closing && (
        <Dialog title={t("part.close.title")} confirm={t("part.close.confirm")} danger onConfirm={close} onClose={() => setClosing(false)}>
          <p>{t("part.close.text")}</p>
        </Dialog>
      )}
    </section>
  );
}
