// Whether this browser and its line are fit for the rooms, in plain words with what helps.
import { t, tn } from "../texts.ts";
import type { Wire } from "../wire.ts";

const TRIPS = 5;
const SLOW = 400; // milliseconds there and back from which answers feel late
const TOO_SLOW = 1_500;
const MINUTE = 60_000;

export interface Measured {
  transport: string; // "websocket", or "polling" where that is blocked
  trips: readonly number[]; // milliseconds there and back; empty: nothing came back
  storage: boolean;
  ahead: number; // milliseconds by which the browser's clock is ahead of the server's
}

export interface Finding {
  good: boolean;
  text: string;
  advice: string; // nothing where there is nothing to do
}

/** Measure the line by a few small messages, one after another. */
export async function measure(wire: Wire, storage: boolean): Promise<Measured> {
  const trips: number[] = [];
  let ahead = 0;
  for (let trip = 0; trip < TRIPS; trip++) {
    const from = performance.now();
    const answer = await wire.ask<{ now: string }>("check", {});
    if (!answer.ok) break;
    const took = performance.now() - from;
    trips.push(took);
    ahead = Date.now() - (Date.parse(answer.now) + took / 2);
  }
  return { transport: wire.transport, trips, storage, ahead };
}

/** What was found, the line first. */
export function findings(measured: Measured): Finding[] {
  return [aboutLine(measured), aboutTime(measured), aboutStorage(measured), aboutClock(measured)].flat();
}

/** The middle one of what was measured, since one slow answer says little. */
export function middle(numbers: readonly number[]): number {
  return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Infinity;
}

function aboutLine({ transport, trips }: Measured): Finding[] {
  if (trips.length === 0) return [{ good: false, text: t("check.line.none"), advice: t("check.line.none.help") }];
  if (transport === "websocket") return [{ good: true, text: t("check.line.direct"), advice: "" }];
  return [{ good: false, text: t("check.line.detour"), advice: t("check.line.detour.help") }];
}

function aboutTime({ trips }: Measured): Finding[] {
  if (trips.length === 0) return [];
  const took = Math.round(middle(trips));
  if (took < SLOW) return [{ good: true, text: t("check.time.good", { took }), advice: "" }];
  const text = t(took < TOO_SLOW ? "check.time.slow" : "check.time.very_slow", { took });
  return [{ good: false, text, advice: t("check.time.help") }];
}

function aboutStorage({ storage }: Measured): Finding[] {
  if (storage) return [{ good: true, text: t("check.storage.good"), advice: "" }];
  return [{ good: false, text: t("check.storage.none"), advice: t("check.storage.help") }];
}

function aboutClock({ trips, ahead }: Measured): Finding[] {
  if (trips.length === 0) return [];
  if (Math.abs(ahead) < MINUTE) return [{ good: true, text: t("check.clock.good"), advice: "" }];
  const text = tn("check.clock.off", Math.round(Math.abs(ahead) / MINUTE));
  return [{ good: false, text, advice: t("check.clock.help") }];
}
