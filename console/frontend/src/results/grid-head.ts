// The head of the table: a button that sorts, a menu, a filter and an edge that resizes, a column each.
import type { Arrangement } from "./arrangement.ts";
import { element } from "./element.ts";
import { menu } from "./menu.ts";
import type { Answer } from "./view.ts";

export const NARROWEST = 64;
export const WIDEST = 960;
const STEP = 24;

export interface HeadActs {
  /** Whether the column holds numbers, which stand to the right. */
  right(column: string): boolean;
  width(column: string): number;
  resize(column: string, width: number): void;
  hide(column: string): void;
  copy(column: string): void;
}

/** Gives the head cell of a column. */
export function headCell(column: string, index: number, answer: Answer, arrangement: Arrangement, acts: HeadActs): HTMLElement {
  const { say } = answer;
  const sorting = arrangement.sorting?.column === column ? arrangement.sorting : null;
  const sort = element(
    "button",
    {
      type: "button",
      class: "sort",
      title: `?${column} · ${say("sort_hint")}`,
      click: () => void arrangement.turn(column),
      keydown: (event: KeyboardEvent) => {
        if (!event.altKey || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return;
        event.preventDefault();
        acts.resize(column, acts.width(column) + (event.key === "ArrowLeft" ? -STEP : STEP));
      },
    },
    element("span", { "data-title": column }, answer.title(column)),
    element("span", { class: "arrow", "aria-hidden": "true" }, sorting ? (sorting.descending ? "↓" : "↑") : ""),
  );
  const more = element("button", { type: "button", class: "more", "aria-label": say("column_menu", { column: answer.title(column) }) }, "⋮");
  const edge = resizer(column, answer, acts);
  const list = menu(more, say("column_menu", { column: answer.title(column) }), () => [
    { name: say("ascending"), act: () => void arrangement.sort({ column, descending: false }) },
    { name: say("descending"), act: () => void arrangement.sort({ column, descending: true }) },
    { name: say("unsorted"), act: () => void arrangement.sort(null), disabled: !sorting },
    { name: say("hide_column"), act: () => acts.hide(column), apart: true, disabled: arrangement.shown.length < 2 },
    { name: say("resize_column"), act: () => edge.focus() },
    { name: say("copy_column"), act: () => acts.copy(column) },
  ]);
  return element(
    "div",
    {
      role: "columnheader",
      "aria-colindex": index + 2,
      "aria-sort": sorting ? (sorting.descending ? "descending" : "ascending") : "none",
      class: acts.right(column) ? "head right" : "head",
      "data-column": column,
    },
    sort,
    more,
    list,
    edge,
  );
}

/** Gives the field in which a column is filtered. */
export function filterField(column: string, answer: Answer, arrangement: Arrangement): HTMLInputElement {
  let timer = 0;
  const field = element("input", {
    type: "search",
    class: "filter",
    "data-column": column,
    "aria-label": answer.say("filter_column", { column }),
    placeholder: answer.say("filter_placeholder"),
    title: answer.say("filter_hint"),
    value: arrangement.filters.get(column) ?? "",
    autocomplete: "off",
    spellcheck: "false",
    input: () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => void arrangement.filter(column, field.value), 150);
    },
  });
  return field;
}

function resizer(column: string, answer: Answer, acts: HeadActs): HTMLElement {
  const edge = element("div", {
    role: "separator",
    tabindex: "-1",
    class: "edge",
    "aria-orientation": "vertical",
    "aria-label": answer.say("width_of", { column }),
    "aria-valuemin": NARROWEST,
    "aria-valuemax": WIDEST,
    "aria-valuenow": acts.width(column),
  });
  const set = (width: number) => {
    acts.resize(column, width);
    edge.setAttribute("aria-valuenow", String(acts.width(column)));
  };
  edge.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    edge.setPointerCapture(event.pointerId);
    const [from, width] = [event.clientX, acts.width(column)];
    const move = (moved: PointerEvent) => set(width + moved.clientX - from);
    edge.addEventListener("pointermove", move);
    edge.addEventListener("pointerup", () => edge.removeEventListener("pointermove", move), { once: true });
  });
  edge.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -STEP, ArrowRight: STEP, Home: -WIDEST, End: WIDEST }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      set(acts.width(column) + step);
    } else if (event.key === "Enter" || event.key === "Escape") {
      event.preventDefault();
      edge.parentElement?.querySelector<HTMLElement>(".sort")?.focus();
    }
  });
  return edge;
}
