import { useState } from "preact/hooks";

import { useSession } from "../context.ts";
import { t } from "../texts.ts";
import type { BanReason, Id } from "../wire.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Choices } from "./Choices.tsx";

export const REASONS: BanReason[] = ["confidence", "recording", "conduct", "identity"];

interface Props {
  person: { id: Id; name: string };
  part: Id;
  onClose: () => void;
}

/** Shut somebody out of the whole event, for one of a few reasons that they will read. */
export function BanDialog({ person, part, onClose }: Props) {
  const session = useSession();
  const [reason, choose] = useState<BanReason | null>(null);
  const ban = () => {
    onClose();
    void session.act("ban", { part, person: person.id, reason });
  };
  return (
    <Dialog title={t("ban.title", { name: person.name })} confirm={t("ban.confirm")} danger onConfirm={ban} onClose={onClose}>
      <p>{t("ban.text")}</p>
      <Choices
        legend={t("ban.reason")}
        options={REASONS.map((value) => ({ value, text: t(`ban.reason.${value}`) }))}
        chosen={reason}
        onChoose={choose}
      />
    </Dialog>
  );
}
