// Which clicks mean the pane, and what of a page goes into it.

type Click = Pick<MouseEvent, "button" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey" | "defaultPrevented">;

/** Tells whether a click on a link means to read on here, not in another tab or window. */
export function wanted(click: Click, link: Pick<HTMLAnchorElement, "target">): boolean {
  const modified = click.ctrlKey || click.metaKey || click.shiftKey || click.altKey;
  return click.button === 0 && !modified && !click.defaultPrevented && !link.target;
}

/** Gives the article of a page, without the way back to the site and with headings that fit. */
export function pageOf(text: string): Element | null {
  const article = new DOMParser().parseFromString(text, "text/html").querySelector("article.record");
  article?.querySelector(".crumbs")?.remove();
  return article;
}
