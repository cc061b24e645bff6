// Where the others are writing. Carets are passed on and never stored; whose a caret is, the server
// says: what a browser claims about itself is thrown away.
import {
  applyAwarenessUpdate,
  encodeAwarenessUpdate,
  modifyAwarenessUpdate,
  removeAwarenessStates,
} from "y-protocols/awareness";
import type { Awareness } from "y-protocols/awareness";

import { colourOf } from "../room/colours.ts";
import type { Id, Wire } from "../room/wire.ts";

const THROTTLE = 150;

export interface CaretUser {
  id: Id;
  name: string;
  colour: number;
}

interface Heard {
  room: Id;
  person: Id;
  name: string;
  update: ArrayBuffer | Uint8Array;
}

interface Changes {
  added: number[];
  updated: number[];
  removed: number[];
}

export class Carets {
  readonly #room: Id;
  readonly #wire: Wire;
  readonly #awareness: Awareness;
  readonly #end: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(room: Id, wire: Wire, awareness: Awareness) {
    this.#room = room;
    this.#wire = wire;
    this.#awareness = awareness;
    awareness.on("update", this.#changed);
    this.#end = wire.hear<Heard>("notes.awareness", (heard) => this.#heard(heard));
    this.#tellSoon(); // others answer a newcomer with their own carets
  }

  /** Show only carets of people who are in the room. */
  keepOnly(present: ReadonlySet<Id>): void {
    const gone = [...this.#awareness.getStates()].filter(([client, state]) => {
      const user = state["user"] as CaretUser | undefined;
      return client !== this.#awareness.clientID && !(user && present.has(user.id));
    });
    const clients = gone.map(([client]) => client);
    if (clients.length > 0) removeAwarenessStates(this.#awareness, clients, this);
  }

  /** Take one's own caret away from the others, and stop. */
  end(): void {
    clearTimeout(this.#timer);
    this.#awareness.off("update", this.#changed);
    this.#awareness.setLocalState(null);
    this.#tell();
    this.#end();
  }

  readonly #changed = (changes: Changes, origin: unknown): void => {
    const own = this.#awareness.clientID;
    const mine = [changes.added, changes.updated, changes.removed].some((ids) => ids.includes(own));
    const newcomer = origin === this && changes.added.length > 0;
    if (mine || newcomer) this.#tellSoon();
  };

  #tellSoon(): void {
    this.#timer ??= setTimeout(() => this.#tell(), THROTTLE);
  }

  #tell(): void {
    this.#timer = undefined;
    if (!this.#wire.connected) return;
    const update = encodeAwarenessUpdate(this.#awareness, [this.#awareness.clientID]);
    void this.#wire.ask("notes.awareness", { room: this.#room, update });
  }

  #heard(heard: Heard): void {
    if (heard.room !== this.#room) return;
    const user: CaretUser = { id: heard.person, name: heard.name, colour: colourOf(heard.person) };
    const bytes =
      heard.update instanceof Uint8Array ? heard.update : new Uint8Array(heard.update);
    try {
      const stamped = modifyAwarenessUpdate(bytes, (state: { cursor?: unknown } | null) =>
        state === null ? null : { cursor: state.cursor ?? null, user },
      );
      applyAwarenessUpdate(this.#awareness, stamped, this);
    } catch {
      // A caret that cannot be read is not shown.
    }
  }
}
