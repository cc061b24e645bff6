// Node's own SQLite under the name of the driver that Hocuspocus' extension asks for: the same
// methods, nothing to compile.
export { DatabaseSync as default } from "node:sqlite";
