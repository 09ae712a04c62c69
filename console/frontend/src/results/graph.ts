// The graph of an answer: circles that open what surrounds them, names that lead to pages.
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY, type Simulation } from "d3-force";
import { bracketed, solutions } from "./asking.ts";
import { drawn, element } from "./element.ts";
import { Movable } from "./movable.ts";
import { shortName } from "./names.ts";
import neighbours from "./neighbours.rq";
import { partsOf, type Edge, type Node, type Parts } from "./graph-parts.ts";
import type { Answer, View } from "./view.ts";

interface Point {
  readonly node: Node;
  x: number;
  y: number;
  vx?: number;
  vy?: number;
  fx?: number | null;
  fy?: number | null;
  mark: SVGGElement;
}

interface Line {
  readonly edge: Edge;
  source: Point;
  target: Point;
  path: SVGPathElement;
  text: SVGTextElement;
}

const TICKS = 260;
const HEIGHT = 560;
const WIDER = 1.7;

/** Shows an answer as things and links. */
export class Graph implements View {
  readonly element: HTMLElement;
  private readonly answer: Answer;
  private readonly status = element("p", { role: "status", class: "status" });
  private readonly room = element("div", { class: "drawing graph" });
  private readonly leave = new AbortController();
  private readonly points = new Map<string, Point>();
  private readonly lines = new Map<Edge, Line>();
  private readonly edges = drawn("g", { class: "edges" });
  private readonly nodes = drawn("g", { class: "nodes" });
  private readonly still = matchMedia("(prefers-reduced-motion: reduce)");
  private parts: Parts | null = null;
  private svg: SVGSVGElement | null = null;
  private movable: Movable | null = null;
  private simulation: Simulation<Point, Line> | null = null;
  private rows = -1;
  private middle = 0;

  constructor(answer: Answer) {
    this.answer = answer;
    this.element = element("div", { class: "graph-view" },
      element("div", { class: "tools" }, this.status, element("span", { class: "hint" }, answer.say("graph_hint"))), this.room);
  }

  refresh(): void {
    const { answer } = this;
    if (!answer.ended) {
      this.status.textContent = answer.say("waiting");
      return;
    }
    if (this.rows !== answer.columns.length) {
      this.rows = answer.columns.length;
      this.parts = partsOf(answer.columns, answer.meta.kind, answer.language);
      this.begin();
    }
    for (const point of this.points.values()) this.call(point);
    for (const line of this.lines.values()) line.text.textContent = this.linkName(line.edge);
  }

  drawing(): SVGSVGElement | null {
    return this.svg;
  }

  close(): void {
    this.simulation?.stop();
    this.leave.abort();
  }

  private begin(): void {
    const { answer } = this;
    if (!this.parts?.edges.size) {
      this.status.textContent = "";
      this.room.replaceChildren(element("p", { class: "nothing" }, answer.say("graph_none")));
      return;
    }
    this.svg = drawn("svg", { class: "graph-drawing", height: HEIGHT, tabindex: 0, role: "group" },
      drawn("defs", {}, drawn("marker", { id: "graph-arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 8, markerHeight: 8, orient: "auto", markerUnits: "userSpaceOnUse" }, drawn("path", { class: "arrow", d: "M0 0.5 8 4 0 7.5z" }))),
      drawn("g", { class: "world" }, this.edges, this.nodes));
    this.movable = new Movable(this.svg, answer, 8);
    this.movable.onmove = ({ x, y, scale }) => this.svg!.querySelector(".world")!.setAttribute("transform", `translate(${x} ${y}) scale(${scale})`);
    this.room.replaceChildren(this.svg, this.movable.buttons);
    this.grow(null);
  }

  /** Draws what has come, and lets it find its place. */
  private grow(around: Point | null): void {
    const parts = this.parts!;
    const { width } = this.svg!.getBoundingClientRect();
    const [middle, centre] = [(this.middle ||= (width || 800) / 2), HEIGHT / 2];
    let turn = 0;
    for (const node of parts.nodes.values()) {
      if (this.points.has(node.id)) continue;
      // new things begin around the one that was opened, evenly: no two layouts differ
      const angle = 2.4 * turn++;
      const far = (around ? 30 : 12) * Math.sqrt(turn);
      const point: Point = { node, x: (around?.x ?? middle) + far * Math.cos(angle), y: (around?.y ?? centre) + far * Math.sin(angle), mark: drawn("g") };
      point.mark = this.mark(point);
      this.points.set(node.id, point);
      this.nodes.append(point.mark);
    }
    for (const edge of parts.edges.values()) {
      if (this.lines.has(edge)) continue;
      const [source, target] = [this.points.get(edge.from.id)!, this.points.get(edge.to.id)!];
      const path = drawn("path", { "marker-end": "url(#graph-arrow)" });
      const text = drawn("text", { class: "link-name" }, this.linkName(edge));
      this.edges.append(path, text);
      this.lines.set(edge, { edge, source, target, path, text });
    }
    const points = [...this.points.values()];
    this.svg!.classList.toggle("dense", this.lines.size > 40);
    this.svg!.setAttribute("aria-label", this.answer.say("graph_name", { nodes: this.answer.count(points.length), edges: this.answer.count(this.lines.size) }));
    for (const point of points) this.call(point);
    this.simulation?.stop();
    this.simulation = forceSimulation<Point>(points)
      .force("link", forceLink<Point, Line>([...this.lines.values()]).distance(({ source, target }) => 105 + 8 * Math.sqrt(Math.min(source.node.degree, target.node.degree))))
      .force("charge", forceManyBody<Point>().strength(-460).distanceMax(420))
      .force("collide", forceCollide<Point>(24))
      .force("x", forceX<Point>(middle).strength(0.05))
      .force("y", forceY<Point>(centre).strength(0.05))
      .alphaDecay(1 - 0.001 ** (1 / TICKS));
    if (this.still.matches || points.length > 120) {
      this.simulation.stop().tick(TICKS);
      this.place();
    } else {
      this.simulation.stop().tick(TICKS / 2);
      this.simulation.on("tick", () => this.place()).restart();
      this.place();
    }
    if (!around) this.frame();
    const note = parts.left ? this.answer.say("drawn_first", { shown: this.answer.count(this.lines.size), total: this.answer.count(this.lines.size + parts.left) }) : "";
    if (!around) this.status.textContent = note;
  }

  /** Fits everything into the window. */
  private frame(): void {
    const points = [...this.points.values()];
    const { width } = this.svg!.getBoundingClientRect();
    const [left, right] = [Math.min(...points.map((point) => this.across(point))) - 130, Math.max(...points.map((point) => this.across(point))) + 130];
    const [top, bottom] = [Math.min(...points.map(({ y }) => y)) - 40, Math.max(...points.map(({ y }) => y)) + 40];
    const scale = Math.min(1.1, width / (right - left), HEIGHT / (bottom - top));
    this.movable!.position = { scale, x: (width - scale * (left + right)) / 2, y: (HEIGHT - scale * (top + bottom)) / 2 };
    this.movable!.onmove(this.movable!.position);
  }

  /** Gives where a thing stands across: names are wide, so that the layout is drawn out. */
  private across({ x }: Point): number {
    return this.middle + (x - this.middle) * WIDER;
  }

  private place(): void {
    const beside = new Map<Point, Point>();
    for (const { source, target, path, text } of this.lines.values()) {
      const [x1, x2] = [this.across(source), this.across(target)];
      const [dx, dy] = [x2 - x1, target.y - source.y];
      const length = Math.hypot(dx, dy) || 1;
      const [from, to] = [radius(source.node) + 1, radius(target.node) + 3];
      path.setAttribute("d", `M${(x1 + (dx / length) * from).toFixed(1)} ${(source.y + (dy / length) * from).toFixed(1)}L${(x2 - (dx / length) * to).toFixed(1)} ${(target.y - (dy / length) * to).toFixed(1)}`);
      // nearer to the end that has fewer links, where there is more room
      const part = source.node.degree > target.node.degree ? 0.6 : 0.4;
      text.setAttribute("x", (x1 + dx * part).toFixed(1));
      text.setAttribute("y", (source.y + dy * part - 3).toFixed(1));
      if (source.node.degree < 3) beside.set(source, target);
      if (target.node.degree < 3) beside.set(target, source);
    }
    for (const point of this.points.values()) {
      point.mark.setAttribute("transform", `translate(${this.across(point).toFixed(1)} ${point.y.toFixed(1)})`);
      const text = point.mark.querySelector("text")!;
      const other = beside.get(point);
      const away = radius(point.node) + 5;
      // a name stands on the side that no link comes from; above, where links come from all sides
      const steep = other !== undefined && Math.abs(this.across(point) - this.across(other)) < 0.9 * Math.abs(point.y - other.y);
      const side = !other || steep ? 0 : point.x < other.x ? -1 : 1;
      text.setAttribute("text-anchor", side < 0 ? "end" : side ? "start" : "middle");
      text.setAttribute("x", String(side * away));
      text.setAttribute("y", String(side ? 0 : steep && point.y > other.y ? away + 5 : -away - 5));
    }
  }

  private mark(point: Point): SVGGElement {
    const { node } = point;
    const opens = node.id.includes(":") && bracketed(node.id) !== "" && this.answer.labels.leads(node.id) !== null;
    const circle = drawn("circle", { r: radius(node), class: "thing", ...(opens ? { role: "button", tabindex: 0 } : {}) });
    if (opens) {
      circle.addEventListener("click", () => void this.expand(point));
      circle.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        void this.expand(point);
      });
    }
    const leads = this.answer.labels.leads(node.id);
    const text = drawn("text", { dy: "0.35em" });
    return drawn("g", { class: "node" }, circle, leads ? drawn("a", { href: leads.href, ...(leads.outside ? { rel: "noopener noreferrer nofollow" } : {}) }, text) : text);
  }

  /** Writes the name and the size of a thing, which change as labels and links come. */
  private call({ node, mark }: Point): void {
    const name = node.label || this.answer.labels.of(node.id)?.text || shortName(node.id);
    const circle = mark.querySelector("circle")!;
    circle.setAttribute("r", String(radius(node)));
    circle.classList.toggle("expanded", node.expanded);
    if (circle.hasAttribute("role")) circle.setAttribute("aria-label", this.answer.say("expand", { name }));
    const text = mark.querySelector("text")!;
    text.textContent = name.length > 34 ? `${name.slice(0, 33)}…` : name;
  }

  private linkName(edge: Edge): string {
    return edge.name.includes(":") ? this.answer.labels.of(edge.name)?.text || shortName(edge.name).replace(/^\w+:/, "") : edge.name;
  }

  /** Fetches what surrounds a thing and draws it in place. */
  private async expand(point: Point): Promise<void> {
    const { answer } = this;
    const parts = this.parts!;
    const name = point.mark.querySelector("text")!.textContent ?? "";
    const found = await solutions(neighbours.replaceAll("%thing%", bracketed(point.node.id)), this.leave.signal);
    let count = 0;
    for (const { subject, predicate, object } of found) {
      if (subject && predicate && object && parts.link(subject.value, predicate.value, object.value)) count++;
    }
    point.node.expanded = true;
    [point.fx, point.fy] = [point.x, point.y];
    this.grow(point);
    this.status.textContent = answer.say(count ? "expanded" : "expanded_none", { count: answer.count(count), name });
  }
}

function radius(node: Node): number {
  return Math.min(16, 6 + 1.6 * Math.sqrt(node.degree));
}
