import { useEffect, useState } from "preact/hooks";

import { lastOf } from "../messages.ts";
import type { Log } from "../messages.ts";

/** How many lines came while the chat was not shown. */
export function useUnread(log: Log, shown: boolean): number {
  const [seen, setSeen] = useState({ room: log.room, number: lastOf(log) });
  const last = lastOf(log);
  useEffect(() => {
    if (shown || seen.room !== log.room) setSeen({ room: log.room, number: last });
  }, [shown, log.room, last]);
  return shown || seen.room !== log.room ? 0 : Math.max(0, last - seen.number);
}
