// Texts to be cited get a button that copies them.

/** Gives every text to be cited a button; the words of the button stand in the template. */
export function offerCopies(root: Document): void {
  const template = root.querySelector<HTMLTemplateElement>("#copy");
  if (!template || !navigator.clipboard) return;
  for (const text of root.querySelectorAll<HTMLElement>(".quotation")) {
    const button = (template.content.cloneNode(true) as DocumentFragment).querySelector("button")!;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text.textContent ?? "");
      button.textContent = button.dataset.done ?? "";
    });
    text.after(button);
  }
}
