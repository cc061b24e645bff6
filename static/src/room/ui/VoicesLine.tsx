import { useSession } from "../context.ts";
import { t } from "../texts.ts";
import { presenterOf } from "../voices.ts";
import type { RoomView } from "../wire.ts";

const FOR_PRESENTERS = {
  questions: "voices.questions.presenter",
  turned_away: "voices.turned_away.presenter",
  silence: "voices.silence",
} as const;

/** Whose voice the step leaves, to everybody in the same place. */
export function VoicesLine({ room }: { room: RoomView }) {
  const me = useSession().config.me.id;
  if (!room.voices) return null;
  const text = presenterOf(room) === me ? FOR_PRESENTERS[room.voices] : (`voices.${room.voices}` as const);
  return <p class="step__voices">{t(text)}</p>;
}
