// A button that opens a list of things to do, by mouse and by keyboard.
import { element } from "./element.ts";

export interface Item {
  readonly name: string;
  readonly act?: () => void;
  /** Where the item leads, instead of an act. */
  readonly href?: string;
  /** Whether it is ticked; without it, it cannot be. */
  readonly ticked?: boolean;
  readonly disabled?: boolean;
  /** Begins a new group. */
  readonly apart?: boolean;
}

/** Makes the button a menu button whose items are asked for each time it opens. */
export function menu(button: HTMLButtonElement, name: string, items: () => readonly Item[]): HTMLElement {
  const list = element("div", { role: "menu", popover: "auto", class: "menu", "aria-label": name });
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");
  const entries = () => [...list.querySelectorAll<HTMLElement>("[role^=menuitem]:not([aria-disabled])")];
  const fill = () => list.replaceChildren(...items().flatMap((item) => entry(item, close, fill)));
  const close = () => {
    list.hidePopover();
    button.focus();
  };
  button.addEventListener("click", () => {
    fill();
    list.togglePopover();
  });
  button.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" || event.altKey) return;
    event.preventDefault();
    button.click();
  });
  list.addEventListener("toggle", (event) => {
    const open = event.newState === "open";
    button.setAttribute("aria-expanded", String(open));
    if (!open) return;
    place(list, button);
    entries()[0]?.focus();
  });
  list.addEventListener("keydown", (event) => {
    const all = entries();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      all[next % all.length]?.focus();
    } else if (event.key === "Tab") {
      close();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  return list;
}

function entry(item: Item, close: () => void, again: () => void): HTMLElement[] {
  const role = item.ticked === undefined ? "menuitem" : "menuitemcheckbox";
  const shared = { role, tabindex: "-1", "aria-disabled": item.disabled ? "true" : null };
  const made = item.href
    ? element("a", { ...shared, href: item.href, download: true, click: close }, item.name)
    : element("button", { ...shared, type: "button", "aria-checked": item.ticked === undefined ? null : String(item.ticked) }, item.name);
  if (!item.href && item.act && !item.disabled) {
    const act = item.act;
    made.addEventListener("click", () => {
      if (item.ticked === undefined) {
        close();
        act();
        return;
      }
      const at = [...(made.parentElement?.children ?? [])].indexOf(made);
      const list = made.parentElement;
      act();
      again();
      (list?.children[at] as HTMLElement | undefined)?.focus();
    });
  }
  return item.apart ? [element("hr", { role: "separator" }), made] : [made];
}

/** Puts the list under its button, and inside the window. */
function place(list: HTMLElement, button: HTMLElement): void {
  const at = button.getBoundingClientRect();
  const own = list.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - own.width - 8));
  const below = at.bottom + 4;
  const top = below + own.height > window.innerHeight ? Math.max(8, at.top - own.height - 4) : below;
  list.style.left = `${left}px`;
  list.style.top = `${top}px`;
}
