import { useSession } from "../context.ts";
import type { State } from "../state.ts";
import { t } from "../texts.ts";
import { Forget } from "./Forget.tsx";
import { WordsBox } from "./WordsBox.tsx";

/** Unsent words of rooms that one is no longer in. They are never carried into another room. */
export function Leftovers({ state }: { state: State }) {
  const session = useSession();
  return (
    <>
      {state.leftovers.map((leftover) => (
        <WordsBox
          key={leftover.id}
          heading="h2"
          title={t(`leftover.${leftover.from}`, { room: leftover.roomName })}
          text={leftover.text}
        >
          <Forget class="button button--small button--quiet" onForget={() => session.forget(leftover)} />
        </WordsBox>
      ))}
    </>
  );
}
