import type { RoomConfig } from "../config.ts";
import { hourIn } from "../config.ts";
import { t } from "../texts.ts";
import { wordsOf } from "../wording.ts";
import type { Message } from "../wire.ts";

const TOGETHER = 5 * 60_000; // lines of one person within this time share one name

interface Props {
  lines: readonly Message[];
  config: RoomConfig;
}

export function ChatLines({ lines, config }: Props) {
  const hour = hourIn(config.locale, config.zone);
  return (
    <ol class="chat__list">
      {lines.map((line, index) => (
        <li key={line.number} class={classOf(line, config.me.id)}>
          {line.kind !== "notice" && !follows(lines[index - 1], line) && (
            <p class="said__head">
              <span class="said__name">{nameOf(line, config.me.id)}</span>{" "}
              <time class="said__at" dateTime={line.at}>
                {hour(line.at)}
              </time>
            </p>
          )}
          <p class="said__text">{wordsOf(line)}</p>
        </li>
      ))}
    </ol>
  );
}

function follows(before: Message | undefined, line: Message): boolean {
  if (before?.kind !== "said" || line.kind !== "said" || before.person !== line.person) return false;
  return Date.parse(line.at) - Date.parse(before.at) < TOGETHER;
}

function classOf(line: Message, me: string): string {
  const own = line.kind === "said" && line.person === me;
  return own ? "said said--own" : `said said--${line.kind}`;
}

function nameOf(line: Message, me: string): string {
  if (line.kind === "broadcast") return t("chat.broadcast", { name: line.name });
  return line.person === me ? t("chat.you") : line.name;
}
