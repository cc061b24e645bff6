import { useState } from "preact/hooks";

import { useSession } from "../context.ts";
import { t } from "../texts.ts";
import { Dialog } from "./Dialog.tsx";

interface Props {
  class: string;
  onForget: () => void;
}

/** Give words up that are nowhere else, once that is confirmed. */
export function Forget({ class: look, onForget }: Props) {
  const session = useSession();
  const [asking, ask] = useState(false);
  const forget = () => {
    ask(false);
    onForget();
    session.say(t("words.gone"));
  };
  return (
    <>
      <button type="button" class={look} aria-haspopup="dialog" onClick={() => ask(true)}>
        {t("words.forget")}
      </button>
      {asking && (
        <Dialog title={t("words.forget.title")} confirm={t("words.forget")} danger onConfirm={forget} onClose={() => ask(false)}>
          <p>{t("words.forget.text")}</p>
        </Dialog>
      )}
    </>
  );
}
