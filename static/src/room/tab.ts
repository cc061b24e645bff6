// Which tab this is, also after a reload, and which others of this browser are open.
import type { Tab } from "./sealed.ts";

const NAME = "exchange.tab";

/** This tab. For as long as the page stands, the others can see that it is open. */
export async function thisTab(store: Storage, locks: LockManager | undefined): Promise<Tab> {
  const id = store.getItem(NAME) ?? newName();
  store.setItem(NAME, id);
  if (!locks) return { id, others: new Set() };
  const { held = [] } = await locks.query();
  void locks.request(`${NAME}.${id}`, () => new Promise(() => {}));
  const names = held.map((lock) => lock.name ?? "").filter((name) => name.startsWith(`${NAME}.`));
  const others = new Set(names.map((name) => name.slice(NAME.length + 1)));
  others.delete(id); // this very tab, before a reload
  return { id, others };
}

function newName(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
