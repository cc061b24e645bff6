import { useState } from "preact/hooks";

import { useSession } from "../context.ts";
import { t } from "../texts.ts";
import type { ConsoleRoom } from "../wire.ts";
import { Dialog } from "../ui/Dialog.tsx";

const LONGEST = 60;

interface Props {
  room: ConsoleRoom;
  version: number; // of the view in which the room was seen
  onClose: () => void;
}

export function Rename({ room, version, onClose }: Props) {
  const session = useSession();
  const [name, setName] = useState(room.name);
  const rename = async () => {
    if (name.trim() && (await session.act("rename", { room: room.id, name: name.trim(), seen: version }))) onClose();
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
