// All words that a person reads on this page. English is the source; the server sends translations.
import english from "./texts.json" with { type: "json" };

export type TextKey = keyof typeof english;
export type Values = Record<string, string | number>;

let translated: Partial<Record<string, string>> = {};

export function useTexts(texts: Partial<Record<string, string>>): void {
  translated = texts;
}

/** The text of a key in the person's language, with `%(name)s` filled in. */
export function t(key: TextKey, values: Values = {}): string {
  const text = translated[key] || english[key];
  return text.replace(/%\((\w+)\)[sd]/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole,
  );
}

type Counted<K> = K extends `${infer Base}.one` ? Base : never;

/** A text that depends on a number: `key.one` or `key.other`, with `%(count)d`. */
export function tn(key: Counted<TextKey>, count: number, values: Values = {}): string {
  const form = `${key}.${count === 1 ? "one" : "other"}` as TextKey;
  return t(form, { ...values, count });
}
