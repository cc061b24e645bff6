// A backlog comes as one blob: number (64 bits), length (32 bits), both big-endian, then the update.

export interface Row {
  readonly seq: number;
  readonly update: Uint8Array;
}

const HEAD = 12;

/** The rows of a backlog. Throws RangeError when the blob is cut short. */
export function unpack(blob: ArrayBuffer | Uint8Array): Row[] {
  const bytes = blob instanceof Uint8Array ? blob : new Uint8Array(blob);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rows: Row[] = [];
  for (let at = 0; at < bytes.length; ) {
    const seq = Number(view.getBigUint64(at));
    const end = at + HEAD + view.getUint32(at + 8);
    if (end > bytes.length) throw new RangeError("The backlog is cut short.");
    rows.push({ seq, update: bytes.subarray(at + HEAD, end) });
    at = end;
  }
  return rows;
}

export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
