import { useEffect, useState } from "preact/hooks";

import { useSession } from "../context.ts";
import { keepsWords } from "../keep.ts";
import { t } from "../texts.ts";
import { findings, measure } from "./check.ts";
import type { Finding } from "./check.ts";

/** Whether the line and the browser are fit, once on coming here and again when asked. */
export function Check() {
  const { wire } = useSession();
  const [found, setFound] = useState<Finding[] | null>(null);
  const look = async () => {
    setFound(null);
    setFound(findings(await measure(wire, keepsWords())));
  };
  useEffect(() => void look(), []);
  return (
    <section class="check" aria-labelledby="lobby-check">
      <h2 class="lobby__caption" id="lobby-check">
        {t("check.title")}
      </h2>
      <p class="check__sum" role="status">
        {sumOf(found)}
      </p>
      <ul class="check__list">
        {found?.map(({ good, text, advice }) => (
          <li key={text} class={good ? "check__one" : "check__one check__one--fault"}>
            <span class="check__mark" aria-hidden="true">
              {good ? "✓" : "!"}
            </span>
            <span>
              {text}
              {advice && <span class="check__advice">{advice}</span>}
            </span>
          </li>
        ))}
      </ul>
      <button type="button" class="link" onClick={() => void look()}>
        {t("check.again")}
      </button>
    </section>
  );
}

function sumOf(found: Finding[] | null): string {
  if (!found) return t("check.looking");
  return t(found.every(({ good }) => good) ? "check.good" : "check.faults");
}
