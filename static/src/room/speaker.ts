// Watches what changes and speaks of it, without flooding: chat is gathered for a few seconds.
import type { Session } from "./session.ts";
import { chatSummary, signSummary, utterances } from "./spoken.ts";
import type { State } from "./state.ts";
import type { Shown } from "./signs.ts";
import type { Message } from "./wire.ts";

const GATHER = 4_000;

export function speak(session: Session): () => void {
  const me = session.config.me.id;
  let before = session.store.get();
  let gathered: Message[] = [];
  let signs: Shown[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = () => {
    timer = undefined;
    session.say([chatSummary(gathered), signSummary(signs)].filter(Boolean).join(" "));
    gathered = [];
    signs = [];
  };
  const look = () => {
    const now = session.store.get();
    const last = before;
    before = now;
    for (const { text, urgent } of utterances(last, now, me)) session.say(text, urgent);
    gathered.push(...heardSince(last, now, me));
    signs.push(...signsSince(last, now, me));
    if (gathered.length + signs.length > 0) timer ??= setTimeout(tell, GATHER);
  };
  const end = session.store.watch(look);
  return () => (clearTimeout(timer), end());
}

function signsSince(before: State, now: State, me: string): Shown[] {
  if (before.signs === now.signs) return [];
  const newest = before.signs.at(-1)?.number ?? 0;
  return now.signs.filter((sign) => sign.number > newest && sign.person !== me);
}

/** New lines of others. The backlog of a room just entered is not read out. */
function heardSince(before: State, now: State, me: string): Message[] {
  const joined = before.log.room !== now.log.room || before.log.lines.length === 0;
  if (joined || before.log === now.log) return [];
  return now.log.lines.slice(before.log.lines.length).filter((line) => line.person !== me);
}
