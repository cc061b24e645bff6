import { useEffect, useLayoutEffect, useReducer, useState } from "preact/hooks";

import type { Store } from "./store.ts";

/** Draw again whenever the store changes. */
export function useStore<S>(store: Store<S>): S {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useLayoutEffect(() => store.watch(() => redraw(undefined)), [store]);
  return store.get();
}

/** Draw again every second while `running`. */
export function useSeconds(running: boolean): void {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => redraw(undefined), 1_000);
    return () => clearInterval(timer);
  }, [running]);
}

/** What has the focus keeps it when the page is put in another order. */
export function useHeldFocus(order: unknown): void {
  const held = document.activeElement;
  useLayoutEffect(() => {
    if (held instanceof HTMLElement && held.isConnected) held.focus({ preventScroll: true });
  }, [order]);
}

export function useMedia(query: string): boolean {
  const [matches, setMatches] = useState(() => window.matchMedia(query).matches);
  useEffect(() => {
    const media = window.matchMedia(query);
    const look = () => setMatches(media.matches);
    media.addEventListener("change", look);
    return () => media.removeEventListener("change", look);
  }, [query]);
  return matches;
}
