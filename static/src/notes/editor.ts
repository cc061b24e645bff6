// The editor itself: which nodes and marks it knows (SCHEMA in schema.ts counts them), and how it is
// joined to the shared document.
import { Editor } from "@tiptap/core";
import type { Extensions } from "@tiptap/core";
import Collaboration from "@tiptap/extension-collaboration";
import CollaborationCaret from "@tiptap/extension-collaboration-caret";
import StarterKit from "@tiptap/starter-kit";
import type { Awareness } from "y-protocols/awareness";

import type { CaretUser } from "./carets.ts";
import type { Provider } from "./provider.ts";
import { FIELD } from "./schema.ts";

export interface EditorTexts {
  label: string;
  describedBy: string;
}

const LINKS = ["http", "https", "mailto"];

export function makeEditor(
  element: HTMLElement,
  provider: Provider,
  user: CaretUser,
  texts: EditorTexts,
): Editor {
  return new Editor({
    element,
    injectCSS: false,
    editable: false,
    enableContentCheck: true,
    onContentError: () => provider.cannotRead(),
    extensions: extensions(provider, user),
    editorProps: {
      // Tab always leads on. In a list it would indent, and whoever only passes by would change the notes.
      handleDOMEvents: { keydown: (_, event) => event.key === "Tab" },
      attributes: {
        class: "notes-text",
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": texts.label,
        "aria-describedby": texts.describedBy,
      },
    },
  });
}

function extensions(provider: Provider, user: CaretUser): Extensions {
  return [
    StarterKit.configure({
      undoRedo: false,
      trailingNode: false, // every browser would add a line of its own
      underline: false, // reads as a link
      heading: { levels: [2, 3] },
      link: {
        openOnClick: false,
        protocols: LINKS,
        isAllowedUri: (address) => isAllowed(address),
        HTMLAttributes: { rel: "noopener noreferrer nofollow", target: "_blank" },
      },
    }),
    Collaboration.configure({ document: provider.doc, field: FIELD }),
    CollaborationCaret.configure({
      provider,
      user: { ...user },
      render: (owner) => caret(owner as CaretUser),
      selectionRender: (owner) => ({ class: `caret-selection caret--${(owner as CaretUser).colour}` }),
    }),
  ];
}

/** A caret's name fades, since it covers the line above, and comes back when the caret moves. */
export function showMovingNames(element: HTMLElement, awareness: Awareness): () => void {
  const moved = ({ updated }: { updated: number[] }) => {
    for (const client of updated) {
      const owner = awareness.getStates().get(client)?.["user"] as CaretUser | undefined;
      const name = element.querySelector(`[data-person="${CSS.escape(owner?.id ?? "")}"] .caret__name`);
      for (const fading of name?.getAnimations() ?? []) {
        fading.cancel();
        fading.play();
      }
    }
  };
  awareness.on("change", moved);
  return () => awareness.off("change", moved);
}

/** Whether an address may stand behind a link in the notes. */
export function isAllowed(address: string): boolean {
  try {
    return LINKS.includes(new URL(address).protocol.slice(0, -1));
  } catch {
    return false;
  }
}

/** An address as somebody typed it, made whole; null when it cannot be one. */
export function wholeAddress(typed: string): string | null {
  const text = typed.trim();
  if (!text || /\s/.test(text)) return null;
  if (isAllowed(text)) return text;
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return null;
  return isAllowed(`https://${text}`) && text.includes(".") ? `https://${text}` : null;
}

function caret(owner: CaretUser): HTMLElement {
  const mark = document.createElement("span");
  mark.dataset["person"] = owner.id;
  mark.className = `caret caret--${Number(owner.colour) || 0}`;
  const label = document.createElement("span");
  label.className = "caret__name";
  label.textContent = owner.name;
  mark.append(label);
  return mark;
}
