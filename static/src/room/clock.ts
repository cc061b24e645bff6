// The server's clock. The browser's own may be wrong by hours, and may be set while the page is open,
// so time goes on from the last `now` of the server by the page's monotonic clock.
import { t, tn } from "./texts.ts";

export class Clock {
  #server: number;
  #mono: number;
  #newest = -Infinity; // of what the server has told
  readonly #monotonic: () => number;

  constructor(wall: () => number = Date.now, monotonic: () => number = () => performance.now()) {
    this.#monotonic = monotonic;
    this.#server = wall();
    this.#mono = monotonic();
  }

  /** Take over the server's time from a message, unless a newer one has overtaken it. */
  set(now: string): void {
    const server = Date.parse(now);
    if (Number.isNaN(server) || server < this.#newest) return;
    this.#newest = server;
    this.#server = server;
    this.#mono = this.#monotonic();
  }

  /** Milliseconds since 1970, by the server's clock. */
  now(): number {
    return this.#server + this.#monotonic() - this.#mono;
  }

  /** Whole seconds until an instant, never below zero. */
  secondsUntil(instant: string): number {
    return Math.max(0, Math.ceil((Date.parse(instant) - this.now()) / 1000));
  }
}

/** How long ago, in whole minutes: "since when" wants no more. */
export function since(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  return minutes < 1 ? t("help.now") : tn("help.minutes", minutes);
}

/** Seconds as a clock shows them: 75 is "1:15", 3,600 is "1:00:00". */
export function asClock(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const head = hours > 0 ? `${hours}:${two(minutes)}` : String(minutes);
  return `${head}:${two(seconds % 60)}`;
}
