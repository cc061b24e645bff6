import type { Ref } from "preact";

import { t } from "../texts.ts";

const LONGEST = 500;

interface TextProps {
  label: string;
  text: string;
  onText: (text: string) => void;
  box?: Ref<HTMLTextAreaElement>;
}

export function TextField({ label, text, onText, box }: TextProps) {
  return (
    <label class="field">
      <span class="field__label">{label}</span>
      <textarea
        {...(box ? { ref: box } : {})}
        class="field__input"
        rows={2}
        maxLength={LONGEST}
        value={text}
        onInput={(event) => onText(event.currentTarget.value)}
      />
    </label>
  );
}

export function DayField({ due, onDue }: { due: string; onDue: (due: string) => void }) {
  return (
    <label class="field">
      <span class="field__label">{t("points.due")}</span>
      <input
        type="date"
        class="field__input points__day"
        value={due}
        onInput={(event) => onDue(event.currentTarget.value)}
      />
    </label>
  );
}
