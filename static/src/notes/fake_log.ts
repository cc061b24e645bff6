// For tests alone: the server's side of the notes, as `exchange/notes` keeps it.
import * as Y from "yjs";

import { FakeWire } from "../room/testing.ts";
import { FIELD, SCHEMA } from "./schema.ts";

export const ROOM = "room";

export class FakeLog {
  readonly rows: Uint8Array[] = [];
  readonly wires: FakeWire[] = [];
  locked = false;
  page = Infinity; // rows in one answer
  schema = SCHEMA;

  /** A browser's line to this log. */
  join(): FakeWire {
    const wire = new FakeWire();
    this.wires.push(wire);
    wire.answer("notes.join", (data) => {
      if (Number(data["schema"]) < this.schema) return { ok: false, code: "schema", message: "" };
      const since = Number(data["since"]);
      const { length } = this.rows;
      const rows = pack(this.rows.slice(0, since + this.page), since);
      return { ok: true, rows, last: length, more: since + this.page < length, read_only: this.locked };
    });
    wire.answer("notes.update", (data) => this.#take(wire, data));
    return wire;
  }

  get text(): string {
    const doc = new Y.Doc();
    for (const row of this.rows) Y.applyUpdate(doc, row);
    return doc.getXmlFragment(FIELD).toString();
  }

  #take(from: FakeWire, data: Record<string, unknown>) {
    if (this.locked) return { ok: false as const, code: "read_only", message: "" };
    if (Number(data["schema"]) < this.schema) return { ok: false as const, code: "schema", message: "" };
    const update = data["update"] as Uint8Array;
    this.rows.push(update);
    const seq = this.rows.length;
    for (const wire of this.wires) {
      if (wire !== from && wire.connected) wire.push("notes.update", { room: ROOM, seq, update, schema: 1 });
    }
    return { ok: true as const, seq };
  }
}

export function pack(rows: Uint8Array[], since: number): ArrayBuffer {
  const wanted = rows.slice(since);
  const blob = new Uint8Array(wanted.reduce((sum, row) => sum + 12 + row.length, 0));
  const view = new DataView(blob.buffer);
  let at = 0;
  wanted.forEach((row, index) => {
    view.setBigUint64(at, BigInt(since + index + 1));
    view.setUint32(at + 8, row.length);
    blob.set(row, at + 12);
    at += 12 + row.length;
  });
  return blob.buffer;
}

/** Add a paragraph to a document, as typing would. */
export function write(doc: Y.Doc, text: string): void {
  const paragraph = new Y.XmlElement("paragraph");
  paragraph.insert(0, [new Y.XmlText(text)]);
  doc.getXmlFragment(FIELD).push([paragraph]);
}
