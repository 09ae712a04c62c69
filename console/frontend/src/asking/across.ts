// A table that is wider than its place says so, to those who see it and to those who hear it.

const TABLE = ".answer .table";
const HINT = "[data-across]";

/** Show the hint at the table of the answer exactly while the table can be scrolled sideways. */
export function hintAcross(page: Document): void {
  const table = page.querySelector<HTMLElement>(TABLE);
  const hint = page.querySelector<HTMLElement>(HINT);
  if (!table || !hint) return;
  const look = (): void => {
    hint.hidden = table.scrollWidth <= table.clientWidth + 1;
    if (hint.hidden) table.removeAttribute("aria-describedby");
    else table.setAttribute("aria-describedby", hint.id);
  };
  new ResizeObserver(look).observe(table);
}
