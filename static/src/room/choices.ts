// What a poll lets one choose from, and how its result reads beside the first.
import { t } from "./texts.ts";
import type { Asked, Poll, Result } from "./polls.ts";

const POINTS = 5;

/** The words of each choice; the middle of a scale has numbers alone. */
export function choicesOf({ kind, options }: Pick<Asked, "kind" | "options">): string[] {
  if (kind !== "scale") return options;
  const [low, high] = options;
  return Array.from({ length: POINTS }, (_, at) => {
    const name = at === 0 ? low : at === POINTS - 1 ? high : undefined;
    return name === undefined ? String(at + 1) : t("poll.scale.end", { point: at + 1, name });
  });
}

/** The result of the newest vote that is revealed. */
export function newest({ results }: Pick<Poll, "results">): Result | null {
  return results.at(-1) ?? null;
}

/** How many more or fewer chose this than the first time, in words. */
export function shiftText(shift: number): string {
  if (shift === 0) return t("poll.same");
  return t(shift > 0 ? "poll.shift.more" : "poll.shift.less", { count: Math.abs(shift) });
}
