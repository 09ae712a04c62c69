// A chart as a drawing. Series are told apart by mark, dash and name; colour comes last.
import * as Plot from "@observablehq/plot";
import { centred, lasting, MOST_SERIES, type Choice, type Point } from "./chart-points.ts";
import { brief } from "./decimal.ts";
import { drawn } from "./element.ts";
import type { Answer } from "./view.ts";

const COLOURS = ["var(--accent)", "var(--ink)", "var(--faint)"];
const DASHES = ["", "", "", "7 4", "7 4", "2 3"];
const SYMBOLS = ["circle", "square", "triangle", "diamond2", "star", "times"] as const;
const LETTER = 7;
const BAND = 30;
const LEGEND = 24;

interface Look {
  readonly name: string;
  readonly colour: string;
  readonly dash: string;
  readonly symbol: (typeof SYMBOLS)[number];
}

/** Draws points; the tip of each says what `describe` says. */
export function drawing(
  answer: Answer,
  choice: Choice,
  found: readonly Point[],
  width: number,
  describe: (point: Point) => string,
): SVGSVGElement {
  const { looks, lookOf } = series(answer, choice, found);
  const named = choice.type === "bar" || choice.type === "interval";
  const across = named ? found : centred(found);
  const rows = legendRows(looks, width);
  const label = answer.measured(choice.y) + (choice.y ? unit(answer, found) : "");
  const labels = namesOf(answer, choice, found);
  const room = Math.min(Math.floor(width * (width < 500 ? 0.46 : 0.38)), LETTER * Math.max(4, ...labels.map(wide)) + 16);
  const fits = Math.ceil(room / LETTER) - 2;
  // rows are whole: no tick between two of them
  const most = choice.y ? Infinity : Math.max(1, ...found.map(({ y }) => y));
  const numbers = { label, ...(most < 10 ? { ticks: most } : {}), tickFormat: (value: number) => brief(value, answer.language), grid: true, nice: true };
  const time = !named && across.some(({ span }) => span !== null);
  const svg = Plot.plot({
    className: "plot",
    width,
    height: named ? Math.max(150, found.length * BAND + 80) + rows * LEGEND : Math.min(460, Math.max(300, width * 0.5)) + rows * LEGEND,
    marginTop: (named ? 20 : 38) + rows * LEGEND,
    marginLeft: named ? room : 64,
    marginRight: named ? 32 : 24,
    marginBottom: 54,
    ariaLabel: name(answer, choice),
    x: named ? { ...numbers, zero: choice.type === "bar" } : { label: answer.title(choice.x), type: time ? "utc" : "linear", ...(time ? {} : { tickFormat: numbers.tickFormat, nice: true }) },
    y: named
      ? { type: "band", domain: found.map((_, index) => index), label: null, tickFormat: (index: number) => cut(labels[index] ?? "", fits), tickSize: 0, padding: 0.35 }
      : numbers,
    marks: [...marks(choice, across, lookOf), tip(choice, across, describe)],
  }) as SVGSVGElement;
  // the policy of the site lets no page bring style elements; these rules stand in results.css
  for (const style of svg.querySelectorAll("style")) style.remove();
  // a picture has one name; those of its parts are for styles
  for (const part of svg.querySelectorAll("[aria-label]")) {
    part.setAttribute("data-part", part.getAttribute("aria-label")!);
    for (const name of ["aria-label", "aria-description"]) part.removeAttribute(name);
  }
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", name(answer, choice));
  if (rows) svg.append(legend(looks, width, choice, named ? 14 : 34));
  return svg;
}

function marks(choice: Choice, found: readonly Point[], lookOf: (point: Point) => Look): Plot.Markish[] {
  const by = new Map<Look, Point[]>();
  for (const point of found) {
    const look = lookOf(point);
    const alike = by.get(look);
    if (alike) alike.push(point);
    else by.set(look, [point]);
  }
  const made: Plot.Markish[] = [];
  if (choice.type === "bar" || choice.type === "interval") made.push(Plot.ruleX([0], choice.type === "bar" ? { stroke: "var(--edge)" } : { stroke: "none" }));
  for (const [look, points] of by) {
    const band = (point: Point) => found.indexOf(point);
    if (choice.type === "bar") {
      made.push(Plot.barX(points, { x: "y", y: band, fill: look.colour, fillOpacity: look.dash ? 0.55 : 1, rx: 2 }));
    } else if (choice.type === "interval") {
      made.push(
        Plot.ruleY(points, { x1: "lower", x2: "upper", y: band, stroke: look.colour, strokeWidth: 7, strokeOpacity: 0.3 }),
        Plot.dot(points.filter(({ y }) => !Number.isNaN(y)), { x: "y", y: band, r: 4.5, fill: look.colour, symbol: look.symbol }),
      );
    } else {
      const place = { x: (point: Point) => (point.span ? new Date(point.x) : point.x), y: "y" };
      const between = points.filter(({ lower, upper }) => !Number.isNaN(lower) && !Number.isNaN(upper));
      if (between.length) made.push(Plot.ruleX(between, { x: place.x, y1: "lower", y2: "upper", stroke: look.colour, strokeWidth: 7, strokeOpacity: 0.3 }));
      if (choice.type === "line") {
        // a year and one of its quarters are not joined
        const line = { ...place, z: ({ span }: Point) => lasting(span), stroke: look.colour, strokeWidth: 2 };
        made.push(Plot.line(points.toSorted((a, b) => a.x - b.x), look.dash ? { ...line, strokeDasharray: look.dash } : line));
      }
      made.push(Plot.dot(points, { ...place, r: 4, fill: look.colour, symbol: look.symbol, ...(choice.type === "scatter" ? { fillOpacity: 0.75 } : {}) }));
    }
  }
  return made;
}

function tip(choice: Choice, found: readonly Point[], describe: (point: Point) => string): Plot.Markish {
  const shared = { title: describe, fill: "var(--card)", stroke: "var(--edge)", textPadding: 10, lineWidth: 34, lineHeight: 1.4, pathFilter: "none" };
  if (choice.type === "line" || choice.type === "scatter") {
    return Plot.tip(found, Plot.pointer({ ...shared, x: (point: Point) => (point.span ? new Date(point.x) : point.x), y: "y" }));
  }
  const far = (point: Point) => (Number.isNaN(point.y) ? (Number.isNaN(point.upper) ? point.lower : point.upper) : point.y);
  return Plot.tip(found, Plot.pointerY({ ...shared, x: far, y: (_: Point, index: number) => index }));
}

/** Gives what a chart is called. */
export function name(answer: Answer, choice: Choice): string {
  return answer.say("chart_name", { type: answer.say(`chart_${choice.type}`), y: answer.measured(choice.y), x: choice.x && answer.title(choice.x) });
}

/** Gives the names on an axis of names; where two would be equal, the time tells them apart. */
function namesOf(answer: Answer, choice: Choice, found: readonly Point[]): string[] {
  const name = (point: Point, timed: boolean) =>
    [choice.x ? answer.name(point.name) || answer.say("unbound") : "", choice.series ? answer.name(point.series) : "", timed ? answer.name(point.time) : ""].filter(Boolean).join(" · ") || String(point.row + 1);
  const short = found.map((point) => name(point, false));
  return new Set(short).size === short.length ? short : found.map((point) => name(point, true));
}

/** Gives the unit that all points share, for the axis. */
function unit(answer: Answer, found: readonly Point[]): string {
  const column = answer.columns.columns.find(({ name }) => /^(?:unit|currency)/i.test(name));
  if (!column || !found.length) return "";
  const codes = new Set(found.map(({ row }) => column.codes[row]!));
  const [code] = codes;
  return codes.size === 1 && code ? ` (${answer.name(column.term(code))})` : "";
}

function series(answer: Answer, choice: Choice, found: readonly Point[]) {
  const keys = choice.series ? [...new Set(found.map(({ series }) => series?.value ?? ""))] : [""];
  const looks = keys.map((key, index): Look => {
    const at = Math.min(index, MOST_SERIES - 1);
    const first = found.find(({ series }) => (series?.value ?? "") === key);
    return {
      name: choice.series ? answer.name(first?.series ?? null) || answer.say("unbound") : "",
      colour: COLOURS[at % COLOURS.length]!,
      dash: DASHES[at]!,
      symbol: SYMBOLS[at]!,
    };
  });
  const index = new Map(keys.map((key, place) => [key, looks[place]!]));
  return { looks: choice.series ? looks : [], lookOf: (point: Point) => index.get(choice.series ? (point.series?.value ?? "") : "")! };
}

function legendRows(looks: readonly Look[], width: number): number {
  return looks.length ? places(looks, width).at(-1)!.row + 1 : 0;
}

function legend(looks: readonly Look[], width: number, choice: Choice, top: number): SVGGElement {
  const at = places(looks, width);
  return drawn("g", { class: "legend" }, ...looks.map((look, index) => {
    const { left, row } = at[index]!;
    const symbol = Plot.plot({ axis: null, marks: [Plot.dot([[0, 0]], { symbol: look.symbol, fill: look.colour, r: 4.5, frameAnchor: "middle", x: null, y: null })] });
    const path = symbol.querySelector("path, circle");
    for (const name of ["cx", "cy"]) path?.removeAttribute(name);
    path?.setAttribute("transform", "translate(12 0)");
    path?.setAttribute("fill", look.colour);
    return drawn("g", { transform: `translate(${left} ${top + row * LEGEND})` },
      choice.type === "line" ? drawn("line", { x2: 24, stroke: look.colour, "stroke-width": 2, "stroke-dasharray": look.dash || null }) : null,
      path,
      drawn("text", { x: 32, dy: "0.35em", "text-anchor": "start" }, look.name));
  }));
}

function places(looks: readonly Look[], width: number): { left: number; row: number }[] {
  let [left, row] = [0, 0];
  return looks.map(({ name }) => {
    const own = 52 + LETTER * wide(name);
    if (left && left + own > width) [left, row] = [0, row + 1];
    const found = { left, row };
    left += own;
    return found;
  });
}

function wide(text: string): number {
  let length = 0;
  for (const character of text) length += character.charCodeAt(0) > 0x2e7f ? 1.8 : 1;
  return length;
}

function cut(text: string, letters: number): string {
  return wide(text) <= letters ? text : `${[...text].slice(0, Math.max(3, Math.floor((letters * text.length) / wide(text)) - 1)).join("")}…`;
}
