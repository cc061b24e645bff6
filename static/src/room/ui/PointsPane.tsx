import { useEffect, useState } from "preact/hooks";

import { useSession } from "../context.ts";
import { useStore } from "../hooks.ts";
import { Points, standing } from "../points.ts";
import type { Session } from "../session.ts";
import { t } from "../texts.ts";
import type { Point, PointKind, RoomView } from "../wire.ts";
import { NewPoint } from "./NewPoint.tsx";
import { PointRow } from "./PointRow.tsx";

const LISTS: readonly PointKind[] = ["idea", "action"];

interface Props {
  room: RoomView;
  facilitates: boolean;
}

/** The room's ideas and actions, as rows beside its notes. One lock holds for both. */
export function PointsPane({ room, facilitates }: Props) {
  const session = useSession();
  const [points, setPoints] = useState<Points | null>(null);
  useEffect(() => {
    const opened = new Points(room.id, session.wire);
    const untie = follow(session, opened);
    setPoints(opened);
    return () => {
      untie();
      opened.end();
    };
  }, [room.id]);
  return points && <Listed key={room.id} points={points} room={room} facilitates={facilitates} />;
}

function Listed({ points, room, facilitates }: Props & { points: Points }) {
  const list = useStore(points.list);
  const writable = !(room.notes.locked || room.notes.paused);
  const some = list.points.some((point) => !point.removed);
  return (
    <section class="points" aria-labelledby="points-title">
      <h3 class="points__title" id="points-title" tabIndex={-1}>
        {t("points.title")}
      </h3>
      {list.known && !some && <p class="points__none">{t(writable ? "points.none" : "points.none_locked")}</p>}
      {LISTS.map((kind) => {
        const rows = standing(list, kind);
        return rows.length > 0 && <Rows key={kind} kind={kind} rows={rows} {...{ points, room, facilitates, writable }} />;
      })}
      {writable && <NewPoint points={points} room={room} />}
    </section>
  );
}

interface RowsProps extends Props {
  kind: PointKind;
  rows: Point[];
  points: Points;
  writable: boolean;
}

function Rows({ kind, rows, ...rest }: RowsProps) {
  return (
    <>
      <h4 class="points__kind">{t(`points.list.${kind}`)}</h4>
      <ul class="points__rows">
        {rows.map((point) => (
          <PointRow key={point.id} point={point} {...rest} />
        ))}
      </ul>
    </>
  );
}

/** Fetch what is missing whenever the line has come up. */
function follow(session: Session, points: Points): () => void {
  let line: string | null = null;
  const look = () => {
    const { is } = session.store.get().line;
    if (is !== line && is === "connected") void points.fetch();
    line = is;
  };
  look();
  return session.store.watch(look);
}
