import { useEffect, useRef } from "preact/hooks";

import { useSession } from "../context.ts";
import { mayComeBack } from "../state.ts";
import type { State } from "../state.ts";
import { t } from "../texts.ts";
import { Leftovers } from "./Leftovers.tsx";
import { Unsent } from "./Unsent.tsx";

/** What is left of a session for somebody who was in it. */
function Left({ notes }: { notes: string | undefined }) {
  return (
    <>
      {notes && (
        <a class="link" href={notes}>
          {t("actions.notes")}
        </a>
      )}
      <a class="link" href="/my-actions">
        {t("out.actions")}
      </a>
      <a class="link" href="/my-contacts">
        {t("out.contacts")}
      </a>
    </>
  );
}

/** One is not in the part: why, and what can be done about it. Own words stay at hand. */
export function Out({ state }: { state: State }) {
  const session = useSession();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { line } = state;
  const { config } = session;
  const signedOut = line.is === "signed_out";
  const closed = line.is === "out" && line.code === "closed"; // whoever was put out may not read the notes either
  const why = line.is === "out" ? line.message : "";
  return (
    <div class="out">
      <p class="out__event">{config.title}</p>
      <h1 class="out__title" tabIndex={-1} ref={heading}>
        {closed && why ? why.replace(/\.$/, "") : t(signedOut ? "out.signed_out.title" : "out.title")}
      </h1>
      {!closed && <p class="out__reason">{why || t(signedOut ? "out.signed_out.reason" : "out.reason")}</p>}
      {closed && <p>{t("out.closed")}</p>}
      {line.is === "out" && line.waits && <p>{t("out.waits")}</p>}
      <div class="out__next">
        {signedOut && (
          <a class="button" href={config.sign_in_url}>
            {t("out.sign_in")}
          </a>
        )}
        {line.is === "out" && line.next && line.next !== config.event_url && (
          <a class="button" href={line.next}>
            {t("out.next")}
          </a>
        )}
        {line.is === "out" && !mayComeBack(line) && config.contact && (
          <a class="link" href={`mailto:${config.contact}`}>
            {t("out.write", { address: config.contact })}
          </a>
        )}
        {mayComeBack(line) && (
          <button type="button" class="button button--quiet" onClick={() => session.start()}>
            {t("out.again")}
          </button>
        )}
        {closed && <Left notes={config.notes_url} />}
        <a class="link" href={config.event_url}>
          {t("out.event")}
        </a>
      </div>
      <Unsent state={state} />
      <Leftovers state={state} />
    </div>
  );
}
