// Tabs of queries: values that survive a reload, and two windows that keep them at once.
import { numberOf, objectsOf, textOf } from "./storage.ts";

export interface Tab {
  readonly id: string;
  /** As the reader named it; empty where the text names itself. */
  readonly name: string;
  readonly number: number;
  readonly text: string;
  /** The view of its results, where the reader chose one. */
  readonly view: string;
  /** When it was last changed, in milliseconds. */
  readonly changed: number;
}

export interface Tabs {
  readonly open: readonly Tab[];
  readonly active: string;
  /** The newest first. */
  readonly closed: readonly Tab[];
}

const MOST_OPEN = 60;
const MOST_CLOSED = 20;

/** Gives the tabs of a kept value, whatever it is; there may be none open. */
export function readTabs(kept: unknown): Tabs {
  const value = objectsOf([kept])[0] ?? {};
  const seen = new Set<string>();
  const read = (list: unknown, most: number): Tab[] =>
    objectsOf(list)
      .map((one) => ({
        id: textOf(one.id, 64),
        name: textOf(one.name, 80),
        number: Math.max(1, Math.floor(numberOf(one.number))),
        text: textOf(one.text),
        view: textOf(one.view, 20),
        changed: numberOf(one.changed),
      }))
      .filter(({ id }) => id !== "" && !seen.has(id) && seen.add(id))
      .slice(0, most);
  const open = read(value.open, MOST_OPEN);
  return { open, active: activeOf(open, textOf(value.active)), closed: read(value.closed, MOST_CLOSED) };
}

export function openTab(tabs: Tabs, given: { id: string; text: string; changed: number; name?: string; view?: string }): Tabs {
  const taken = new Set(tabs.open.map(({ number }) => number));
  let number = 1;
  while (taken.has(number)) number++;
  const tab: Tab = { name: "", view: "", ...given, number };
  const here = tabs.open.findIndex(({ id }) => id === tabs.active);
  const open = [...tabs.open];
  open.splice(here < 0 ? open.length : here + 1, 0, tab);
  return { ...tabs, open, active: tab.id };
}

/** Closes a tab; its neighbour becomes the active one. */
export function closeTab(tabs: Tabs, id: string): Tabs {
  const at = tabs.open.findIndex((tab) => tab.id === id);
  const tab = tabs.open[at];
  if (!tab) return tabs;
  const open = tabs.open.filter((one) => one !== tab);
  const next = open[Math.min(at, open.length - 1)]?.id ?? "";
  const closed = tab.text.trim() ? [tab, ...tabs.closed].slice(0, MOST_CLOSED) : tabs.closed;
  return { open, closed, active: tabs.active === id ? next : tabs.active };
}

/** Opens the tab again that was closed last. */
export function undoClose(tabs: Tabs): Tabs {
  const [tab, ...closed] = tabs.closed;
  return tab ? { open: [...tabs.open, tab], closed, active: tab.id } : tabs;
}

export function changeTab(tabs: Tabs, id: string, change: Partial<Pick<Tab, "name" | "text" | "view" | "changed">>): Tabs {
  return { ...tabs, open: tabs.open.map((tab) => (tab.id === id ? { ...tab, ...change } : tab)) };
}

export function activate(tabs: Tabs, id: string): Tabs {
  return { ...tabs, active: activeOf(tabs.open, id) };
}

/** Puts a tab before another place in the row, counted from 0. */
export function moveTab(tabs: Tabs, id: string, to: number): Tabs {
  const tab = tabs.open.find((one) => one.id === id);
  if (!tab) return tabs;
  const open = tabs.open.filter((one) => one !== tab);
  open.splice(Math.max(0, Math.min(to, open.length)), 0, tab);
  return { ...tabs, open };
}

/**
 * Gives what to keep where another window has kept its tabs meanwhile: of a tab that both have the
 * newer text, the tabs of both, without those that were closed here.
 */
export function mergeTabs(mine: Tabs, other: Tabs, gone: ReadonlySet<string>): Tabs {
  const theirs = new Map(other.open.map((tab) => [tab.id, tab]));
  const open = mine.open.map((tab) => {
    const twin = theirs.get(tab.id);
    theirs.delete(tab.id);
    return twin && twin.changed > tab.changed ? twin : tab;
  });
  const closedThere = new Set(mine.closed.map(({ id }) => id));
  for (const tab of theirs.values()) if (!gone.has(tab.id) && !closedThere.has(tab.id)) open.push(tab);
  return { ...mine, open };
}

/** Gives what a text calls itself: its first comment, or `#+ summary:`; empty where it has none. */
export function titleOf(text: string): string {
  const summary = /^#\+\s*summary:\s*(.+)$/m.exec(text);
  if (summary) return summary[1]!.trim().replace(/^(["'])(.*)\1$/, "$2");
  for (const line of text.split("\n", 40)) {
    const comment = /^\s*#+\s*(.*)$/.exec(line);
    if (!comment) {
      if (line.trim()) return "";
      continue;
    }
    const said = comment[1]!.trim();
    if (said && !/^(defaultView|\+)/i.test(said)) return said;
  }
  return "";
}

function activeOf(open: readonly Tab[], wanted: string): string {
  return open.some(({ id }) => id === wanted) ? wanted : (open[0]?.id ?? "");
}
