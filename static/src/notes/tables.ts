// Tables: rows of cells, the first row as headings. No cell ever spans others, and nothing mends a
// table by itself: every browser would, each with cells of its own, after any two edits that cross.
import type { Editor, Extensions } from "@tiptap/core";
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
import type { NodeType } from "@tiptap/pm/model";
import { Plugin } from "@tiptap/pm/state";
import { fixTables } from "@tiptap/pm/tables";

type Change = "addRowAfter" | "addColumnAfter" | "deleteRow" | "deleteColumn" | "deleteTable";
type Attributes = Record<string, unknown>;

/** What prosemirror-tables asks of every cell. */
const SINGLE = { colspan: 1, rowspan: 1, colwidth: null };
const attributes = () =>
  Object.fromEntries(
    Object.entries(SINGLE).map(([name, only]) => [name, { default: only, rendered: false, parseHTML: () => only }]),
  );

export function tables(): Extensions {
  return [
    Table.extend({
      addProseMirrorPlugins() {
        return (this.parent?.() ?? []).map(withoutMending);
      },
      renderHTML: () => ["div", { class: "notes-table" }, ["table", ["tbody", 0]]],
      onBeforeCreate() {
        for (const name of ["tableCell", "tableHeader"]) keepSingle(this.editor.schema.nodes[name]);
      },
    }).configure({ View: null }),
    TableRow,
    TableCell.extend({ addAttributes: attributes }),
    TableHeader.extend({ addAttributes: attributes }).configure({ HTMLAttributes: { scope: "col" } }),
  ];
}

/** Change the table around the caret, after mending what crossing edits left of it. */
export function changeTable(editor: Editor, change: Change): void {
  const mended = fixTables(editor.state);
  if (mended) editor.view.dispatch(mended);
  editor.chain().focus()[change]().run();
}

export function addTable(editor: Editor): void {
  editor.chain().focus().insertTable({ rows: 3, cols: 2, withHeaderRow: true }).run();
}

/** The plugin keeps selections in order, between equal documents: then it has nothing to mend. */
function withoutMending(plugin: Plugin): Plugin {
  const { appendTransaction, ...spec } = plugin.spec;
  if (!appendTransaction) return plugin;
  return new Plugin({
    ...spec,
    appendTransaction: (transactions, _, state) => appendTransaction.call(plugin, transactions, state, state),
  });
}

/** A cell that says it spans a million columns, as only a hostile update can, would stop every browser. */
function keepSingle(type: NodeType | undefined): void {
  const cell = type as unknown as { computeAttrs(given: Attributes | null): Attributes };
  const compute = cell.computeAttrs.bind(cell);
  cell.computeAttrs = (given) => ({ ...compute(given), ...SINGLE });
}
