// Which addresses may stand behind a link in the notes: the same that the server lets out again.

export const SCHEMES = ["http", "https", "mailto"];

/** Whether an address may stand behind a link in the notes. */
export function isAllowed(address: unknown): boolean {
  if (typeof address !== "string") return false;
  try {
    return SCHEMES.includes(new URL(address).protocol.slice(0, -1));
  } catch {
    return false;
  }
}

/** An address as somebody typed it, made whole; null when it cannot be one. */
export function wholeAddress(typed: string): string | null {
  const text = typed.trim();
  if (!text || /\s/.test(text)) return null;
  if (isAllowed(text)) return text;
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return null;
  return isAllowed(`https://${text}`) && text.includes(".") ? `https://${text}` : null;
}
