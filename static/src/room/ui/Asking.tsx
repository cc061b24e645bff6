import { useId, useState } from "preact/hooks";

import { useSession } from "../context.ts";
import type { State } from "../state.ts";
import { t } from "../texts.ts";
import type { Asking as Question, RoomView } from "../wire.ts";

interface Props {
  state: State;
  room: RoomView;
  asking: Question;
}

/** What one is asked before the next rooms: once, politely, and it can be skipped. */
export function Asking({ state, room, asking }: Props) {
  const session = useSession();
  const [chosen, choose] = useState<number | null>(null);
  const [open, setOpen] = useState(true);
  const name = useId();
  const answered = state.answered === asking.step;
  const title = asking.question || t("asking.topic");
  const send = async () => {
    if (chosen === null) return;
    const sent = await session.act("answer_step", { room: room.id, step: asking.step, choice: chosen });
    if (sent) session.say(t("asking.kept"));
  };
  if (!open) return null;
  return (
    <section class="choosing" aria-labelledby={`${name}-title`}>
      <form class="choosing__body choosing__body--first" onSubmit={(event) => (event.preventDefault(), void send())}>
        <fieldset class="choices">
          <legend class="choosing__title" id={`${name}-title`}>
            {title}
          </legend>
          {asking.options.map((option, at) => (
            <label key={option.name} class="choices__one">
              <input type="radio" name={name} checked={chosen === at} onChange={() => choose(at)} />
              <span>
                {option.name}
                {option.about && <span class="choosing__count"> – {option.about}</span>}
              </span>
            </label>
          ))}
        </fieldset>
        <p class="choosing__count">{t(answered ? "asking.answered" : "asking.hint")}</p>
        <div class="desk__buttons">
          <button type="submit" class="button" aria-disabled={chosen === null}>
            {t(answered ? "asking.change" : "asking.send")}
          </button>
          <button type="button" class="button button--quiet" onClick={() => setOpen(false)}>
            {t(answered ? "asking.close" : "asking.skip")}
          </button>
        </div>
      </form>
    </section>
  );
}
