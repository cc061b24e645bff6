import { t } from "./texts.ts";
import type { Message } from "./wire.ts";

const NOTICES = {
  visit_begins: "notice_line.visit_begins",
  visit_ends: "notice_line.visit_ends",
  notes_put_back: "notice_line.notes_put_back",
} as const;

/** A chat line's words; what the platform itself says, in the reader's language. */
export function wordsOf(message: Message): string {
  const known = message.kind === "notice" && message.notice && NOTICES[message.notice as keyof typeof NOTICES];
  return known ? t(known, { name: message.name }) : message.text;
}
