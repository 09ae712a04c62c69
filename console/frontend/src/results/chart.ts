// The chart of an answer: chosen by its columns, and changed by its reader.
import { fitting } from "./chart-choice.ts";
import { across, bounded, CHARTS, points, unitsOf, type ChartType, type Choice, type Point } from "./chart-points.ts";
import { drawing } from "./chart-drawing.ts";
import { choice as select, element } from "./element.ts";
import type { Answer, Options, View } from "./view.ts";

const LISTED = 200;

/** Shows an answer as a chart. */
export class Chart implements View {
  readonly element: HTMLElement;
  private readonly answer: Answer;
  private readonly options: Options;
  private readonly tools = element("div", { class: "tools" });
  private readonly status = element("p", { role: "status", class: "status" });
  private readonly room = element("div", { class: "drawing" });
  private readonly data = element("details", { class: "drawn-data" });
  private readonly sizes: ResizeObserver;
  private choice: Choice | null = null;
  private svg: SVGSVGElement | null = null;
  private width = 0;

  constructor(answer: Answer, options: Options) {
    this.answer = answer;
    this.options = options;
    this.element = element("div", { class: "chart-view" }, this.tools, this.room, this.data);
    this.sizes = new ResizeObserver(() => {
      const width = Math.floor(this.room.clientWidth);
      if (width && width !== this.width) this.draw();
    });
    this.sizes.observe(this.room);
  }

  refresh(): void {
    const { columns, roles } = this.answer;
    if (!columns.length && !this.answer.ended) return;
    if (!this.choice) {
      const fit = fitting(columns, roles);
      this.choice = fit && chosen(fit, this.options, columns.names);
      this.build();
    }
    for (const option of this.tools.querySelectorAll<HTMLOptionElement>('[data-key="unit"] option')) option.textContent = this.answer.labels.name(option.value);
    for (const option of this.tools.querySelectorAll<HTMLOptionElement>('[data-key="x"] option, [data-key="y"] option, [data-key="series"] option')) {
      if (option.value) option.textContent = this.answer.title(option.value);
    }
    this.draw();
  }

  drawing(): SVGSVGElement | null {
    return this.svg;
  }

  close(): void {
    this.sizes.disconnect();
  }

  private build(): void {
    const { say, columns, roles } = this.answer;
    this.tools.replaceChildren(this.status);
    const { choice } = this;
    if (!choice) {
      this.room.replaceChildren(element("p", { class: "nothing" }, say("chart_none")));
      this.data.hidden = true;
      return;
    }
    const set = (key: keyof Choice) => (value: string) => {
      const next = { ...choice, [key]: value };
      // rows are counted in bars alone
      if (key === "y" && !value) next.type = "bar";
      if (key === "type") {
        const able = across(next.type, roles, columns);
        if (!able.includes(next.x)) next.x = able.find((name) => name !== next.y) ?? "";
      }
      this.choice = next;
      this.answer.onset({ ...next });
      this.build();
      this.draw();
      this.tools.querySelector<HTMLElement>(`[data-key="${key}"] select`)?.focus();
    };
    const types = CHARTS.filter((type) => (choice.y || type === "bar") && (type !== "interval" || roles.bounds) && (type === "bar" || type === "interval" || across(type, roles, columns).length > 1));
    const named = (names: readonly string[]) => this.answer.titled(names);
    const fields: [keyof Choice, HTMLElement][] = [
      ["type", select(say("chart_type"), types.map((type) => [type, say(`chart_${type}`)] as const), choice.type, set("type"))],
      ["y", select(say("chart_y"), [...named(roles.numbers), ["", say("chart_count")] as const], choice.y, set("y"))],
      ["x", select(say("chart_x"), named(across(choice.type, roles, columns)), choice.x, set("x"))],
      ["series", select(say("chart_series"), [["", say("none")], ...named(columns.names.filter((name) => name !== choice.x && name !== choice.y))], choice.series, set("series"))],
    ];
    const units = choice.y ? unitsOf(columns) : [];
    if (units.length) fields.push(["unit", select(say("chart_unit"), units.map((unit) => [unit.value, this.answer.name(unit)] as const), choice.unit, set("unit"))]);
    for (const [key, field] of fields) {
      field.dataset.key = key;
      this.tools.append(field);
    }
  }

  private draw(): void {
    const { choice, answer } = this;
    this.width = Math.floor(this.room.clientWidth);
    if (!choice || !this.width) return;
    const found = points(answer.columns, choice, answer.roles);
    this.svg = drawing(answer, choice, found.points, this.width, (point) => this.describe(point));
    this.room.replaceChildren(this.svg);
    this.status.textContent = found.total > found.points.length
      ? answer.say("drawn_first", { shown: answer.count(found.points.length), total: answer.count(found.total) })
      : "";
    this.list(found.points);
  }

  /** Gives the whole of a point, exactly as it is written. */
  private describe(point: Point): string {
    const { answer, choice } = this;
    const lines = [answer.name(point.terms.x)];
    if (choice!.series && point.series) lines.push(answer.name(point.series));
    if (point.time) lines.push(answer.name(point.time));
    if (point.terms.y) lines.push(`${answer.measured(choice!.y)}: ${answer.name(point.terms.y)}`);
    const [lower, upper] = [point.terms.lower, point.terms.upper].map((term) => answer.name(term));
    if (lower || upper) lines.push(`${lower || "…"} – ${upper || "…"}`);
    return lines.filter(Boolean).join("\n");
  }

  /** Lists what is drawn, for who does not see the drawing. */
  private list(found: readonly Point[]): void {
    const { answer, choice } = this;
    const bounds = bounded(choice!, answer.roles);
    const timed = found.some(({ time }) => time !== null);
    const when = timed ? (answer.roles.times[0] ?? "") : "";
    const titles = [choice!.x, choice!.series, when].filter(Boolean).map((name) => answer.title(name));
    const heads = [...titles, answer.measured(choice!.y), ...(bounds ?? []).map((name) => answer.title(name))];
    const rows = found.slice(0, LISTED).map((point) => {
      const terms = [point.terms.x, ...(choice!.series ? [point.series] : []), ...(timed ? [point.time] : []), point.terms.y, ...(bounds ? [point.terms.lower, point.terms.upper] : [])];
      return element("tr", {}, ...terms.filter((_, index) => choice!.x || index > 0).map((term, index) =>
        element("td", { class: index >= heads.length - 1 - (bounds ? 2 : 0) ? "number" : null }, answer.name(term))));
    });
    const open = this.data.open;
    this.data.replaceChildren(
      element("summary", {}, answer.say("data_drawn")),
      element("div", { class: "pivot", role: "region", tabindex: "0", "aria-label": answer.say("data_drawn") },
        element("table", {}, element("thead", {}, element("tr", {}, ...heads.map((head) => element("th", { scope: "col" }, head)))), element("tbody", {}, ...rows))));
    this.data.open = open;
  }
}

/** Gives the fitting choice, with what the reader or the address asked for instead. */
function chosen(fit: Choice, options: Options, names: readonly string[]): Choice {
  const column = (key: string, otherwise: string) => (options[key] === "" || names.includes(options[key] ?? "\0") ? options[key]! : otherwise);
  if (options.y === "" && names.includes(options.x ?? "")) return { type: "bar", x: options.x!, y: "", series: column("series", ""), unit: "" };
  return {
    type: (CHARTS.find((type) => type === options.type) ?? fit.type) as ChartType,
    x: column("x", fit.x),
    y: column("y", fit.y) || fit.y,
    series: column("series", fit.series),
    unit: options.unit ?? fit.unit,
  };
}
