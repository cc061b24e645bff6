import { render } from "preact";

import "./room.scss";
import { readConfig } from "./config.ts";
import { SessionContext } from "./context.ts";
import { keepFocus } from "./focus.ts";
import { Keep, browserStorage } from "./keep.ts";
import { Session, connectTo } from "./session.ts";
import { speak } from "./speaker.ts";
import { useTexts } from "./texts.ts";
import { App } from "./ui/App.tsx";

// The shell of templates/rooms/room.html, with what it shows until this runs.
const root = document.getElementById("room");
if (root) void begin(root);

async function begin(root: HTMLElement): Promise<void> {
  const config = readConfig();
  useTexts(config.texts);
  const keep = new Keep(await browserStorage(config.keep_key), config.part, config.me.id);
  const session = new Session(config, keep, connectTo(config.token, config.language));
  root.replaceChildren();
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
