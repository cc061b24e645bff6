import { useSession } from "../context.ts";
import { useStore } from "../hooks.ts";
import type { State } from "../state.ts";
import { t } from "../texts.ts";
import { Lobby } from "../lobby/Lobby.tsx";
import { Announcer } from "./Announcer.tsx";
import { Backstage } from "./Backstage.tsx";
import { Out } from "./Out.tsx";
import { Stage } from "./Stage.tsx";

/** The whole page: outside, waiting, or in a room. */
export function App() {
  const session = useSession();
  const state = useStore(session.store);
  const { line } = state;
  const outside = line.is === "out" || line.is === "signed_out";
  return (
    <>
      <Inside state={state} outside={outside} />
      <Announcer said={state.said} />
    </>
  );
}

function Inside({ state, outside }: { state: State; outside: boolean }) {
  if (outside) return <Out state={state} />;
  if (state.lobby) return <Lobby state={state} lobby={state.lobby} />;
  if (state.room) return <Stage state={state} room={state.room} />;
  if (state.console) return <Backstage state={state} view={state.console} />;
  return <Waiting state={state.place ? "place" : "line"} />;
}

function Waiting({ state }: { state: "line" | "place" }) {
  return (
    <div class="waiting">
      <span class="waiting__mark" aria-hidden="true" />
      <h1 class="waiting__title">{t(state === "line" ? "waiting.line" : "waiting.place")}</h1>
      <p>{t("waiting.hint")}</p>
    </div>
  );
}
