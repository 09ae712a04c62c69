// A map that is brought nearer and moved: by buttons, wheel, dragging and keys. It stays a drawing
// of the server; only its view box changes, so that names keep their links.
import { shifted, zoomed, type Frame } from "./frame.ts";

const STEP = 1.5;
const PART = 0.2;
const STILL = 4;
const GROWS = 0.8;

/** Lets the drawings of a map be moved; its buttons, which do nothing else, come into sight. */
export function letMove(map: HTMLElement, buttons: HTMLElement): void {
  const drawings = [...map.querySelectorAll<SVGSVGElement>("svg[viewBox]")].map((svg) => new Drawing(svg));
  const each = (act: (drawing: Drawing) => void) => drawings.forEach(act);
  buttons.hidden = false;
  buttons.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (button?.value === "in") each((one) => one.zoom(STEP));
    if (button?.value === "out") each((one) => one.zoom(1 / STEP));
    if (button?.value === "all") each((one) => one.reset());
  });
  map.tabIndex = 0;
  map.role = "group";
  map.ariaLabel = buttons.dataset["hint"] ?? "";
  map.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const act = KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    each(act);
  });
}

class Drawing {
  readonly #svg: SVGSVGElement;
  readonly #whole: Frame;
  #frame: Frame;

  constructor(svg: SVGSVGElement) {
    this.#svg = svg;
    const { x, y, width, height } = svg.viewBox.baseVal;
    this.#whole = this.#frame = { x, y, width, height };
    svg.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    svg.addEventListener("dragstart", (event) => event.preventDefault());
    svg.addEventListener("pointerdown", (event) => this.#drag(event));
  }

  zoom(factor: number, x = this.#frame.x + this.#frame.width / 2, y = this.#frame.y + this.#frame.height / 2): void {
    this.#show(zoomed(this.#frame, this.#whole, factor, x, y));
  }

  shift(right: number, down: number): void {
    this.#show(shifted(this.#frame, this.#whole, right, down));
  }

  reset(): void {
    this.#show(this.#whole);
  }

  /** The page scrolls under a wheel unless a modifier is held or the map has the focus. */
  #wheel(event: WheelEvent): void {
    const chosen = this.#svg.closest(".map")?.contains(document.activeElement) ?? false;
    if (!event.ctrlKey && !event.metaKey && !chosen) return;
    event.preventDefault();
    const box = this.#svg.getBoundingClientRect();
    const x = this.#frame.x + ((event.clientX - box.left) / box.width) * this.#frame.width;
    const y = this.#frame.y + ((event.clientY - box.top) / box.height) * this.#frame.height;
    this.zoom(event.deltaY < 0 ? STEP : 1 / STEP, x, y);
  }

  #drag(event: PointerEvent): void {
    if (event.button !== 0 || this.#frame === this.#whole) return;
    const begun = this.#frame;
    const box = this.#svg.getBoundingClientRect();
    const ended = new AbortController();
    let moved = false;
    const move = (now: PointerEvent) => {
      const right = (event.clientX - now.clientX) / box.width;
      const down = (event.clientY - now.clientY) / box.height;
      moved ||= Math.hypot(right * box.width, down * box.height) > STILL;
      if (moved) this.#show(shifted(begun, this.#whole, right, down));
    };
    addEventListener("pointermove", move, { signal: ended.signal });
    addEventListener("pointercancel", () => ended.abort(), { signal: ended.signal });
    addEventListener(
      "pointerup",
      () => {
        ended.abort();
        // a link on which a drag happens to end is not followed
        if (moved) addEventListener("click", swallow, { capture: true, once: true });
        window.setTimeout(() => removeEventListener("click", swallow, { capture: true }), 0);
      },
      { signal: ended.signal },
    );
    if (event.pointerType === "mouse") event.preventDefault();
  }

  #show(frame: Frame): void {
    this.#frame = frame.width === this.#whole.width ? this.#whole : frame;
    const { x, y, width, height } = this.#frame;
    this.#svg.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
    this.#svg.classList.toggle("nearer", this.#frame !== this.#whole);
    // signs and names grow less than the land, so that more of them can be told apart
    this.#svg.style.setProperty("--near", String((this.#whole.width / width) ** GROWS));
  }
}

const KEYS: Readonly<Record<string, (drawing: Drawing) => void>> = {
  "+": (one) => one.zoom(STEP),
  "=": (one) => one.zoom(STEP),
  "-": (one) => one.zoom(1 / STEP),
  "0": (one) => one.reset(),
  ArrowLeft: (one) => one.shift(-PART, 0),
  ArrowRight: (one) => one.shift(PART, 0),
  ArrowUp: (one) => one.shift(0, -PART),
  ArrowDown: (one) => one.shift(0, PART),
};

function swallow(event: Event): void {
  event.preventDefault();
  event.stopPropagation();
}
