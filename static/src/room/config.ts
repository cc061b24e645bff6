import type { Id, Instant } from "./wire.ts";

/** What the page brings along, from `<script type="application/json" id="room-config">`. */
export interface RoomConfig {
  part: Id;
  token: string;
  keep_key: string; // seals what this browser keeps; it ends with the sign-in
  me: { id: Id; name: string };
  title: string;
  starts_at: Instant;
  event_url: string;
  leave_url: string;
  contact: string; // an address to write to about the event; may be empty
  sign_in_url: string;
  confidentiality_url: string;
  notes_url?: string;
  rooms_url?: string; // begins the addresses of the pages about each room
  sheet_url?: string; // for facilitators
  case_url?: string; // where the event invites people to bring one
  language: string; // of the page's texts; what the server says is in it, too
  locale: string;
  zone: string;
  texts: Record<string, string>;
}

export function readConfig(): RoomConfig {
  const script = document.getElementById("room-config");
  if (!script?.textContent) throw new Error("The page lacks its room-config.");
  return JSON.parse(script.textContent) as RoomConfig;
}

/** Clock time as people in `zone` read it. */
export function hourIn(locale: string, zone: string): (instant: string) => string {
  return timeIn(locale, zone, {});
}

/** The same, to the second. */
export function clockIn(locale: string, zone: string): (instant: string) => string {
  return timeIn(locale, zone, { second: "2-digit" });
}

function timeIn(locale: string, timeZone: string, more: Intl.DateTimeFormatOptions) {
  const hour: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
  const format = new Intl.DateTimeFormat(locale, { ...hour, timeZone, ...more });
  return (instant: string) => format.format(new Date(instant));
}
