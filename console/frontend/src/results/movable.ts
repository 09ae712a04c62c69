// A drawing that can be moved and looked at closer: by mouse, by touch, by keys and by buttons.
import { element } from "./element.ts";
import type { Answer } from "./view.ts";

export interface Position {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

const STEP = 60;
const CLOSER = 1.5;

/** Where a drawing is and how large. `onmove` is called with each new position. */
export class Movable {
  position: Position = { x: 0, y: 0, scale: 1 };
  onmove: (position: Position) => void = () => {};
  readonly buttons: HTMLElement;
  private readonly element: SVGSVGElement;
  private readonly most: number;
  private readonly pointers = new Map<number, { x: number; y: number }>();

  constructor(element: SVGSVGElement, answer: Answer, most: number) {
    this.element = element;
    this.most = most;
    element.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    element.addEventListener("pointerdown", (event) => this.down(event));
    element.addEventListener("pointermove", (event) => this.move(event));
    for (const name of ["pointerup", "pointercancel"] as const) element.addEventListener(name, (event) => this.pointers.delete(event.pointerId));
    element.addEventListener("keydown", (event) => this.key(event));
    this.buttons = makeButtons(answer, this);
  }

  /** Goes back to all of it. */
  fit(): void {
    this.set({ x: 0, y: 0, scale: 1 });
  }

  /** Looks closer at the middle, or from further away. */
  closer(by = CLOSER): void {
    const { width, height } = this.element.getBoundingClientRect();
    this.scale(by, width / 2, height / 2);
  }

  private scale(by: number, x: number, y: number): void {
    const { position } = this;
    const scale = Math.min(this.most, Math.max(0.2, position.scale * by));
    const ratio = scale / position.scale;
    this.set({ scale, x: x - (x - position.x) * ratio, y: y - (y - position.y) * ratio });
  }

  private set(position: Position): void {
    this.position = position;
    this.onmove(position);
  }

  private wheel(event: WheelEvent): void {
    // the page scrolls on, unless the reader pinches or has gone into the drawing
    if (!event.ctrlKey && !this.element.contains(document.activeElement)) return;
    event.preventDefault();
    const { left, top } = this.element.getBoundingClientRect();
    this.scale(Math.exp(-event.deltaY / 400), event.clientX - left, event.clientY - top);
  }

  private down(event: PointerEvent): void {
    if ((event.target as Element).closest("a, [role=button]")) return;
    this.element.focus({ preventScroll: true });
    this.element.setPointerCapture(event.pointerId);
    this.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  }

  private move(event: PointerEvent): void {
    const before = this.pointers.get(event.pointerId);
    if (!before) return;
    const [other] = [...this.pointers].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
    const now = { x: event.clientX, y: event.clientY };
    this.pointers.set(event.pointerId, now);
    if (other) {
      const { left, top } = this.element.getBoundingClientRect();
      const far = (point: { x: number; y: number }) => Math.hypot(point.x - other.x, point.y - other.y) || 1;
      this.scale(far(now) / far(before), (now.x + other.x) / 2 - left, (now.y + other.y) / 2 - top);
    } else {
      this.set({ ...this.position, x: this.position.x + now.x - before.x, y: this.position.y + now.y - before.y });
    }
  }

  private key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const by = { ArrowLeft: [STEP, 0], ArrowRight: [-STEP, 0], ArrowUp: [0, STEP], ArrowDown: [0, -STEP] }[event.key];
    if (by) this.set({ ...this.position, x: this.position.x + by[0]!, y: this.position.y + by[1]! });
    else if (event.key === "+" || event.key === "=") this.closer();
    else if (event.key === "-") this.closer(1 / CLOSER);
    else if (event.key === "0") this.fit();
    else return;
    event.preventDefault();
  }
}

function makeButtons(answer: Answer, movable: Movable): HTMLElement {
  const button = (sign: string, name: string, act: () => void) =>
    element("button", { type: "button", class: "zoom", "aria-label": answer.say(name), title: answer.say(name), click: act }, sign);
  return element("div", { class: "zooms" },
    button("+", "zoom_in", () => movable.closer()),
    button("−", "zoom_out", () => movable.closer(1 / CLOSER)),
    button("⤢", "fit", () => movable.fit()));
}
