import { useState } from "preact/hooks";

import { useSession } from "../context.ts";
import { t } from "../texts.ts";
import type { ConsoleRoom } from "../wire.ts";
import { Dialog } from "../ui/Dialog.tsx";

const LONGEST = 500;

interface Props {
  room: ConsoleRoom;
  version: number;
  onClose: () => void;
}

/** What this room alone works on; those inside read it above their notes. */
export function Prompt({ room, version, onClose }: Props) {
  const session = useSession();
  const [prompt, setPrompt] = useState(room.prompt);
  const change = async () => {
    if (await session.act("prompt", { room: room.id, prompt: prompt.trim(), seen: version })) onClose();
  };
  return (
    <Dialog title={t("prompt.title", { room: room.name })} confirm={t("prompt.confirm")} onConfirm={() => void change()} onClose={onClose}>
      <label class="field">
        <span class="field__label">{t("prompt.words")}</span>
        <textarea
          class="field__input"
          rows={4}
          maxLength={LONGEST}
          value={prompt}
          onInput={(event) => setPrompt(event.currentTarget.value)}
        />
      </label>
    </Dialog>
  );
}
