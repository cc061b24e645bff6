import { WordsBox } from "../room/ui/WordsBox.tsx";
import { t } from "../room/texts.ts";

/** One's own words that the server does not take: theirs to copy or to download. */
export function UnsavedWords({ text, roomName }: { text: string; roomName: string }) {
  if (!text) return null;
  return <WordsBox title={t("notes.unsaved.title", { room: roomName })} text={text} />;
}
