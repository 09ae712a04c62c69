// SPARQL for the editor: the grammar of codemirror-lang-sparql, with our own tags on its nodes.
import { foldNodeProp, LanguageSupport } from "@codemirror/language";
import { styleTags, tags } from "@lezer/highlight";
import { SparqlLanguage } from "codemirror-lang-sparql";

const FUNCTIONS =
  "STR LANG LANGMATCHES DATATYPE BOUND IRI URI BNODE RAND ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE " +
  "ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE " +
  "TZ NOW UUID STRUUID MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRDT SAMETERM ISIRI ISURI ISBLANK " +
  "ISLITERAL ISNUMERIC SUBSTR REPLACE REGEX COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT";

const language = SparqlLanguage.configure({
  props: [
    styleTags({
      [FUNCTIONS]: tags.function(tags.variableName),
      A_predicate: tags.keyword,
      Var: tags.variableName,
      "IriRef Pname_ln Pname_ns": tags.url,
      "VerbPath Iri RDFLiteral/Iri ObjectListPath/..": tags.url,
      Langtag: tags.annotation,
      "Integer Decimal Double": tags.integer,
    }),
    // the grammar has no nodes for brackets
    foldNodeProp.add({ "GroupGraphPattern ConstructTemplate QuadData": ({ from, to }) => ({ from: from + 1, to: to - 1 }) }),
  ],
});

const WORDS =
  "SELECT DISTINCT WHERE FILTER OPTIONAL UNION MINUS BIND VALUES GRAPH EXISTS NOT IN AS FROM NAMED " +
  "ORDER BY GROUP HAVING LIMIT OFFSET ASC DESC CONSTRUCT DESCRIBE ASK PREFIX BASE REDUCED UNDEF";

/** What may be offered where no name is written: words of the language, and its functions. */
export const KEYWORDS: readonly string[] = WORDS.split(" ");
/** Those that may begin a part of a pattern. */
export const PATTERN_WORDS: readonly string[] = "FILTER OPTIONAL UNION MINUS BIND VALUES GRAPH SELECT".split(" ");
export const FUNCTION_NAMES: readonly string[] = FUNCTIONS.split(" ");

export function sparql(): LanguageSupport {
  return new LanguageSupport(language, [
    language.data.of({ commentTokens: { line: "#" }, wordChars: "?$:_", indentOnInput: /^\s*[}\])]$/, closeBrackets: { brackets: ["(", "[", "{", '"', "'"] } }),
  ]);
}
