// A toolbar as the ARIA pattern has it: one stop for the Tab key, arrows move inside, Escape leads
// back to the text. What belongs to tables comes with the caret into one.
import type { Editor } from "@tiptap/core";
import { useEffect, useReducer, useRef, useState } from "preact/hooks";

import { t } from "../room/texts.ts";
import type { TextKey } from "../room/texts.ts";
import { FORMS, HISTORY, IN_TABLE, TABLE, isInTable, linkTool } from "./tools.ts";
import type { Tool } from "./tools.ts";

interface Props {
  editor: Editor;
  enabled: boolean;
  onLink: () => void;
  say: (text: string) => void;
}

export function Toolbar({ editor, enabled, onLink, say }: Props) {
  const [, refresh] = useReducer((count: number) => count + 1, 0);
  const [chosen, choose] = useState<TextKey | null>(null);
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const redraw = () => refresh(undefined);
    editor.on("transaction", redraw);
    return () => void editor.off("transaction", redraw);
  }, [editor]);
  const always = [...FORMS, linkTool(onLink), TABLE, ...HISTORY];
  const inTable = enabled && isInTable(editor) ? IN_TABLE : [];
  const tools = [...always, ...inTable];
  const stop = tools.some((tool) => tool.key === chosen) ? chosen : tools[0]?.key;
  const run = (tool: Tool) => {
    tool.run(editor);
    if (tool.said) say(t(tool.said));
  };
  const move = (event: KeyboardEvent) => {
    if (event.key === "Escape") return void editor.commands.focus();
    moveFocus(event, bar.current);
  };
  const button = (tool: Tool) => (
    <ToolButton
      key={tool.key}
      tool={tool}
      editor={editor}
      able={enabled && (tool.able?.(editor) ?? true)}
      stop={tool.key === stop}
      onFocus={() => choose(tool.key)}
      onRun={() => run(tool)}
    />
  );
  return (
    <div
      ref={bar}
      class="toolbar"
      role="toolbar"
      aria-label={t("notes.toolbar")}
      aria-controls="notes-editor"
      onKeyDown={move}
    >
      {always.map(button)}
      {inTable.length > 0 && (
        <div class="toolbar__group" role="group" aria-label={t("notes.tool.table")}>
          {inTable.map(button)}
        </div>
      )}
    </div>
  );
}

interface ToolProps {
  tool: Tool;
  editor: Editor;
  able: boolean;
  stop: boolean;
  onFocus: () => void;
  onRun: () => void;
}

function ToolButton({ tool, editor, able, stop, onFocus, onRun }: ToolProps) {
  const name = t(tool.key);
  return (
    <button
      type="button"
      class="toolbar__tool"
      tabIndex={stop ? 0 : -1}
      aria-label={name}
      title={tool.keys ? `${name} (${shown(tool.keys)})` : name}
      aria-keyshortcuts={tool.keys?.replace("Mod", ON_A_MAC ? "Meta" : "Control")}
      aria-pressed={tool.active ? tool.active(editor) : undefined}
      aria-disabled={!able}
      onFocus={onFocus}
      onClick={() => able && onRun()}
    >
      <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
        <path d={tool.path} />
      </svg>
    </button>
  );
}

const ON_A_MAC = /^(Mac|iP)/.test(navigator.platform);

/** A shortcut as the keys are called. */
function shown(keys: string): string {
  return keys.replace("Mod", ON_A_MAC ? "⌘" : t("key.control")).replace("Shift", t("key.shift"));
}

function moveFocus(event: KeyboardEvent, bar: HTMLElement | null): void {
  const buttons = bar ? [...bar.querySelectorAll<HTMLButtonElement>("button")] : [];
  const at = buttons.findIndex((button) => button === document.activeElement);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  buttons[(to + buttons.length) % buttons.length]?.focus();
}
