import { useState } from "preact/hooks";

import { useSession } from "../context.ts";
import { t } from "../texts.ts";
import type { ConsoleRoom } from "../wire.ts";
import { Dialog } from "../ui/Dialog.tsx";

const LONGEST = 60;

export function Rename({ room, onClose }: { room: ConsoleRoom; onClose: () => void }) {
  const session = useSession();
  const [name, setName] = useState(room.name);
  const rename = async () => {
    if (name.trim() && (await session.act("rename", { room: room.id, name: name.trim() }))) onClose();
  };
  return (
    <Dialog title={t("rename.title", { room: room.name })} confirm={t("rename.confirm")} onConfirm={() => void rename()} onClose={onClose}>
      <label class="field">
        <span class="field__label">{t("rename.name")}</span>
        <input
          class="field__input"
          maxLength={LONGEST}
          value={name}
          onInput={(event) => setName(event.currentTarget.value)}
        />
      </label>
    </Dialog>
  );
}
