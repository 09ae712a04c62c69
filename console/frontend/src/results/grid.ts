// The table as a grid: only the rows in sight are in the page, however many there are.
import type { Arrangement } from "./arrangement.ts";
import { fill, type Naming } from "./cell.ts";
import { ledBy, type Place } from "./cell-keys.ts";
import { element } from "./element.ts";
import { filterField, headCell, NARROWEST, WIDEST, type HeadActs } from "./grid-head.ts";
import { LongScroll } from "./scroll.ts";
import type { Answer } from "./view.ts";

export const ROW = 38;
const BEYOND = 6;
const SHARE = 0.7;
let grids = 0;

/** The grid of an answer. `onmove` is called when another cell is the active one. */
export class Grid {
  readonly element: HTMLElement;
  naming: Naming = "both";
  filtering = false;
  active: Place = { row: 0, column: 0 };
  onmove: () => void = () => {};
  onhide: () => void = () => {};
  oncopy: (column: string | null) => void = () => {};
  private readonly answer: Answer;
  private readonly arrangement: Arrangement;
  private readonly id = `grid${++grids}`;
  private readonly head = element("div", { role: "rowgroup", class: "heads" });
  private readonly body = element("div", { role: "rowgroup", class: "rows" });
  private readonly scroll = new LongScroll();
  private readonly rows = new Map<number, HTMLElement>();
  private readonly sizes: ResizeObserver;
  private why: string | null = null;
  private readonly set = new Set<string>();
  private frame = 0;
  private height = 0;
  private ours = false;

  constructor(answer: Answer, arrangement: Arrangement) {
    this.answer = answer;
    this.arrangement = arrangement;
    this.element = element(
      "div",
      { role: "grid", class: "grid", tabindex: "0", "aria-label": answer.say("table_name"), "aria-readonly": "true" },
      this.head,
      this.body,
    );
    this.element.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.element.addEventListener("scrollend", () => this.settle());
    this.element.addEventListener("keydown", (event) => this.key(event));
    this.body.addEventListener("click", (event) => this.click(event));
    this.sizes = new ResizeObserver(() => {
      this.measure();
      this.soon();
    });
    this.sizes.observe(this.element);
    this.rebuild();
  }

  /** Makes head and rows anew: other columns, another order, other names. */
  rebuild(): void {
    this.why = this.answer.roles.figure;
    const columns = this.arrangement.shown;
    this.active = { row: this.active.row, column: Math.max(0, Math.min(this.active.column, columns.length - 1)) };
    this.element.setAttribute("aria-colcount", String(columns.length + 1));
    this.layout();
    const acts: HeadActs = {
      right: (column) => this.answer.roles.kinds[this.answer.columns.names.indexOf(column)] === "number",
      width: (column) => this.width(column),
      resize: (column, width) => this.resize(column, width),
      hide: (column) => {
        this.arrangement.hidden.add(column);
        this.rebuild();
        this.onhide();
        this.element.focus();
      },
      copy: (column) => this.oncopy(column),
    };
    const focused = document.activeElement?.closest<HTMLElement>("[data-column]");
    const again = focused && this.head.contains(focused) ? focused.dataset.column : undefined;
    const number = this.answer.say("row_number");
    const heads = columns.map((column, index) => headCell(column, index, this.answer, this.arrangement, acts));
    const first = element("div", { role: "row", "aria-rowindex": 1, class: "row" },
      element("div", { role: "columnheader", class: "head place", "aria-colindex": 1 }, element("span", { class: "unseen" }, number)), ...heads);
    const filters = element("div", { role: "row", "aria-rowindex": 2, class: "row filters", hidden: !this.filtering },
      element("div", { role: "gridcell", class: "place", "aria-colindex": 1 }),
      ...columns.map((column, index) =>
        element("div", { role: "gridcell", "aria-colindex": index + 2 }, filterField(column, this.answer, this.arrangement))));
    const kept = this.head.contains(document.activeElement) && document.activeElement?.matches("input");
    // who is writing in a filter goes on writing in it
    if (kept && this.head.children.length === 2) this.head.firstElementChild!.replaceWith(first);
    else this.head.replaceChildren(first, filters);
    if (this.height) this.measure();
    if (again && !kept) this.head.querySelector<HTMLElement>(`[data-column="${CSS.escape(again)}"] .sort`)?.focus();
    this.refresh();
  }

  /** Shows the rows that are in sight now, made anew. */
  refresh(): void {
    if (this.answer.roles.figure !== this.why) {
      this.rebuild();
      return;
    }
    for (const title of this.head.querySelectorAll<HTMLElement>("[data-title]")) title.textContent = this.answer.title(title.dataset.title!);
    for (const row of this.rows.values()) row.remove();
    this.rows.clear();
    this.paint();
  }

  /** Shows what has come to an answer that only grows: rows in sight stay as they are. */
  grow(): void {
    if (this.answer.roles.figure === this.why) this.paint();
    else this.rebuild();
  }

  /** Shows the rows in sight with the next frame. */
  soon(): void {
    this.frame ||= requestAnimationFrame(() => this.paint());
  }

  /** Brings a row and a column into sight and makes their cell the active one. */
  go(row: number, column: number): void {
    const last = this.arrangement.length - 1;
    this.active = {
      row: Math.max(0, Math.min(row, last)),
      column: Math.max(0, Math.min(column, this.arrangement.shown.length - 1)),
    };
    const top = this.active.row * ROW;
    const room = this.room();
    if (top < this.scroll.top) this.goTo(top);
    else if (top + ROW > this.scroll.top + room) this.goTo(top + ROW - room);
    this.paint();
    const cell = this.cell();
    if (cell) {
      const left = cell.offsetLeft - (this.head.querySelector<HTMLElement>(".place")?.offsetWidth ?? 0);
      if (left < this.element.scrollLeft) this.element.scrollLeft = left;
      else if (cell.offsetLeft + cell.offsetWidth > this.element.scrollLeft + this.element.clientWidth) {
        this.element.scrollLeft = cell.offsetLeft + cell.offsetWidth - this.element.clientWidth;
      }
    }
    this.onmove();
  }

  close(): void {
    cancelAnimationFrame(this.frame);
    this.sizes.disconnect();
  }

  /** How high the rows in sight are together; as high as the style sheet allows until that is known. */
  private room(): number {
    return Math.max(ROW, this.height || SHARE * innerHeight);
  }

  private measure(): void {
    this.height = this.element.clientHeight - this.head.offsetHeight;
  }

  private goTo(top: number): void {
    this.ours = true;
    const place = this.scroll.to(top);
    this.body.style.height = `${this.scroll.height}px`;
    this.element.scrollTop = place;
  }

  private scrolled(): void {
    if (this.ours) this.ours = false;
    else this.scroll.moved(this.element.scrollTop);
    this.soon();
  }

  /** Brings scroll bar and rows together, which a long list lets drift apart. */
  private settle(): void {
    const place = this.scroll.settle();
    if (Math.abs(place - this.element.scrollTop) < 1) return;
    this.ours = true;
    this.element.scrollTop = place;
    this.paint();
  }

  private paint(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    const count = this.arrangement.length;
    this.scroll.resize(count * ROW, this.room());
    this.body.style.height = `${this.scroll.height}px`;
    this.element.setAttribute("aria-rowcount", String(this.answer.ended ? count + 2 : -1));
    this.element.setAttribute("aria-busy", String(this.arrangement.busy));
    const top = this.scroll.top;
    // while there is more to do than to show, only what is in sight
    const beyond = this.answer.columns.seen < this.answer.columns.length ? 0 : BEYOND;
    const first = Math.max(0, Math.floor(top / ROW) - beyond);
    const last = Math.min(count, Math.ceil((top + this.room()) / ROW) + beyond);
    for (const [place, row] of this.rows) {
      if (place >= first && place < last) continue;
      row.remove();
      this.rows.delete(place);
    }
    // where a list is no taller than its element the two are one, and need not be laid out to tell
    const shift = this.scroll.height < count * ROW ? this.element.scrollTop - top : 0;
    const fresh = document.createDocumentFragment();
    for (let place = first; place < last; place++) {
      let row = this.rows.get(place);
      if (!row) {
        row = this.made(place);
        this.rows.set(place, row);
        fresh.append(row);
      }
      row.style.transform = `translateY(${place * ROW + shift}px)`;
    }
    this.body.append(fresh);
    this.mark();
  }

  private made(place: number): HTMLElement {
    const { names } = this.answer.columns;
    const terms = this.answer.columns.row(this.arrangement.row(place));
    const made = element("div", { role: "row", class: "row", "aria-rowindex": place + 3, "data-place": place });
    const gutter = element("div", { role: "rowheader", class: "place", "aria-colindex": 1 }, element("span", {}, this.answer.count(place + 1)));
    const figure = this.why && terms[names.indexOf(this.why)];
    const leads = figure && figure.type === "iri" ? this.answer.labels.leads(figure.value) : null;
    if (leads) {
      gutter.append(element("a", { href: reasons(leads.href), class: "why", tabindex: "-1", title: this.answer.say("why_title") }, this.answer.say("why")));
    }
    made.append(gutter);
    this.arrangement.shown.forEach((name, index) => {
      const cell = element("div", { role: "gridcell", "aria-colindex": index + 2, id: `${this.id}-${place}-${index}` });
      fill(cell, terms[names.indexOf(name)] ?? null, this.answer, this.naming);
      made.append(cell);
    });
    return made;
  }

  private cell(): HTMLElement | null {
    return document.getElementById(`${this.id}-${this.active.row}-${this.active.column}`);
  }

  private mark(): void {
    this.body.querySelector(".active")?.classList.remove("active");
    const cell = this.arrangement.length ? this.cell() : null;
    cell?.classList.add("active");
    if (cell) this.element.setAttribute("aria-activedescendant", cell.id);
    else this.element.removeAttribute("aria-activedescendant");
  }

  private click(event: MouseEvent): void {
    const cell = (event.target as Element).closest<HTMLElement>("[role=gridcell]");
    const row = cell?.closest<HTMLElement>("[data-place]");
    if (!cell || !row || (event.target as Element).closest("a")) return;
    this.active = { row: Number(row.dataset.place), column: Number(cell.getAttribute("aria-colindex")) - 2 };
    this.mark();
    this.onmove();
  }

  private key(event: KeyboardEvent): void {
    if (event.target !== this.element) return;
    const { row, column } = this.active;
    const far = event.ctrlKey || event.metaKey;
    if (far && event.key.toLowerCase() === "c") {
      if (getSelection()?.isCollapsed !== false) {
        event.preventDefault();
        this.oncopy(null);
      }
      return;
    }
    if (event.key === "Enter") {
      const link = this.cell()?.querySelector("a");
      if (link) link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: far }));
      return;
    }
    if (event.key === "ArrowUp" && row === 0) {
      event.preventDefault();
      this.head.querySelectorAll<HTMLElement>(".sort")[column]?.focus();
      return;
    }
    const target = ledBy(event.key, this.active, Math.floor(this.room() / ROW) - 1, far);
    if (!target) return;
    event.preventDefault();
    this.go(...target);
  }

  private width(column: string): number {
    return this.arrangement.widths.get(column) ?? 180;
  }

  private resize(column: string, width: number): void {
    this.set.add(column);
    this.arrangement.widths.set(column, Math.round(Math.max(NARROWEST, Math.min(WIDEST, width))));
    this.layout();
  }

  private layout(): void {
    const tracks = this.arrangement.shown.map((column) => {
      const width = this.width(column);
      // what the reader has not set grows to fill the window
      return this.set.has(column) ? `${width}px` : `minmax(${width}px, ${width}fr)`;
    });
    const total = this.arrangement.shown.reduce((sum, column) => sum + this.width(column), 0);
    this.element.style.setProperty("--tracks", `var(--gutter) ${tracks.join(" ")}`);
    this.element.style.setProperty("--total", `${total}px`);
    this.element.classList.toggle("explains", this.why !== null);
  }
}

/** Gives where it is told what a figure rests on: its evidence, beside which all else is linked. */
function reasons(page: string): string {
  return page.includes("/doc/obs/") ? page.replace("/doc/obs/", "/evidence/") : `${page}#evidence`;
}
