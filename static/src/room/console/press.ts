// Next and back stay under the pointer while what they lead to changes: a double click, or a key held
// down, would run through the sheet.
import { useRef } from "preact/hooks";

const TWICE_WITHIN = 700; // milliseconds

/** Whether a press at `at` is one of its own, and not the second half of the press at `last`. */
export function isNew(at: number, last: number): boolean {
  return at - last > TWICE_WITHIN;
}

/** Wraps handlers that share one place on the page: what is pressed twice in one go is done once. */
export function useOncePerPress(): (act: () => void) => (event: Event) => void {
  const last = useRef(-Infinity);
  return (act) => (event) => {
    const fresh = isNew(event.timeStamp, last.current);
    last.current = event.timeStamp;
    if (fresh) act();
  };
}
