import type { State } from "../state.ts";
import { FACILITATORS, talkWith } from "../talks.ts";
import { t } from "../texts.ts";
import { TalkPane } from "../ui/TalkPane.tsx";

interface Props {
  state: State;
  shown: boolean; // hidden, it gives way to the same conversation beside the room's chat
}

/** What facilitators write to each other, in sight of the whole console. */
export function FacilitatorsChat({ state, shown }: Props) {
  const talk = talkWith(state.talks, FACILITATORS);
  if (!talk || !shown) return null;
  return (
    <section class="desk desk--chat" aria-labelledby="desk-chat">
      <h2 class="desk__title" id="desk-chat">
        {t("talk.facilitators")}
      </h2>
      <TalkPane talk={talk} state={state} shown />
    </section>
  );
}
