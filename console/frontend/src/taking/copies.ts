// Texts to be taken away get a button that copies them; without scripts they can be selected.

/** Has every button beside a text in `root` copy it, once; each says of itself when it has. */
export function offerCopies(root: ParentNode): void {
  for (const take of root.querySelectorAll<HTMLElement>("[data-take]")) {
    const button = take.querySelector("button");
    const text = take.querySelector<HTMLElement>("textarea, pre");
    if (!button?.hidden || !text) continue;
    const named = button.textContent ?? "";
    button.hidden = false;
    button.addEventListener("click", () => void copied(text).then((whole) => {
      button.textContent = whole ? (button.dataset.done ?? named) : named;
      window.setTimeout(() => (button.textContent = named), 2000);
    }));
  }
}

/** Copies a text, or selects it where the browser does not let a page copy. */
async function copied(text: HTMLElement): Promise<boolean> {
  const field = text instanceof HTMLTextAreaElement ? text : null;
  if (field) field.select();
  else window.getSelection()?.selectAllChildren(text);
  try {
    await navigator.clipboard.writeText(field?.value ?? text.textContent ?? "");
    return true;
  } catch {
    return false;
  }
}
