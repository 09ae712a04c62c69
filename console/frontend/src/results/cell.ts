// A term in a cell: a label and a link, a number in groups, a text with its language.
import { element } from "./element.ts";
import { kindOfTerm } from "./kinds.ts";
import { shortName } from "./names.ts";
import { XSD, type Term } from "./terms.ts";
import type { Answer } from "./view.ts";

export type Naming = "both" | "labels" | "iris";

const LONGEST = 400;
const PLAIN = new Set(["", `${XSD}string`, `${XSD}date`, `${XSD}anyURI`, `${XSD}gYear`]);

/** Fills a cell with a term. Links are followed by mouse here; the grid follows them by keyboard. */
export function fill(cell: HTMLElement, term: Term | null, answer: Answer, naming: Naming): void {
  cell.replaceChildren();
  cell.classList.toggle("number", term?.type === "literal" && kindOfTerm(term, term.value) === "number");
  if (!term) return;
  if (term.type === "iri") {
    cell.append(...ofIri(term.value, answer, naming));
  } else if (term.type === "bnode") {
    cell.append(element("span", { class: "faint" }, `_:${term.value}`));
  } else {
    const shown = answer.name(term);
    cell.append(shown.length > LONGEST ? `${shown.slice(0, LONGEST)}…` : shown);
    if (term.language) {
      cell.lang = term.language;
      cell.append(element("span", { class: "tag", lang: "en" }, term.language));
    } else if (term.datatype && !PLAIN.has(term.datatype) && !cell.classList.contains("number")) {
      cell.append(element("span", { class: "tag" }, shortName(term.datatype).replace("xsd:", "")));
    }
  }
  if (!term || term.type !== "literal" || !term.language) cell.removeAttribute("lang");
}

function ofIri(iri: string, answer: Answer, naming: Naming): Node[] {
  const short = shortName(iri);
  const label = naming === "iris" ? undefined : answer.labels.of(iri);
  const leads = answer.labels.leads(iri);
  const name = label?.text ?? short;
  const inner = label && naming === "both" ? [element("span", { class: "short", lang: "en" }, short)] : [];
  if (!leads) return [element("span", {}, name), ...inner];
  const link = element("a", {
    href: leads.href,
    tabindex: "-1",
    lang: label && label.language !== answer.language ? label.language : null,
    ...(leads.outside ? { rel: "noopener noreferrer nofollow", class: "outside" } : {}),
  }, name);
  return [link, ...inner];
}
