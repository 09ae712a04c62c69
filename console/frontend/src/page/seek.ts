// Suggestions while a reader types: loaded when a search box is first entered.

/** Lets these search boxes suggest; without it they submit their forms, as they do anyway. */
export function offerSuggestions(inputs: Iterable<HTMLInputElement>): void {
  for (const input of inputs) {
    const begin = async () => (await import("../seek/combobox.ts")).suggestFor(input);
    if (document.activeElement === input) void begin();
    else input.addEventListener("focus", () => void begin(), { once: true });
  }
}
