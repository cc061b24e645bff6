// The editor itself: which nodes and marks it knows (SCHEMA in schema.ts counts them), and how it is
// joined to the shared document.
import { Editor, Extension } from "@tiptap/core";
import type { AnyExtension, Extensions } from "@tiptap/core";
import Collaboration from "@tiptap/extension-collaboration";
import CollaborationCaret from "@tiptap/extension-collaboration-caret";
import StarterKit from "@tiptap/starter-kit";
import type { Awareness } from "y-protocols/awareness";

import { SCHEMES, isAllowed } from "./addresses.ts";
import type { CaretUser } from "./carets.ts";
import type { Provider } from "./provider.ts";
import { FIELD, HOLDERS } from "./schema.ts";
import { tables } from "./tables.ts";

export interface EditorTexts {
  label: string;
  describedBy: string;
}

/** What keys do beside writing. */
export interface EditorKeys {
  toTools: () => void;
  link: () => void;
}

export function makeEditor(
  element: HTMLElement,
  provider: Provider,
  user: CaretUser,
  texts: EditorTexts,
  keys: EditorKeys,
): Editor {
  return new Editor({
    element,
    injectCSS: false,
    editable: false,
    enableContentCheck: true,
    onContentError: () => provider.cannotRead(),
    extensions: [...extensions(provider, user), ...tables(), shortcuts(keys)],
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

/** A link is its address: what else an update says of it, such as how it opens, is not taken in. */
const Kit = StarterKit.extend({
  addExtensions() {
    return (this.parent?.() ?? []).map(
      (one): AnyExtension =>
        one.name === "link"
          ? one.extend({ addAttributes: () => ({ href: { default: null } }) })
          : one,
    );
  },
});

function shortcuts(keys: EditorKeys): Extension {
  const also = (run: () => void) => () => (run(), true);
  return Extension.create({
    name: "shortcuts",
    addKeyboardShortcuts: () => ({ "Alt-F10": also(keys.toTools), "Mod-k": also(keys.link) }),
  });
}

function extensions(provider: Provider, user: CaretUser): Extensions {
  return [
    Kit.configure({
      undoRedo: false,
      trailingNode: false, // every browser would add a line of its own
      underline: false, // reads as a link
      heading: { levels: [2, 3] },
      link: {
        openOnClick: false,
        protocols: SCHEMES,
        isAllowedUri: (address) => isAllowed(address),
        HTMLAttributes: { rel: "noopener noreferrer nofollow", target: "_blank" },
      },
    }),
    Collaboration.configure({
      document: provider.doc,
      field: FIELD,
      yUndoOptions: { protectedNodes: HOLDERS },
    }),
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
