import { newest } from "../choices.ts";
import type { State } from "../state.ts";
import { t } from "../texts.ts";
import type { Poll as PollView } from "../polls.ts";
import type { RoomView } from "../wire.ts";
import { Ballot } from "./Ballot.tsx";
import { Results } from "./Results.tsx";

interface Props {
  state: State;
  room: RoomView;
  poll: PollView;
}

/** What the room is asked: to be read, voted on in silence, and seen by everybody at once. */
export function Poll({ state, room, poll }: Props) {
  const voting = poll.state === "voting" || poll.state === "voting_again";
  const result = newest(poll);
  return (
    <details class="poll" open>
      <summary class="poll__summary">
        <h2 class="poll__title">{t("poll.title")}</h2>
        {voting && (
          <span class="poll__turnout">{t("poll.turnout", { voted: poll.voted, people: poll.people })}</span>
        )}
      </summary>
      <div class="poll__body" role="region" aria-label={t("poll.title")} tabIndex={0}>
        {poll.background && <p class="poll__background">{poll.background}</p>}
        {voting ? (
          <Ballot key={poll.vote} state={state} room={room} poll={poll} />
        ) : (
          <p class="poll__question">{poll.question}</p>
        )}
        {result && <Results poll={poll} result={result} />}
      </div>
    </details>
  );
}
