import { useId, useState } from "preact/hooks";

import { choicesOf } from "../choices.ts";
import { useSession } from "../context.ts";
import { hasVoted } from "../state.ts";
import type { State } from "../state.ts";
import { t } from "../texts.ts";
import type { Poll } from "../polls.ts";
import type { RoomView } from "../wire.ts";

interface Props {
  state: State;
  room: RoomView;
  poll: Poll;
}

/** Choosing for oneself. What was chosen leaves this page once, and is kept nowhere in it. */
export function Ballot({ state, room, poll }: Props) {
  const [chosen, choose] = useState<ReadonlySet<number>>(new Set());
  if (state.rights.facilitate) return <Waiting poll={poll} why={t("ballot.facilitator")} />;
  if (hasVoted(state)) return <Waiting poll={poll} why={t("ballot.counted")} />;
  if (room.votes_locked) return <Waiting poll={poll} why={t("ballot.read")} />;
  return <Form room={room} poll={poll} chosen={chosen} choose={choose} />;
}

/** The question with its choices, without anything to press. */
function Waiting({ poll, why }: { poll: Poll; why: string }) {
  return (
    <>
      <p class="poll__question">{poll.question}</p>
      <ul class="poll__choices">
        {choicesOf(poll).map((choice) => (
          <li key={choice}>{choice}</li>
        ))}
      </ul>
      <p class="poll__why" role="status">
        {why}
      </p>
    </>
  );
}

interface FormProps {
  room: RoomView;
  poll: Poll;
  chosen: ReadonlySet<number>;
  choose: (chosen: ReadonlySet<number>) => void;
}

function Form({ room, poll, chosen, choose }: FormProps) {
  const session = useSession();
  const name = useId();
  const several = poll.kind === "several";
  const toggle = (at: number) => {
    const rest = [...chosen].filter((one) => one !== at);
    choose(new Set(several ? (chosen.has(at) ? rest : [...rest, at]) : [at]));
  };
  const send = async () => {
    if (chosen.size === 0) return session.say(t("ballot.needed"), true);
    const vote = { poll: poll.id, vote: poll.vote };
    if (await session.vote(room.id, vote, [...chosen].sort())) session.say(t("ballot.counted"));
  };
  return (
    <form class="poll__form" onSubmit={(event) => (event.preventDefault(), void send())}>
      <fieldset class="choices" aria-describedby={`${name}-hint`}>
        <legend class="poll__question">{poll.question}</legend>
        {choicesOf(poll).map((choice, at) => (
          <label key={choice} class="choices__one">
            <input type={several ? "checkbox" : "radio"} name={name} checked={chosen.has(at)} onChange={() => toggle(at)} />
            <span>{choice}</span>
          </label>
        ))}
      </fieldset>
      <p class="poll__hint" id={`${name}-hint`}>
        {several && `${t("ballot.several")} `}
        {poll.vote === 2 && `${t("ballot.again")} `}
        {t("ballot.hint")}
      </p>
      <button type="submit" class="button" aria-disabled={chosen.size === 0}>
        {t("ballot.send")}
      </button>
    </form>
  );
}
