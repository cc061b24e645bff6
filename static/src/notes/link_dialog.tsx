import type { Editor } from "@tiptap/core";
import { useState } from "preact/hooks";

import { t } from "../room/texts.ts";
import { Dialog } from "../room/ui/Dialog.tsx";
import { isAllowed, wholeAddress } from "./addresses.ts";

/** Asks for the address behind the marked words; an empty one takes the link away. */
export function LinkDialog({ editor, onClose }: { editor: Editor; onClose: () => void }) {
  const current = editor.getAttributes("link")["href"] as string | undefined;
  const [typed, setTyped] = useState(current ?? "");
  const [wrong, setWrong] = useState(false);
  const apply = () => {
    const address = wholeAddress(typed);
    if (typed.trim() && !address) return setWrong(true);
    onClose();
    if (address) setLink(editor, address);
    else editor.chain().focus().extendMarkRange("link").unsetLink().run();
  };
  return (
    <Dialog title={t("notes.link.title")} onClose={onClose} confirm={t("notes.link.save")} onConfirm={apply}>
      <label class="field">
        <span class="field__label">{t("notes.link.address")}</span>
        <span class="field__hint">{t("notes.link.hint")}</span>
        {wrong && <span class="field__error" role="alert">{t("notes.link.wrong")}</span>}
        <input
          class="field__input"
          type="text"
          inputMode="url"
          autocomplete="off"
          value={typed}
          aria-invalid={wrong}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </label>
      {isAllowed(current) && (
        <a class="link" href={current} target="_blank" rel="noopener noreferrer nofollow">
          {t("notes.link.open")}
        </a>
      )}
    </Dialog>
  );
}

function setLink(editor: Editor, address: string): void {
  const chain = editor.chain().focus().extendMarkRange("link");
  if (editor.state.selection.empty && !editor.isActive("link")) {
    const marks = [{ type: "link", attrs: { href: address } }];
    chain.insertContent({ type: "text", text: address, marks }).run();
  } else {
    chain.setLink({ href: address }).run();
  }
}
