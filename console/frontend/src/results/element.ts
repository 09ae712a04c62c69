// Elements of a page, made without a word of markup: what a stranger wrote is only ever text.

type Child = Node | string | null | undefined | false;
type Given = string | number | boolean | null | undefined | ((event: never) => void);

const SVG = "http://www.w3.org/2000/svg";

/** Makes an element; a function is a listener, `true` an attribute without a value. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  given: Record<string, Given> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  return filled(document.createElement(name), given, children);
}

/** Makes an element of a drawing. */
export function drawn<Name extends keyof SVGElementTagNameMap>(
  name: Name,
  given: Record<string, Given> = {},
  ...children: Child[]
): SVGElementTagNameMap[Name] {
  return filled(document.createElementNS(SVG, name), given, children);
}

/** Gives a choice among named values; `chosen` is called with each that is taken. */
export function choice(
  label: string,
  values: readonly (readonly [string, string])[],
  value: string,
  chosen: (value: string) => void,
): HTMLLabelElement {
  const select = element("select", { "aria-label": label, change: () => chosen(select.value) });
  for (const [one, name] of values) select.append(element("option", { value: one, selected: one === value }, name));
  return element("label", { class: "choice" }, element("span", {}, label), select);
}

function filled<Made extends Element>(made: Made, given: Record<string, Given>, children: Child[]): Made {
  for (const [name, value] of Object.entries(given)) {
    if (typeof value === "function") made.addEventListener(name, value as EventListener);
    else if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) if (child) made.append(child);
  return made;
}
