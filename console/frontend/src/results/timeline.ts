// The timeline of an answer: what lasted is a bar, what happened in a day a mark, each with its name.
import { choice, drawn, element } from "./element.ts";
import { itemsOf, MOST_ITEMS, ticks, timesOf, type Item } from "./timeline-items.ts";
import type { Answer, Options, View } from "./view.ts";

const LANE = 44;
const HEAD = 40;
const LETTER = 7.4;
const DAY = 86_400_000;

/** Shows an answer as a timeline. */
export class Timeline implements View {
  readonly element: HTMLElement;
  private readonly answer: Answer;
  private readonly status = element("p", { role: "status", class: "status" });
  private readonly tools = element("div", { class: "tools" }, this.status);
  private readonly room = element("div", { class: "drawing timeline", role: "region", tabindex: "0" });
  private readonly sizes: ResizeObserver;
  private time: string;
  private label: string;
  private svg: SVGSVGElement | null = null;
  private axis: SVGGElement | null = null;
  private width = 0;
  private built = false;

  constructor(answer: Answer, options: Options) {
    this.answer = answer;
    this.time = options.time ?? "";
    this.label = options.label ?? "";
    this.room.setAttribute("aria-label", answer.say("view_timeline"));
    this.element = element("div", { class: "timeline-view" }, this.tools, this.room);
    this.room.addEventListener("scroll", () => this.axis?.setAttribute("transform", `translate(0 ${this.room.scrollTop})`), { passive: true });
    this.sizes = new ResizeObserver(() => {
      if (Math.floor(this.room.clientWidth) !== this.width) this.draw();
    });
    this.sizes.observe(this.room);
  }

  refresh(): void {
    if (!this.answer.columns.length && !this.answer.ended) return;
    this.build();
    this.draw();
  }

  drawing(): SVGSVGElement | null {
    return this.svg;
  }

  close(): void {
    this.sizes.disconnect();
  }

  private build(): void {
    const { say, roles } = this.answer;
    if (this.built || !this.answer.ended || !roles.times.length) return;
    this.built = true;
    const set = (key: "time" | "label") => (value: string) => {
      this[key] = value;
      this.answer.onset({ time: this.time, label: this.label });
      this.draw();
    };
    const named = (names: readonly string[]) => this.answer.titled(names);
    if (roles.times.length > (roles.span ? 2 : 1)) this.tools.append(choice(say("timeline_time"), roles.times.filter((name) => name !== roles.span?.[1]).map((name) => [name, (name === roles.span?.[0] ? roles.span : [name]).map((one) => this.answer.title(one)).join(" – ")] as const), this.time || timesOf(roles)[0]!, set("time")));
    if (roles.names.length > 1) this.tools.append(choice(say("timeline_label"), named(roles.names), this.name(), set("label")));
  }

  private name(): string {
    const { names, times } = this.answer.roles;
    return names.includes(this.label) ? this.label : (names.find((name) => !times.includes(name)) ?? names[0] ?? "");
  }

  private draw(): void {
    const { answer } = this;
    this.width = Math.floor(this.room.clientWidth);
    const times = timesOf(answer.roles, this.time);
    if (!this.width) return;
    if (!times.length) {
      if (answer.ended) this.room.replaceChildren(element("p", { class: "nothing" }, answer.say("timeline_none")));
      return;
    }
    const { items, total, untimed } = itemsOf(answer.columns, times);
    const parts = [];
    if (total > MOST_ITEMS) parts.push(answer.say("drawn_first", { shown: answer.count(items.length), total: answer.count(total) }));
    if (untimed) parts.push(answer.say("not_timed", { count: answer.count(untimed) }));
    this.status.textContent = parts.join(" ");
    if (!items.length) {
      this.room.replaceChildren(element("p", { class: "nothing" }, answer.say("timeline_none")));
      return;
    }
    this.svg = this.drawn(items);
    this.room.replaceChildren(this.svg);
  }

  private drawn(items: readonly Item[]): SVGSVGElement {
    const { answer, width } = this;
    let from = Math.min(...items.map((item) => item.from));
    let to = Math.max(...items.map((item) => item.to));
    const edge = Math.max((to - from) * 0.02, DAY);
    [from, to] = [from - edge, to + edge];
    const x = (time: number) => ((time - from) / (to - from)) * (width - 24) + 12;
    const height = HEAD + items.length * LANE + 8;
    const marks = ticks(from, to, Math.max(2, Math.floor(width / 110)), answer.language);
    const lines = marks.map(({ at }) => drawn("line", { class: "tick", x1: x(at), x2: x(at), y1: HEAD - 8, y2: height }));
    this.axis = drawn("g", { class: "axis", transform: `translate(0 ${this.room.scrollTop})` },
      drawn("rect", { class: "axis-ground", width, height: HEAD - 8 }),
      ...marks.map(({ at, text }) => drawn("text", { x: x(at), y: 19, "text-anchor": anchor(x(at), width) }, text)),
      drawn("line", { class: "axis-line", x2: width, y1: HEAD - 8, y2: HEAD - 8 }));
    const format = new Intl.DateTimeFormat(answer.language, { dateStyle: "medium", timeZone: "UTC" });
    return drawn("svg", {
      class: "timeline-drawing", width, height, viewBox: `0 0 ${width} ${height}`, role: "group",
      "aria-label": answer.say("timeline_name", { count: answer.count(items.length), from: format.format(from + edge), to: format.format(to - edge - DAY) }),
    }, drawn("g", {}, ...lines), ...items.map((item, lane) => this.lane(item, HEAD + lane * LANE, x, format)), this.axis);
  }

  private lane(item: Item, top: number, x: (time: number) => number, format: Intl.DateTimeFormat): SVGGElement {
    const { answer, width } = this;
    const name = this.name();
    const term = name ? answer.columns.column(name)!.at(item.row) : null;
    const text = answer.name(term) || answer.count(item.row + 1);
    const last = item.to - DAY;
    const when = last > item.from ? format.formatRange(item.from, last) : format.format(item.from);
    const [left, right] = [x(item.from), x(item.to)];
    const long = LETTER * ([...text].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2e7f ? 1.8 : 1), 0) + when.length + 2);
    // a name that does not fit to the right of its beginning ends at the edge
    const at = Math.max(8, Math.min(left, width - long - 8));
    const leads = term?.type === "iri" ? answer.labels.leads(term.value) : null;
    const words = drawn("text", { x: at, y: top + 15 }, drawn("tspan", { class: "what" }, text), drawn("tspan", { class: "when", dx: 8 }, when));
    const mark = right - left < 7
      ? drawn("path", { class: "moment", d: `M${left} ${top + 21}l6 6l-6 6l-6 -6z` })
      : drawn("rect", { class: "bar", x: left, y: top + 22, width: right - left, height: 10, rx: 3 });
    return drawn("g", { class: "item" }, leads ? drawn("a", { href: leads.href, ...(leads.outside ? { rel: "noopener noreferrer nofollow" } : {}) }, words) : words, mark);
  }
}

function anchor(at: number, width: number): string {
  return at < 40 ? "start" : at > width - 40 ? "end" : "middle";
}
