// Taking an answer away: every format of the server, and the drawing that is in sight.
import { savePng, saveSvg } from "./drawing.ts";
import { element } from "./element.ts";
import type { Item } from "./menu.ts";
import { address } from "./site.ts";
import type { Kind } from "./terms.ts";
import type { Answer, ViewName } from "./view.ts";

const FORMS: Record<Kind, readonly (readonly [string, string])[]> = {
  select: [["csv", "CSV"], ["tsv", "TSV"], ["xlsx", "Excel"], ["parquet", "Parquet"], ["json", "JSON"], ["xml", "XML"]],
  graph: [["ttl", "Turtle"], ["jsonld", "JSON-LD"], ["nt", "N-Triples"], ["rdf", "RDF/XML"], ["xlsx", "Excel"], ["parquet", "Parquet"]],
  ask: [["json", "JSON"], ["xml", "XML"], ["csv", "CSV"], ["tsv", "TSV"]],
};
// servers and what stands before them take addresses up to about 8,000 characters
const LONGEST = 6000;

/** Gives what can be taken away of an answer. */
export function downloads(answer: Answer, view: ViewName, drawing: SVGSVGElement | null): Item[] {
  const { query, kind } = answer.meta;
  const items: Item[] = FORMS[kind].map(([suffix, name]) => {
    const href = `${address(`sparql.${suffix}`)}?query=${encodeURIComponent(query)}`;
    return href.length <= LONGEST ? { name, href } : { name, act: () => post(suffix, query) };
  });
  if (drawing) {
    const name = `${view}${answer.meta.release ? `-${answer.meta.release.slice(0, 8)}` : ""}`;
    items.push(
      { name: answer.say("save_svg"), act: () => saveSvg(drawing, name), apart: true },
      { name: answer.say("save_png"), act: () => void savePng(drawing, name) },
    );
  }
  return items;
}

/** Asks for a file with a query that is too long for an address. */
function post(suffix: string, query: string): void {
  const form = element("form", { method: "post", action: address(`sparql.${suffix}`), hidden: true });
  const field = element("textarea", { name: "query" });
  field.value = query;
  form.append(field);
  document.body.append(form);
  form.submit();
  form.remove();
}
