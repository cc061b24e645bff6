import { choicesOf, shiftText } from "../choices.ts";
import { t } from "../texts.ts";
import type { Poll, Result } from "../polls.ts";

interface Props {
  poll: Poll;
  result: Result;
}

/** What the room has voted: numbers and words; the bars only repeat them. */
export function Results({ poll, result }: Props) {
  const { counts, voters } = result;
  if (counts === null) return <p class="poll__why">{t("poll.few")}</p>;
  return (
    <section class="result" aria-label={t("poll.result")}>
      <h3 class="result__title">{t(headingOf(poll, result))}</h3>
      <ol class="result__rows">
        {choicesOf(poll).map((choice, at) => {
          const count = counts[at] ?? 0;
          const few = result.minority.includes(at);
          return (
            <li key={choice} class={few ? "result__row result__row--few" : "result__row"}>
              <span class="result__choice">{choice}</span>
              <span class="result__count">{t("poll.of", { count, voters })}</span>
              <span class="result__bar" aria-hidden="true">
                <span style={{ width: `${(100 * count) / voters}%` }} />
              </span>
              {few && poll.state === "revealed" && <strong class="result__few">{t("poll.minority")}</strong>}
              {poll.shift && <span class="result__shift">{shiftText(poll.shift[at] ?? 0)}</span>}
            </li>
          );
        })}
      </ol>
      {result.vote === 2 && poll.shift === null && <p class="poll__why">{t("poll.few.first")}</p>}
    </section>
  );
}

/** One vote is the result; it is the first only once there is a second. */
function headingOf({ state }: Poll, { vote }: Result) {
  if (vote === 2) return "poll.second";
  return state === "revealed" ? "poll.result" : "poll.first";
}
