// The map of an answer: its places, and the flows between them, over the land of the earth.
import { geoMercator, geoPath, type GeoProjection } from "d3-geo";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import land from "world-atlas/land-50m.json";
import { bracketed, solutions } from "./asking.ts";
import coordinates from "./coordinates.rq";
import { decimal, position } from "./decimal.ts";
import { choice, drawn, element } from "./element.ts";
import { Movable } from "./movable.ts";
import { locator, spotsOf, type Flow, type Position, type Spot, type Spots } from "./spots.ts";
import type { Answer, Options, View } from "./view.ts";

const EARTH = feature(land as unknown as Topology<{ land: GeometryCollection }>, "land");
const ASKED = 1000;
const NAMED = 60;
const LINKED = 400;
const SMALLEST = 5;
const LARGEST = 26;
const THINNEST = 1;
const WIDEST = 9;

/** Shows an answer on a map. */
export class PlaceMap implements View {
  readonly element: HTMLElement;
  private readonly answer: Answer;
  private readonly status = element("p", { role: "status", class: "status" });
  private readonly tools = element("div", { class: "tools" }, this.status);
  private readonly room = element("div", { class: "drawing map" });
  private readonly sizes: ResizeObserver;
  private readonly leave = new AbortController();
  private readonly known = new Map<string, Position>();
  private svg: SVGSVGElement | null = null;
  private asked = 0;
  private size: string;
  private width = 0;
  private built = false;
  private shown = "";

  constructor(answer: Answer, options: Options) {
    this.answer = answer;
    this.size = options.size ?? "";
    this.element = element("div", { class: "map-view" }, this.tools, this.room);
    this.sizes = new ResizeObserver(() => {
      if (Math.floor(this.room.clientWidth) !== this.width) this.draw();
    });
    this.sizes.observe(this.room);
  }

  refresh(): void {
    if (!this.answer.columns.length && !this.answer.ended) return;
    this.build();
    void this.places();
    this.draw();
  }

  drawing(): SVGSVGElement | null {
    return this.svg;
  }

  close(): void {
    this.sizes.disconnect();
    this.leave.abort();
  }

  private build(): void {
    const { say, roles } = this.answer;
    if (this.built || !this.answer.ended) return;
    this.built = true;
    if (!roles.numbers.length) return;
    const names = this.answer.titled(roles.numbers);
    if (!roles.numbers.includes(this.size)) this.size = "";
    this.tools.append(choice(say("map_size"), [["", say("none")], ...names], this.size, (value) => {
      this.size = value;
      this.answer.onset({ size: value });
      this.shown = "";
      this.draw();
    }));
  }

  /** Asks where the places of an answer are that names them by IRIs alone. */
  private async places(): Promise<void> {
    const { columns, roles } = this.answer;
    if (roles.coordinates.length || roles.points.length || !roles.places.length || !this.answer.ended || this.asked) return;
    this.asked++;
    const iris = new Set<string>();
    for (const name of roles.places.slice(0, 2)) {
      const column = columns.column(name)!;
      for (let code = 1; code < column.size && iris.size < ASKED; code++) iris.add(column.value(code));
    }
    const query = coordinates.replace("%places%", [...iris].map(bracketed).join(" "));
    for (const { place, north, east } of await solutions(query, this.leave.signal)) {
      if (place && north && east) this.known.set(place.value, [Number(east.value), Number(north.value)]);
    }
    this.asked++;
    this.draw();
  }

  private draw(): void {
    const { answer } = this;
    this.width = Math.floor(this.room.clientWidth);
    if (!this.width) return;
    const locate = locator(answer.columns, answer.roles, this.known);
    if (!locate) {
      if (answer.ended && this.asked !== 1) this.room.replaceChildren(element("p", { class: "nothing" }, answer.say("map_none")));
      return;
    }
    const found = spotsOf(answer.columns, locate);
    // what has not changed stays where the reader moved it
    const state = [answer.columns.length, this.known.size, this.width, this.size, answer.labels.language, found.spots.map((spot) => this.nameOf(spot)).join()].join("|");
    if (state === this.shown) return;
    this.shown = state;
    this.tell(found);
    this.show(found);
  }

  private tell(found: Spots): void {
    const { say, count } = { say: this.answer.say, count: (number: number) => this.answer.count(number) };
    const places = count(found.spots.length);
    const parts = [found.flows.length ? say("map_name", { places, flows: count(found.flows.length) }) : say("places", { count: places })];
    if (found.nowhere) parts.push(say("not_placed", { count: count(found.nowhere) }));
    if (found.left) parts.push(say("drawn_first", { shown: count(found.spots.length), total: count(found.spots.length + found.left) }));
    this.status.textContent = parts.join(" · ");
  }

  private show(found: Spots): void {
    const { answer, width } = this;
    const height = Math.round(Math.min(600, Math.max(320, width * 0.56)));
    const projection = fitted(found.spots, width, height);
    const place = (at: Position): [number, number] => projection([at[0], at[1]]) ?? [0, 0];
    const path = geoPath(projection).digits(2);
    const ground = drawn("path", { class: "land", d: path(EARTH) ?? "", "vector-effect": "non-scaling-stroke" });
    const radius = this.radius(found.spots);
    const flows = found.flows.map((flow) => ({ flow, path: drawn("path", { class: "flow", "vector-effect": "non-scaling-stroke" }, drawn("title", {}, this.flowName(flow))) }));
    const share = this.amount(found.flows);
    for (const { flow, path } of flows) if (share) path.style.strokeWidth = `${Math.max(THINNEST, WIDEST * share(flow)).toFixed(1)}px`;
    const order = found.spots.toSorted((a, b) => radius(b) - radius(a));
    const marks = order.map((spot, index) => ({ spot, mark: this.mark(spot, radius(spot), index < LINKED) }));
    const svg = drawn("svg", {
      class: "map-drawing", width, height, viewBox: `0 0 ${width} ${height}`, tabindex: 0, role: "group",
      "aria-label": answer.say("map_name", { places: answer.count(found.spots.length), flows: answer.count(found.flows.length) }),
    }, drawn("g", { class: "ground" }, ground), drawn("g", {}, ...flows.map(({ path }) => path)), drawn("g", {}, ...marks.map(({ mark }) => mark)));
    const movable = new Movable(svg, answer, 60);
    movable.onmove = ({ x, y, scale }) => {
      ground.setAttribute("transform", `translate(${x} ${y}) scale(${scale})`);
      const moved = (at: Position): [number, number] => {
        const [left, top] = place(at);
        return [left * scale + x, top * scale + y];
      };
      for (const { flow, path } of flows) path.setAttribute("d", bow(moved(flow.from), moved(flow.to)));
      const taken: [number, number, number][] = [];
      for (const { spot, mark } of marks) {
        const [left, top] = moved(spot.at);
        mark.setAttribute("transform", `translate(${left.toFixed(1)} ${top.toFixed(1)})`);
        label(mark, left, top, taken, width);
      }
    };
    const focused = this.room.contains(document.activeElement);
    this.svg = svg;
    this.room.replaceChildren(svg, movable.buttons);
    movable.fit();
    if (focused) svg.focus({ preventScroll: true });
  }

  /** Gives the mark of a place, which leads to its page where it has one. */
  private mark(spot: Spot, radius: number, linked: boolean): SVGGElement {
    const name = this.nameOf(spot);
    const iri = this.iriOf(spot);
    const leads = iri && linked ? this.answer.labels.leads(iri) : null;
    const inner = [
      drawn("circle", { r: radius, class: "spot" }),
      drawn("text", { x: radius + 5, dy: "0.35em" }, name),
      drawn("title", {}, this.describe(spot)),
    ];
    return leads
      ? drawn("g", { class: "place-mark" }, drawn("a", { href: leads.href, "aria-label": this.describe(spot) }, ...inner))
      : drawn("g", { class: "place-mark" }, ...inner);
  }

  private radius(spots: readonly Spot[]): (spot: Spot) => number {
    const amount = this.amount(spots);
    // areas, not radii, are as the numbers
    return amount ? (spot) => Math.max(SMALLEST, LARGEST * Math.sqrt(amount(spot))) : () => SMALLEST + 1;
  }

  /** Gives how much of the most a place or a flow has of what sizes are to show; null where they show nothing. */
  private amount(of: readonly { readonly rows: readonly number[] }[]): ((one: { readonly rows: readonly number[] }) => number) | null {
    const column = this.size ? this.answer.columns.column(this.size) : undefined;
    if (!column) return null;
    const sum = ({ rows }: { readonly rows: readonly number[] }) => rows.reduce((total, row) => {
      const number = decimal(column.at(row)?.value ?? "");
      return total + (number ? Math.max(0, position(number)) : 0);
    }, 0);
    const most = Math.max(...of.map(sum), Number.MIN_VALUE);
    return (one) => sum(one) / most;
  }

  private iriOf(spot: Spot): string {
    const { columns, roles } = this.answer;
    const name = roles.places[0] ?? roles.names.find((one) => columns.column(one)?.at(spot.rows[0]!)?.type === "iri");
    for (const place of roles.places) {
      for (const row of spot.rows) {
        const term = columns.column(place)!.at(row);
        if (term && this.known.get(term.value)?.join() === spot.at.join()) return term.value;
      }
    }
    const term = name ? columns.column(name)!.at(spot.rows[0]!) : null;
    return term?.type === "iri" ? term.value : "";
  }

  private nameOf(spot: Spot): string {
    const { columns, roles } = this.answer;
    const iri = this.iriOf(spot);
    if (iri) return this.answer.labels.name(iri);
    const name = roles.names[0];
    return name ? this.answer.name(columns.column(name)!.at(spot.rows[0]!)) : "";
  }

  private describe(spot: Spot): string {
    const { columns, roles } = this.answer;
    const lines = [this.nameOf(spot) || spot.at.toReversed().join(", ")];
    const on = new Set([...roles.coordinates.flat(), ...roles.points]);
    for (const row of spot.rows.slice(0, 5)) {
      lines.push(columns.names.filter((name) => !on.has(name)).map((name) => this.answer.name(columns.column(name)!.at(row))).filter((text) => text && text !== lines[0]).join(" · "));
    }
    if (spot.rows.length > 5) lines.push("…");
    return [...new Set(lines)].filter(Boolean).join("\n");
  }

  private flowName(flow: Flow): string {
    return flow.rows.slice(0, 5).map((row) => this.answer.columns.columns.map((column) => this.answer.name(column.at(row))).filter(Boolean).join(" · ")).join("\n");
  }
}

/** Gives a projection in which the places fill the window, and a single place has its surroundings. */
function fitted(spots: readonly Spot[], width: number, height: number): GeoProjection {
  const projection = geoMercator();
  const points = { type: "MultiPoint", coordinates: spots.map(({ at }) => [...at]) } as const;
  const edge = Math.min(70, width * 0.12);
  projection.fitExtent([[edge, edge], [width - edge * (width > 600 ? 1.8 : 1.4), height - edge]], points);
  // closer than this the coast has too few points to be one
  const closest = 9000;
  if (!spots.length || projection.scale() > closest || !Number.isFinite(projection.scale())) {
    const middle = spots.length ? ([0, 1] as const).map((axis) => (Math.min(...spots.map(({ at }) => at[axis])) + Math.max(...spots.map(({ at }) => at[axis]))) / 2) : [0, 20];
    projection.scale(spots.length ? closest : width / 6.3).center(middle as [number, number]).translate([width / 2, height / 2]);
  }
  return projection;
}

/** Gives a bent line with its end a little before the place it leads to. */
function bow([x1, y1]: readonly [number, number], [x2, y2]: readonly [number, number]): string {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = Math.hypot(dx, dy) || 1;
  const [mx, my] = [(x1 + x2) / 2 - dy * 0.18, (y1 + y2) / 2 + dx * 0.18];
  const [ex, ey] = [x2 - (dx / length) * 9, y2 - (dy / length) * 9];
  const angle = Math.atan2(ey - my, ex - mx);
  const head = [0.45, -0.45].map((turn) => `M${ex} ${ey}L${ex - 9 * Math.cos(angle + turn)} ${ey - 9 * Math.sin(angle + turn)}`).join("");
  return `M${x1} ${y1}Q${mx} ${my} ${ex} ${ey}${head}`;
}

/** Shows the name to the right or to the left of a mark, where no other name is in its way. */
function label(mark: SVGGElement, left: number, top: number, taken: [number, number, number][], width: number): void {
  const text = mark.querySelector("text")!;
  const away = Number(mark.querySelector("circle")!.getAttribute("r")) + 5;
  const long = 7.2 * [...(text.textContent ?? "")].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2e7f ? 1.8 : 1), 0) + 6;
  const free = (from: number) => from > -10 && from + long < width + 10 && !taken.some(([x, y, other]) => Math.abs(y - top) < 15 && from < x + other && x < from + long);
  const side = taken.length >= 2 * NAMED ? 0 : free(left + away) ? 1 : free(left - away - long) ? -1 : 0;
  text.setAttribute("visibility", side ? "visible" : "hidden");
  text.setAttribute("text-anchor", side < 0 ? "end" : "start");
  text.setAttribute("x", String((side || 1) * away));
  // the mark itself is in the way of other names, too
  taken.push([left - away, top, 2 * away]);
  if (side) taken.push([side > 0 ? left + away : left - away - long, top, long]);
}
