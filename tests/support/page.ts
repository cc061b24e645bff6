// A room page without a screen: the browser's own session, told what to do on stdin, a line at a time.
// `{"say": text}` says it; anything else has what the page shows written out. Ends with its stdin.
import { createInterface } from "node:readline";

import type { RoomConfig } from "../../static/src/room/config.ts";
import { Keep } from "../../static/src/room/keep.ts";
import { Session, connectTo } from "../../static/src/room/session.ts";

const { address, ...given } = JSON.parse(process.argv[2] ?? "{}");
const config = given as RoomConfig;
Object.assign(globalThis, { location: new URL(address) });
const session = new Session(config, new Keep(null, config.part, config.me.id), connectTo(config.token, config.language));
session.start();
for await (const line of createInterface({ input: process.stdin })) {
  const { say } = JSON.parse(line) as { say?: string };
  if (say) session.chat.say(say);
  else process.stdout.write(`${JSON.stringify(session.store.get())}\n`);
}
process.exit();
