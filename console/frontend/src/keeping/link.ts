// Permanent links: a query, the view of its answer, and the release that answered it.

export interface Linked {
  readonly query: string;
  readonly view?: string;
  readonly release?: string;
  /** Only where the reader asked for a language in the address. */
  readonly language?: string;
}

export function permalink(endpoint: string, linked: Linked): string {
  const link = new URL(endpoint);
  link.searchParams.set("query", linked.query);
  if (linked.view) link.searchParams.set("view", linked.view);
  if (linked.release) link.searchParams.set("release", linked.release);
  if (linked.language) link.searchParams.set("lang", linked.language);
  return link.href;
}

/** Says whether the data has changed since a link was made; a release may be named by its head. */
export function changesSince(linked: string, current: string): boolean {
  if (!linked || !current) return false;
  return !current.startsWith(linked) && !linked.startsWith(current);
}

/** Gives the parts of the address of the workbench that are kept beside the query. */
export function readLink(search: string): { view: string; release: string; language: string } {
  const given = new URLSearchParams(search);
  return {
    view: given.get("view")?.toLowerCase() ?? "",
    release: given.get("release") ?? "",
    language: given.get("lang") ?? "",
  };
}
