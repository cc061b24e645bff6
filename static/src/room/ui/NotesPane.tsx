import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

import { useSession } from "../context.ts";
import type { Session } from "../session.ts";
import { t } from "../texts.ts";
import type { RoomView } from "../wire.ts";
import { PointsPane } from "./PointsPane.tsx";

type Editor = ComponentType<{ session: Session; room: RoomView; lookingBack: boolean; onLooked: () => void }>;

/** The room's notes, ideas and actions. The editor is fetched here: the rest is there without it. */
export function NotesPane({ room, facilitates }: { room: RoomView; facilitates: boolean }) {
  const session = useSession();
  const [lookingBack, lookBack] = useState(false);
  const { editor: Notes, failed, load } = useEditor();
  return (
    <section class="notes-pane">
      <h2 class="panel__title" id="notes-title">
        {t("notes.title")}
      </h2>
      {room.notes.paused && <p class="notes-pane__paused">{t("notes.paused")}</p>}
      {facilitates && (
        <div class="notes-pane__tools">
          {Notes && (
            <button type="button" class="link" aria-haspopup="dialog" onClick={() => lookBack(true)}>
              {t("notes.history.open")}
            </button>
          )}
          {!room.notes.paused && <Lock room={room} />}
        </div>
      )}
      <button type="button" class="link notes-pane__jump" onClick={goToPoints}>
        {t("points.title")}
      </button>
      {room.prompt && <p class="notes-pane__prompt">{room.prompt}</p>}
      {Notes && <Notes session={session} room={room} lookingBack={facilitates && lookingBack} onLooked={() => lookBack(false)} />}
      {!Notes && !failed && <p class="empty">{t("notes.loading")}</p>}
      {session.config.rooms_url && (
        <p class="notes-pane__takeaways">
          <a class="link" href={`${session.config.rooms_url}${room.id}/takeaways`} target="_blank" rel="noopener">
            {t("notes.takeaways")}
          </a>
        </p>
      )}
      {failed && (
        <p class="empty">
          {t("notes.failed")}{" "}
          <button type="button" class="link" onClick={load}>
            {t("notes.retry")}
          </button>
        </p>
      )}
      <PointsPane room={room} facilitates={facilitates} />
    </section>
  );
}

function goToPoints(): void {
  const title = document.getElementById("points-title");
  title?.scrollIntoView({ block: "start" });
  title?.focus();
}

function Lock({ room }: { room: RoomView }) {
  const session = useSession();
  const { locked } = room.notes;
  return (
    <button
      type="button"
      class="link"
      onClick={() => void session.act("lock_notes", { room: room.id, locked: !locked })}
    >
      {t(locked ? "notes.unlock" : "notes.lock")}
    </button>
  );
}

function useEditor() {
  const [editor, setEditor] = useState<Editor | null>(null);
  const [failed, setFailed] = useState(false);
  const load = () => {
    setFailed(false);
    import("../../notes/NotesEditor.tsx").then(
      (module) => setEditor(() => module.default),
      () => setFailed(true),
    );
  };
  useEffect(load, []);
  return { editor, failed, load };
}
