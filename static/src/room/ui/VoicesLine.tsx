import { useSession } from "../context.ts";
import { t } from "../texts.ts";
import { presenterOf } from "../voices.ts";
import type { RoomView } from "../wire.ts";

/** Whose voice the step leaves, to everybody in the same place. */
export function VoicesLine({ room }: { room: RoomView }) {
  const me = useSession().config.me.id;
  if (!room.voices) return null;
  const mine = presenterOf(room) === me ? (`voices.${room.voices}.presenter` as const) : (`voices.${room.voices}` as const);
  return <p class="step__voices">{t(mine)}</p>;
}
