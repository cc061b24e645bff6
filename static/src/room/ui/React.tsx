import { useEffect, useId, useRef, useState } from "preact/hooks";

import { useSession } from "../context.ts";
import { REACTIONS } from "../signs.ts";
import { t } from "../texts.ts";
import type { Reaction, RoomView } from "../wire.ts";

/** A few signs to the room behind one button. */
export function React({ room, quiet }: { room: RoomView; quiet: boolean }) {
  const session = useSession();
  const [open, setOpen] = useState(false);
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const give = async (reaction: Reaction) => {
    close();
    if (await session.act("react", { room: room.id, reaction })) session.say(t("say.sign", { sign: t(`reaction.${reaction}`) }));
  };
  useEffect(() => void (open && box.current?.querySelector("button")?.focus()), [open]);
  return (
    <div class="react" onKeyDown={(event) => event.key === "Escape" && open && close()}>
      <button
        ref={button}
        type="button"
        class="button button--quiet"
        aria-expanded={open}
        aria-controls={id}
        aria-disabled={quiet}
        onClick={() => !quiet && setOpen(!open)}
      >
        {t("actions.react")}
      </button>
      <div class="react__box" id={id} ref={box} role="group" aria-label={t("actions.react")} hidden={!open}>
        {REACTIONS.map((reaction) => (
          <button key={reaction} type="button" class="button button--small button--quiet" onClick={() => void give(reaction)}>
            {t(`reaction.${reaction}`)}
          </button>
        ))}
      </div>
    </div>
  );
}
