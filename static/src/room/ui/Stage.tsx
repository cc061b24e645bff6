import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

import { Console } from "../console/Console.tsx";
import { useMedia } from "../hooks.ts";
import type { State } from "../state.ts";
import { unreadIn } from "../talks.ts";
import { t } from "../texts.ts";
import type { ConsoleView, RoomView } from "../wire.ts";
import { Actions } from "./Actions.tsx";
import { Aside } from "./Aside.tsx";
import { Asking } from "./Asking.tsx";
import { Bar } from "./Bar.tsx";
import { CaseBox } from "./CaseBox.tsx";
import { Chat } from "./Chat.tsx";
import { Choosing } from "./Choosing.tsx";
import { NotesPane } from "./NotesPane.tsx";
import { Notices } from "./Notices.tsx";
import { People } from "./People.tsx";
import { Poll } from "./Poll.tsx";
import { Step } from "./Step.tsx";
import { Panel, Tabs } from "./Tabs.tsx";
import type { Tab } from "./Tabs.tsx";
import { useUnread } from "./unread.ts";

export type View = "rooms" | "room" | "people" | "notes" | "chat";

interface Props {
  state: State;
  room: RoomView;
}

/** Being in a room. On a wide screen everything of the room stands side by side, else in tabs. */
export function Stage({ state, room }: Props) {
  const wide = useMedia("(min-width: 60rem)");
  const [view, choose] = useView(state, room, wide);
  const heading = useFocusOnMove(state.moves);
  const side = wide && view !== "rooms";
  const chatting = side || view === "chat";
  const unread = useUnread(state.log, chatting && state.chat === null);
  const tabs = tabsOf(state, room, wide, unread + unreadTalks(state, chatting));
  useEffect(() => void (state.asked && choose(wide ? "room" : "chat")), [state.asked]);
  const shows = (panel: View) => (side ? panel !== "rooms" : view === panel);
  const aside = state.place?.aside ?? false;
  return (
    <div class={`room${side ? " room--wide" : ""}${aside ? " room--aside" : ""}`}>
      <Bar state={state} room={room} heading={heading} />
      <Notices state={state} room={room} onRoom={() => choose(wide ? "room" : "chat")} />
      {aside && <Aside />}
      {room.step && <Step step={room.step} room={room} />}
      {room.asking && !state.rights.facilitate && <Asking key={room.asking.step} state={state} room={room} asking={room.asking} />}
      {view !== "rooms" && <CaseBox state={state} room={room} />}
      {room.choices && !state.rights.facilitate && <Choosing state={state} room={room} choices={room.choices} />}
      {room.poll && view !== "rooms" && <Poll key={room.poll.id} state={state} room={room} poll={room.poll} />}
      {tabs.length > 1 && <Tabs tabs={tabs} chosen={view} onChoose={choose} label={t("tabs.label")} />}
      <div class="room__body">
        {state.console && (
          <Panel name="rooms" shown={shows("rooms")} tabbed>
            <Console view={state.console as ConsoleView} state={state} shown={shows("rooms")} onVisit={() => choose(wide ? "room" : "chat")} />
          </Panel>
        )}
        <Panel name="people" shown={shows("people")} tabbed={!wide}>
          <People state={state} room={room} />
        </Panel>
        <Panel name="notes" shown={shows("notes")} tabbed={!wide}>
          <NotesPane room={room} facilitates={state.rights.facilitate} />
        </Panel>
        <Panel name="chat" shown={shows("chat")} tabbed={!wide}>
          <Chat state={state} room={room} shown={shows("chat")} unread={unread} />
        </Panel>
      </div>
      <Actions state={state} room={room} />
    </div>
  );
}

function tabsOf(state: State, room: RoomView, wide: boolean, unread: number): Tab<View>[] {
  const rooms: Tab<View>[] = state.console ? [{ name: "rooms", text: t("tabs.rooms") }] : [];
  const controls = "panel-people panel-notes panel-chat";
  if (wide) return [...rooms, { name: "room", text: room.name, unread, controls }];
  const here = room.people.filter((person) => person.present).length;
  return [
    ...rooms,
    { name: "notes", text: t("tabs.notes") },
    { name: "chat", text: t("tabs.chat"), unread },
    { name: "people", text: t("tabs.people", { count: here }) },
  ];
}

/** Unread lines of conversations, but for the one in front. */
function unreadTalks(state: State, chatting: boolean): number {
  const others = state.talks.filter((talk) => !chatting || talk.to !== state.chat);
  return others.reduce((sum, talk) => sum + unreadIn(talk), 0);
}

/** Which panel is shown. Facilitators in the plenary begin with all rooms. */
function useView(state: State, room: RoomView, wide: boolean): [View, (view: View) => void] {
  const console = state.console !== null;
  const [view, choose] = useState<View>(console && room.kind === "plenary" ? "rooms" : "chat");
  useEffect(() => {
    if (console && room.kind === "plenary") choose("rooms");
  }, [console]);
  useLayoutEffect(() => {
    const busy = inFront();
    if (!wide && busy) choose(busy);
  }, [wide]);
  if (view === "rooms" && console) return [view, choose];
  if (wide) return ["room", choose];
  return [view === "room" || view === "rooms" ? "chat" : view, choose];
}

/** The panel in which a dialog is open, or else the focus is: it stays in front when the window narrows. */
function inFront(): View | undefined {
  const busy = document.querySelector("dialog[open]") ?? document.activeElement;
  return busy?.closest<HTMLElement>(".panel")?.id.replace("panel-", "") as View | undefined;
}

/** After a move the room's name takes the focus, unless the person is in the middle of a dialog. */
function useFocusOnMove(moves: number) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (moves > 0 && !document.querySelector("dialog[open]")) heading.current?.focus();
  }, [moves]);
  return heading;
}
