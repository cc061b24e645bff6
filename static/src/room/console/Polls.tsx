import { useState } from "preact/hooks";

import { useSession } from "../context.ts";
import { t } from "../texts.ts";
import type { ConsolePoll } from "../polls.ts";
import type { ConsoleView } from "../wire.ts";
import { PreparePoll } from "./PreparePoll.tsx";

/** What is asked, and how many have answered; never what they said. */
export function Polls({ view }: { view: ConsoleView }) {
  const [preparing, prepare] = useState(false);
  return (
    <section class="desk" aria-labelledby="desk-polls">
      <h2 class="desk__title" id="desk-polls">
        {t("polls.title")}
      </h2>
      {view.poll && <UnderWay view={view} poll={view.poll} />}
      {view.prepared.length > 0 ? <Ready view={view} /> : !view.poll && <p>{t("polls.none")}</p>}
      <div class="desk__buttons">
        <button type="button" class="button button--quiet" onClick={() => prepare(true)}>
          {t("polls.prepare")}
        </button>
      </div>
      {preparing && <PreparePoll view={view} onClose={() => prepare(false)} />}
    </section>
  );
}

const STANDS = {
  prepared: "polls.ready",
  voting: "polls.voting",
  revealed: "polls.revealed",
  voting_again: "polls.voting_again",
  revealed_again: "polls.revealed",
} as const;

function UnderWay({ view, poll }: { view: ConsoleView; poll: ConsolePoll }) {
  const session = useSession();
  const act = (event: string) => void session.act(event, { part: view.part.id, poll: poll.id });
  const voting = poll.state === "voting" || poll.state === "voting_again";
  const nameOf = (id: string) => view.rooms.find((room) => room.id === id)?.name ?? "";
  return (
    <div class="asked">
      <p class="asked__question">{poll.question}</p>
      <p>{t(STANDS[poll.state])}</p>
      {voting && (
        <ul class="asked__turnout">
          {poll.turnout.map(({ room, voted, people }) => (
            <li key={room}>{t("polls.turnout", { room: nameOf(room), voted, people })}</li>
          ))}
        </ul>
      )}
      <div class="desk__buttons">
        {voting && (
          <button type="button" class="button" onClick={() => act("reveal")}>
            {t("polls.reveal")}
          </button>
        )}
        {poll.state === "revealed" && (
          <button type="button" class="button" onClick={() => act("vote_again")}>
            {t("polls.again")}
          </button>
        )}
        <button type="button" class="button button--quiet" onClick={() => act("close_poll")}>
          {t("polls.close")}
        </button>
      </div>
    </div>
  );
}

function Ready({ view }: { view: ConsoleView }) {
  const session = useSession();
  const act = (event: string, poll: ConsolePoll) => void session.act(event, { part: view.part.id, poll: poll.id });
  return (
    <ul class="asked__list" aria-label={t("polls.ready")}>
      {view.prepared.map((poll) => (
        <li key={poll.id} class="asked">
          <span class="asked__question">{poll.question}</span>
          <span class="desk__buttons">
            {!view.poll && (
              <button type="button" class="button button--small" onClick={() => act("open_poll", poll)}>
                {t("polls.open")}
                <span class="visually-hidden">: {poll.question}</span>
              </button>
            )}
            <button type="button" class="link" onClick={() => act("close_poll", poll)}>
              {t("polls.remove")}
              <span class="visually-hidden">: {poll.question}</span>
            </button>
          </span>
        </li>
      ))}
    </ul>
  );
}
