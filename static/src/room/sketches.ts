// Rooms as a facilitator writes them: one on each line, after a bar what it is about.

export interface Sketches {
  names: string[];
  abouts: string[];
}

export function sketches(text: string): Sketches {
  const lines = text.split("\n").filter((line) => line.trim());
  const parts = lines.map((line) => {
    const at = line.indexOf("|");
    return at < 0 ? [line, ""] : [line.slice(0, at), line.slice(at + 1)];
  });
  return { names: parts.map(([name]) => name!.trim()), abouts: parts.map(([, about]) => about!.trim()) };
}
