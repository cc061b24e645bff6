import { useSession } from "../context.ts";
import { REACTIONS } from "../signs.ts";
import { t } from "../texts.ts";
import type { Reaction, RoomView } from "../wire.ts";

/** A few signs to the room. */
export function React({ room, onGiven }: { room: RoomView; onGiven: () => void }) {
  const session = useSession();
  const give = async (reaction: Reaction) => {
    onGiven();
    if (await session.act("react", { room: room.id, reaction })) session.say(t("say.sign", { sign: t(`reaction.${reaction}`) }));
  };
  return (
    <>
      {REACTIONS.map((reaction) => (
        <button key={reaction} type="button" class="button button--small button--quiet" onClick={() => void give(reaction)}>
          {t(`reaction.${reaction}`)}
        </button>
      ))}
    </>
  );
}
