import { render } from "preact";

import "./room.scss";
import { readConfig } from "./config.ts";
import { SessionContext } from "./context.ts";
import { keepFocus } from "./focus.ts";
import { Keep, tabStorage } from "./keep.ts";
import { Session, connectTo } from "./session.ts";
import { speak } from "./speaker.ts";
import { useTexts } from "./texts.ts";
import { App } from "./ui/App.tsx";

// The shell of templates/rooms/room.html, with what it shows until this runs.
const root = document.getElementById("room");
if (root) {
  root.replaceChildren();
  const config = readConfig();
  useTexts(config.texts);
  const keep = new Keep(tabStorage(), config.part, config.me.id);
  const session = new Session(config, keep, connectTo(config.token));
  speak(session);
  keepFocus(root);
  session.start();
  render(
    <SessionContext.Provider value={session}>
      <App />
    </SessionContext.Provider>,
    root,
  );
}
