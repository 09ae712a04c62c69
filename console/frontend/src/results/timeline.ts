import { element } from "./element.ts";
import type { Answer, Options, View } from "./view.ts";
export class Timeline implements View {
  readonly element = element("div");
  constructor(readonly answer: Answer, readonly options: Options = {}) {}
  refresh(): void {}
  close(): void {}
}
