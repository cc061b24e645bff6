import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

import { t } from "../texts.ts";

interface Props {
  title: string;
  onClose: () => void;
  children?: ComponentChildren;
  confirm?: string; // the verb on the button; without one the dialog only closes
  onConfirm?: () => void;
  danger?: boolean;
  wide?: boolean; // for what is read in it
}

/** A modal question. Escape and the second button leave everything as it is. */
export function Dialog({ title, onClose, children, confirm, onConfirm, danger = false, wide = false }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => before instanceof HTMLElement && before.focus();
  }, []);
  return (
    <dialog ref={dialog} class={wide ? "dialog dialog--wide" : "dialog"} aria-labelledby={id} onClose={onClose}>
      <form
        method="dialog"
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm?.();
        }}
      >
        <h2 class="dialog__title" id={id}>
          {title}
        </h2>
        <div class="dialog__body">{children}</div>
        <div class="dialog__buttons">
          {confirm && (
            <button type="submit" class={danger ? "button button--danger" : "button"}>
              {confirm}
            </button>
          )}
          <button type="button" class="button button--quiet" onClick={onClose}>
            {confirm ? t("dialog.back") : t("dialog.close")}
          </button>
        </div>
      </form>
    </dialog>
  );
}
