import { useSession } from "../context.ts";
import type { State } from "../state.ts";
import { FACILITATORS, talkWith, unreadIn } from "../talks.ts";
import type { Talk, To } from "../talks.ts";
import { t } from "../texts.ts";
import type { RoomView } from "../wire.ts";
import { RoomChat } from "./RoomChat.tsx";
import { Tabs } from "./Tabs.tsx";
import type { Tab } from "./Tabs.tsx";
import { TalkPane } from "./TalkPane.tsx";

interface Props {
  state: State;
  room: RoomView;
  shown: boolean;
  unread: number; // in the room's chat
}

/** What is said in writing: in the room, and beside it between two or among facilitators. */
export function Chat({ state, room, shown, unread }: Props) {
  const { conversations } = useSession();
  const talk = talkWith(state.talks, state.chat);
  const several = state.talks.length > 0;
  const chosen = tabName(talk?.to ?? null);
  const choose = (name: string) => conversations.choose(state.talks.find(({ to }) => tabName(to) === name)?.to ?? null);
  return (
    <section class="chat">
      <h2 class="panel__title" id="chat-title">
        {t("chat.title")}
      </h2>
      {several && (
        <Tabs tabs={tabsOf(state.talks, room, talk ? unread : 0)} chosen={chosen} onChoose={choose} label={t("chat.with")} />
      )}
      <div
        class="chat__box"
        id="chat-box"
        {...(several && { role: "tabpanel", "aria-labelledby": `tab-${chosen}` })}
      >
        {talk ? (
          <TalkPane key={`${talk.to} ${shown}`} talk={talk} state={state} shown={shown} />
        ) : (
          <RoomChat state={state} room={room} shown={shown} />
        )}
      </div>
    </section>
  );
}

function tabName(to: To | null): string {
  return to === null ? "talk-room" : `talk-${to}`;
}

function tabsOf(talks: readonly Talk[], room: RoomView, unread: number): Tab<string>[] {
  const controls = "chat-box";
  const others = talks.map((talk) => ({
    name: tabName(talk.to),
    text: talk.to === FACILITATORS ? t("talk.facilitators") : talk.name,
    unread: unreadIn(talk),
    controls,
  }));
  return [{ name: tabName(null), text: room.name, unread, controls }, ...others];
}
