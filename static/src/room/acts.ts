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
  "case.given": "act.case_given",
  "case.presenter_named": "act.presenter_named",
};

/** One act in one sentence; one that this page is too old to know, without saying what. */
export function told({ act, who, whom, step, room, number }: Act): string {
  return t(WORDS[act] ?? "act.other", {
    who,
    whom: whom ?? "",
    step: step ?? "",
    room: room ? nameOf(room) : "",
    number: number ?? 0,
  });
}
