import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";

interface Props {
  name: string;
  quiet?: boolean; // nothing to be had behind it now
  end?: boolean; // opens towards the left, at the right edge of the page
  children: (close: () => void) => ComponentChildren;
}

/** A few acts behind one button. They open above it; Escape closes them, and so does a choice. */
export function Popover({ name, quiet = false, end = false, children }: Props) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  useEffect(() => void (open && box.current?.querySelector<HTMLElement>("button, a")?.focus()), [open]);
  return (
    <div class={end ? "popover popover--end" : "popover"} onKeyDown={(event) => event.key === "Escape" && open && close()}>
      <button
        ref={button}
        type="button"
        class="button button--quiet"
        aria-expanded={open}
        aria-controls={id}
        aria-disabled={quiet}
        onClick={() => !quiet && setOpen(!open)}
      >
        {name}
      </button>
      <div class="popover__box" id={id} ref={box} role="group" aria-label={name} hidden={!open}>
        {children(close)}
      </div>
    </div>
  );
}
