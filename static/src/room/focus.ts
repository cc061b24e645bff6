// Whoever works by keyboard or listens is never thrown back to the top of the page. When what has
// the focus goes away, because it was done or because somebody else acted, the nearest thing around
// it that is still there takes the focus, and Tab goes on from there.

const PLACES = "section, article, dialog, [role=tabpanel], [role=region]";

/** Watch over the focus inside `root` for as long as the page stands. */
export function keepFocus(root: HTMLElement): void {
  let held: HTMLElement | null = null;
  let around: HTMLElement[] = [];
  root.addEventListener("focusin", ({ target }) => {
    held = target as HTMLElement;
    around = placesAround(held);
  });
  root.addEventListener("focusout", ({ relatedTarget }) => {
    const left = held;
    // Asked a moment later, since browsers say this of what is being taken away as well.
    if (!relatedTarget) setTimeout(() => leave(left));
  });
  /** Somebody pressed on an empty spot. Another window in front keeps the place. */
  const leave = (left: HTMLElement | null) => {
    if (left === held && left && isThere(left) && document.hasFocus()) held = null;
  };
  const watch = new MutationObserver(() => {
    if (!held || isThere(held) || !isNowhere(document.activeElement)) return;
    const place = around.find(isThere) ?? root.querySelector<HTMLElement>("h1");
    if (place) take(place);
  });
  watch.observe(root, { childList: true, subtree: true, attributeFilter: ["hidden"] });
}

function placesAround(element: HTMLElement): HTMLElement[] {
  const places: HTMLElement[] = [];
  let place = element.parentElement?.closest<HTMLElement>(PLACES);
  while (place) {
    places.push(place);
    place = place.parentElement?.closest<HTMLElement>(PLACES);
  }
  return places;
}

function isThere(element: HTMLElement): boolean {
  return element.isConnected && element.checkVisibility();
}

/** What is hidden keeps the focus until the next picture is painted. */
function isNowhere(active: Element | null): boolean {
  return active === null || active === document.body || !active.checkVisibility();
}

function take(place: HTMLElement): void {
  if (!place.hasAttribute("tabindex")) place.tabIndex = -1;
  place.focus({ preventScroll: true });
}
