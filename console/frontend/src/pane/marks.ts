// A text opens where its span stands, not at its beginning.

/** Scrolls every passage so that what is marked in it can be seen. */
export function showMarks(root: ParentNode): void {
  for (const passage of root.querySelectorAll<HTMLElement>(".passage")) {
    const mark = passage.querySelector("mark");
    if (!mark) continue;
    const below = mark.getBoundingClientRect().top - passage.getBoundingClientRect().top;
    passage.scrollTop += below - passage.clientHeight / 3;
  }
}
