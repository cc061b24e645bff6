// What facilitators did, in words for those who facilitate beside them.
import { nameOf } from "./naming.ts";
import { t } from "./texts.ts";
import type { TextKey } from "./texts.ts";
import type { Act } from "./wire.ts";

const WORDS: Partial<Record<string, TextKey>> = {
  "sheet.step_begun": "act.step_begun",
  "sheet.step_waits": "act.step_waits",
  "round.opened": "act.round_opened",
  "round.closing": "act.round_closing",
  "round.reprieved": "act.round_reprieved",
  "round.closed": "act.round_closed",
  "part.opened": "act.part_opened",
  "part.closed": "act.part_closed",
  "room.added": "act.room_added",
  "room.renamed": "act.room_renamed",
  "room.prompt_changed": "act.prompt_changed",
  "room.closed": "act.room_closed",
  "room.kept": "act.room_kept",
  "room.removed": "act.removed",
  "room.readmitted": "act.readmitted",
  "room.broadcast": "act.broadcast",
  "room.moves_locked": "act.moves_locked",
  "room.moves_unlocked": "act.moves_unlocked",
  "part.sent_to_lobby": "act.sent_to_lobby",
  "event.banned": "act.banned",
  "event.ban_lifted": "act.ban_lifted",
  "room.timer_paused": "act.timer_paused",
  "room.timer_resumed": "act.timer_resumed",
  "room.chat_locked": "act.chat_locked",
  "room.chat_unlocked": "act.chat_unlocked",
  "room.help_answered": "act.help_answered",
  "poll.opened": "act.poll_opened",
  "poll.revealed": "act.poll_revealed",
  "poll.put_again": "act.poll_put_again",
  "poll.closed": "act.poll_closed",
  "case.given": "act.case_given",
  "case.presenter_named": "act.presenter_named",
};

/** One act in one sentence; one that this page is too old to know, without saying what. */
export function told(act: Act): string {
  const { who, whom, step, room, number } = act;
  return t(WORDS[act.act] ?? wordsFor(act), {
    who,
    whom: whom ?? "",
    step: step ?? "",
    room: room ? nameOf(room) : "",
    number: number ?? 0,
    minutes: Math.round((number ?? 0) / 60),
  });
}

/** Acts that read otherwise according to whom or what they were about. */
function wordsFor({ act, whom, room, number }: Act): TextKey {
  if (act === "room.seated") return whom ? "act.seated" : room ? "act.seated_all" : "act.shuffled";
  if (act === "part.admitted") return whom ? "act.admitted" : "act.admitted_all";
  if (act === "room.visited") return room?.kind === "breakout" ? "act.visited" : "act.returned";
  if (act === "room.timer_set") return number ? "act.timer_set" : "act.timer_off";
  return act === "room.timer_extended" ? "act.timer_extended" : "act.other";
}
