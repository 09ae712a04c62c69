// The tabs that are open, kept in the browser at every change.
import { activate, changeTab, closeTab, mergeTabs, moveTab, openTab, readTabs, undoClose, type Tab, type Tabs } from "../keeping/tabs.ts";
import type { Kept } from "../keeping/storage.ts";

const NAME = "bench.tabs";
const PAUSE = 400;

export class OpenTabs {
  /** Called when another tab is shown, or the row of tabs has changed. */
  onchange: () => void = () => {};
  tabs: Tabs;
  private readonly kept: Kept;
  private readonly gone = new Set<string>();
  private timer = 0;

  constructor(kept: Kept) {
    this.kept = kept;
    this.tabs = readTabs(kept.read(NAME));
    // what is written last is kept although the pause has not passed
    window.addEventListener("pagehide", () => this.keep());
  }

  get active(): Tab {
    const found = this.tabs.open.find(({ id }) => id === this.tabs.active);
    if (!found) throw new Error("no tab is open");
    return found;
  }

  /** Opens a tab with this text where it is of the address, or where none is open. */
  begin(text: string, given: boolean): void {
    const twin = this.tabs.open.find((tab) => tab.text.trim() === text.trim());
    if (given && twin) this.tabs = activate(this.tabs, twin.id);
    else if (given || !this.tabs.open.length) this.tabs = openTab(this.tabs, made(text));
    this.keep();
  }

  open(text: string, name = "", view = ""): void {
    this.change(openTab(this.tabs, { ...made(text), name, view }));
  }

  activate(id: string): void {
    this.change(activate(this.tabs, id));
  }

  close(id: string): void {
    this.gone.add(id);
    const tabs = closeTab(this.tabs, id);
    this.change(tabs.open.length ? tabs : openTab(tabs, made("")));
  }

  undoClose(): void {
    const tabs = undoClose(this.tabs);
    this.gone.delete(tabs.active);
    this.change(tabs);
  }

  rename(id: string, name: string): void {
    this.change(changeTab(this.tabs, id, { name, changed: Date.now() }));
  }

  move(id: string, to: number): void {
    this.change(moveTab(this.tabs, id, to));
  }

  /** The text of the active tab has changed. */
  edit(text: string): void {
    const before = this.active;
    if (before.text === text) return;
    this.tabs = changeTab(this.tabs, before.id, { text, changed: Date.now() });
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      this.keep();
      this.onchange();
    }, PAUSE);
  }

  choose(id: string, view: string): void {
    this.tabs = changeTab(this.tabs, id, { view, changed: Date.now() });
    this.keep();
  }

  private change(tabs: Tabs): void {
    this.tabs = tabs;
    this.keep();
    this.onchange();
  }

  private keep(): void {
    window.clearTimeout(this.timer);
    // another window may have kept its tabs meanwhile
    const all = mergeTabs(this.tabs, readTabs(this.kept.read(NAME)), this.gone);
    this.kept.write(NAME, () => all, () => ({ ...all, closed: [] }));
  }
}

function made(text: string): { id: string; text: string; changed: number } {
  // not crypto.randomUUID, which is there only on secure origins
  const random = crypto.getRandomValues(new Uint32Array(2));
  return { id: `${Date.now().toString(36)}-${random[0]!.toString(36)}${random[1]!.toString(36)}`, text, changed: Date.now() };
}
