// The one `Moving` of a console, for the rows and cards below it.
import { createContext } from "preact";
import { useContext, useState } from "preact/hooks";

import { useStore } from "../hooks.ts";
import type { Moves, Moving } from "../moving.ts";
import type { ConsoleRoom, ConsoleView } from "../wire.ts";

export const MovingContext = createContext<Moving | null>(null);

export function useMoving(): [Moving, Moves] {
  const moving = useContext(MovingContext);
  if (!moving) throw new Error("There is no console above this component.");
  return [moving, useStore(moving.store)];
}

/** What makes an element a place where people can be dropped. */
export function useDrop(view: ConsoleView, room: ConsoleRoom | undefined) {
  const [moving] = useMoving();
  const [over, setOver] = useState(false);
  const on = {
    onDragOver: (event: DragEvent) => (event.preventDefault(), setOver(true)),
    onDragLeave: (event: DragEvent) => {
      const [card, entered] = [event.currentTarget as Element, event.relatedTarget as Node | null];
      if (!card.contains(entered)) setOver(false);
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      if (room) void moving.drop(view, room);
    },
  };
  return { over, on: view.round && room ? on : {} };
}
