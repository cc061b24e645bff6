// What is told to people who listen rather than look: what changed between two states, in few words.
import { given } from "./signs.ts";
import { isPrivateShut, nameOf } from "./state.ts";
import type { State } from "./state.ts";
import { FACILITATORS, talkWith, unreadIn } from "./talks.ts";
import type { Talk } from "./talks.ts";
import { t, tn } from "./texts.ts";
import { wordsOf } from "./wording.ts";
import type { Id, Message, RoomView, Sign } from "./wire.ts";

export interface Utterance {
  text: string;
  urgent: boolean;
}

const SPOKEN_POLLS = {
  prepared: "say.poll.open",
  voting: "say.poll.open",
  revealed: "say.poll.revealed",
  voting_again: "say.poll.again",
  revealed_again: "say.poll.revealed",
} as const;

const polite = (text: string): Utterance => ({ text, urgent: false });
const urgent = (text: string): Utterance => ({ text, urgent: true });

/** Everything but chat, which is gathered first (see `chatSummary`). */
export function utterances(before: State, now: State, me: Id): Utterance[] {
  return [
    ...aboutLine(before, now),
    ...aboutRoom(before, now),
    ...aboutClock(before, now),
    ...aboutPoll(before, now),
    ...aboutAsking(before, now),
    ...aboutHands(before, now, me),
    ...aboutHelp(before, now),
    ...aboutLocks(before, now),
    ...aboutTalks(before, now),
  ];
}

function aboutLine(before: State, now: State): Utterance[] {
  if (before.line.is === now.line.is) return [];
  if (now.line.is === "reconnecting") return [urgent(t("say.lost"))];
  if (now.line.is === "connected" && before.line.is === "reconnecting") return [polite(t("say.back"))];
  return [];
}

function aboutRoom(before: State, now: State): Utterance[] {
  if (!now.room) return [];
  const closed = now.place?.room_closed ?? false;
  if (before.room ? before.room.id !== now.room.id : closed) {
    const arrived = t(closed ? "notice.room_closed" : "say.moved", { room: now.room.name });
    return [urgent(arrived), ...aboutStep(before, now), ...aboutChoosing(before, now)];
  }
  if (isClosing(now.room) && !isClosing(before.room)) return [urgent(t("say.closing"))];
  return before.room ? [...aboutStep(before, now), ...aboutChoosing(before, now)] : [];
}

/** That something is asked before the next rooms. */
function aboutAsking(before: State, now: State): Utterance[] {
  const asking = now.room?.asking;
  if (!asking || now.rights.facilitate || asking.step === before.room?.asking?.step) return [];
  return [polite(t("say.asking", { question: asking.question || t("asking.topic") }))];
}

/** That one may choose a room, and that one no longer may; not how others choose. */
function aboutChoosing(before: State, now: State): Utterance[] {
  if (!now.room?.choices || !now.room.round || now.rights.facilitate) return [];
  const locked = now.room.round.moves_locked;
  if (!before.room?.choices) return [polite(t("say.choose"))];
  if (before.room.round?.moves_locked === locked) return [];
  return [polite(t(locked ? "say.choose.locked" : "say.choose.unlocked"))];
}

function isClosing(room: RoomView | null): boolean {
  return room !== null && (room.round?.state === "closing" || room.closes_at !== null);
}

/** Paused and going on; the warnings are the clock's own. */
function aboutClock(before: State, now: State): Utterance[] {
  if (!before.room || !now.room || before.room.id !== now.room.id) return [];
  const [paused, was] = [now.room.timer_left !== null, before.room.timer_left !== null];
  if (paused === was) return [];
  if (paused) return [polite(t("say.paused"))];
  return now.room.timer_ends_at ? [polite(t("say.resumed"))] : [];
}

function aboutStep(before: State, now: State): Utterance[] {
  const step = now.room?.step;
  if (!step || step.id === before.room?.step?.id) return [];
  const voices = now.room?.voices ? ` ${t(`voices.${now.room.voices}`)}` : "";
  return [polite(`${step.prompt ? `${step.title}. ${step.prompt}` : step.title}${voices}`)];
}

function aboutPoll(before: State, now: State): Utterance[] {
  const poll = now.room?.poll;
  if (!poll || (poll.id === before.room?.poll?.id && poll.state === before.room.poll.state)) return [];
  return [polite(t(SPOKEN_POLLS[poll.state], { question: poll.question }))];
}

function aboutHands(before: State, now: State, me: Id): Utterance[] {
  if (before.room?.id !== now.room?.id) return [];
  const known = new Set(before.room?.hands);
  const raised = now.room?.hands.filter((id) => id !== me && !known.has(id)) ?? [];
  if (raised.length > 1) return [polite(tn("say.hands", raised.length))];
  return raised.map((id) => polite(t("say.hand", { name: nameOf(now, id) })));
}

function aboutHelp(before: State, now: State): Utterance[] {
  if (!before.console || !now.console) return [];
  const asked = new Map(before.console.rooms.map((room) => [room.id, room.help.length]));
  return now.console.rooms
    .filter((room) => room.help.length > (asked.get(room.id) ?? 0))
    .map((room) => urgent(t("say.help", { room: room.name })));
}

function aboutLocks(before: State, now: State): Utterance[] {
  if (before.muted !== now.muted) return [urgent(t(now.muted ? "chat.muted" : "say.unmuted"))];
  if (!before.room || !now.room) return [];
  const changed = isPrivateShut(before.room) !== isPrivateShut(now.room);
  return changed ? [polite(t(isPrivateShut(now.room) ? "say.private.locked" : "say.private.unlocked"))] : [];
}

/** Private lines are read out where one has turned to them; elsewhere it is told that they came. */
function aboutTalks(before: State, now: State): Utterance[] {
  return now.talks.flatMap((talk) => {
    const known = talkWith(before.talks, talk.to);
    if (!known || unreadIn(talk) <= unreadIn(known)) return known || unreadIn(talk) === 0 ? [] : [polite(newsOf(talk))];
    const line = talk.log.lines.at(-1);
    const reads = now.chat === talk.to && line;
    return [polite(reads ? t("say.chat_line", { name: line.name, text: line.text }) : newsOf(talk))];
  });
}

function newsOf(talk: Talk): string {
  return talk.to === FACILITATORS ? t("say.facilitators") : t("say.private", { name: talk.name });
}

/** Signs of a few seconds in one breath. */
export function signSummary(signs: readonly Sign[]): string {
  return given(signs)
    .map(({ reaction, names: [name = "", ...more] }) =>
      more.length > 0 ? `${t(`reaction.${reaction}`)}: ${tn("say.signs", more.length + 1)}` : `${t(`reaction.${reaction}`)}: ${name}`,
    )
    .join(". ");
}

/** Several chat lines in one breath. */
export function chatSummary(messages: readonly Message[]): string {
  const [only] = messages;
  if (!only) return "";
  if (messages.length > 1) return tn("say.chat", messages.length);
  if (only.kind === "notice") return wordsOf(only);
  return t("say.chat_line", { name: only.name, text: only.text });
}
