// The page of a link says how to pass it on; a sheet shows the same without leaving the query.

/** Gives what the page of a link says; null where it cannot be had. */
export async function partsOf(link: string, language: string): Promise<HTMLElement | null> {
  const address = new URL(`${new URL(link).pathname}/share`, location.href);
  address.searchParams.set("lang", language);
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    if (!answer.ok) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const parts = page.querySelector<HTMLElement>("[data-share]");
    return parts && document.adoptNode(parts);
  } catch {
    return null;
  }
}
