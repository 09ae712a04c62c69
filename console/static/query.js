// A shortcut and a saved click; without this file the page lacks nothing else.
const form = document.querySelector("#query-form");
const query = document.querySelector("#query");
const example = document.querySelector("#example");

query.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit();
  }
});

// A mouse that chooses means it; a keyboard passes options by on its way to the right one.
example?.addEventListener("pointerdown", () => {
  example.addEventListener("change", () => example.form.requestSubmit(), { once: true });
}, { once: true });
