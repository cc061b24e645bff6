import type { ComponentChildren } from "preact";

import { tn } from "../texts.ts";

export interface Tab<Name extends string> {
  name: Name;
  text: string;
  unread?: number;
  controls?: string; // ids of what it shows, where that is not a panel of its own name
}

interface Props<Name extends string> {
  tabs: Tab<Name>[];
  chosen: Name;
  onChoose: (name: Name) => void;
  label: string;
}

/** Tabs by the ARIA pattern: one stop for the Tab key, arrows choose. */
export function Tabs<Name extends string>({ tabs, chosen, onChoose, label }: Props<Name>) {
  const move = (event: KeyboardEvent) => {
    const at = tabs.findIndex((tab) => tab.name === chosen);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    const next = to === undefined ? undefined : tabs[(to + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    onChoose(next.name);
    document.getElementById(`tab-${next.name}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} onKeyDown={move}>
      {tabs.map((tab) => (
        <button
          key={tab.name}
          type="button"
          role="tab"
          id={`tab-${tab.name}`}
          class="tabs__tab"
          aria-selected={tab.name === chosen}
          aria-controls={tab.controls ?? `panel-${tab.name}`}
          tabIndex={tab.name === chosen ? 0 : -1}
          onClick={() => onChoose(tab.name)}
        >
          <span class="tabs__text">{tab.text}</span>
          {tab.unread ? (
            <span class="tabs__count">
              <span aria-hidden="true">{tab.unread}</span>
              <span class="visually-hidden">{tn("tabs.unread", tab.unread)}</span>
            </span>
          ) : null}
        </button>
      ))}
    </div>
  );
}

interface PanelProps {
  name: string;
  shown: boolean;
  tabbed: boolean;
  children: ComponentChildren;
}

/** What a tab shows. It stays in the page when hidden, so that nothing in it is lost. */
export function Panel({ name, shown, tabbed, children }: PanelProps) {
  const named = { "aria-labelledby": tabbed ? `tab-${name}` : `${name}-title` };
  return (
    <div
      id={`panel-${name}`}
      class={`panel panel--${name}`}
      hidden={!shown}
      role={tabbed ? "tabpanel" : "region"}
      tabIndex={0}
      {...named}
    >
      {children}
    </div>
  );
}
