// Suggestions while a reader types: loaded when a search box is first entered.

/** Lets these search boxes suggest; without it they submit their forms, as they do anyway. */
export function offerSuggestions(inputs: Iterable<HTMLInputElement>): void {
  for (const input of inputs) {
    const begin = () =>
      import("../seek/combobox.ts").then(
        (made) => made.suggestFor(input),
        () => {}, // the server is away
      );
    if (document.activeElement === input) void begin();
    else input.addEventListener("focus", () => void begin(), { once: true });
  }
}
