// Beside a time on the event's clock: the same time on the reader's own, where the two differ.

function wall(instant: Date, zone?: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "short",
  }).format(instant);
}

function shown(starts: Date, ends: Date): string {
  const language = document.documentElement.lang;
  const hour = new Intl.DateTimeFormat(language, { timeStyle: "short", hourCycle: "h23" });
  const day = new Intl.DateTimeFormat(language, { weekday: "long" });
  return `${day.format(starts)} ${hour.format(starts)}–${hour.format(ends)}`;
}

export function showOwnTimes(): void {
  for (const place of document.querySelectorAll<HTMLElement>("[data-own-time]")) {
    const { starts, ends, zone, words } = place.dataset;
    if (!starts || !ends || !zone) continue;
    const from = new Date(starts);
    if (wall(from) === wall(from, zone)) continue;
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    place.textContent = `${words ?? ""} ${shown(from, new Date(ends))} (${own})`;
    place.hidden = false;
  }
}
