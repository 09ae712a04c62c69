// Sheets over the page: history, saved queries, sharing, keys. The browser keeps the focus inside.
import { element } from "../results/element.ts";
import type { Speak } from "./site.ts";

let made = 0;

/** Opens a sheet; it is gone when it closes. `fill` gives what stands in it. */
export function openSheet(title: string, say: Speak, fill: (close: () => void) => Node[], narrow = false): HTMLDialogElement {
  const id = `sheet-${++made}`;
  const dialog = element("dialog", { class: `sheet${narrow ? " narrow" : ""}`, "aria-labelledby": id });
  const close = (): void => dialog.close();
  dialog.append(
    element(
      "header",
      {},
      element("h2", { id }, title),
      element("button", { type: "button", class: "tab-tool", "aria-label": say("close"), title: say("close"), click: close }, "×"),
    ),
    element("div", { class: "sheet-body" }, ...fill(close)),
  );
  dialog.addEventListener("close", () => dialog.remove());
  // a click beside the sheet closes it
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) close();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
