import { colourOf } from "../colours.ts";
import type { Person } from "../wire.ts";

/** A person's initials in their colour; the name always stands beside it. */
export function Disc({ person }: { person: Pick<Person, "id" | "name"> }) {
  return (
    <span class={`disc disc--${colourOf(person.id)}`} aria-hidden="true">
      {initials(person.name)}
    </span>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return letters.map((word) => [...(word ?? "")][0] ?? "").join("").toUpperCase();
}
