import assert from "node:assert/strict";
import { test } from "node:test";
import { placeAt, type Place } from "./place.ts";

const PREFIXES = {
  cbec: "urn:c:",
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  rdfs: "http://www.w3.org/2000/01/rdf-schema#",
};

/** The place of the mark `|` in a text. */
function at(marked: string): Place {
  const here = marked.indexOf("|");
  return placeAt(marked.slice(0, here) + marked.slice(here + 1), here, PREFIXES);
}

test("the position is told by the grammar", () => {
  for (const [marked, position] of [
    ["SELECT * { | }", "subject"],
    ["SELECT * { pla| }", "subject"],
    ["SELECT * { ?s | }", "predicate"],
    ["SELECT * { ?s cbec:x 1 ; cbec:n| }", "predicate"],
    ["SELECT * { ?s cbec:x/cbec:n| ?o }", "predicate"],
    ["SELECT * { ?s ^cbec:n| ?o }", "predicate"],
    ["SELECT * { ?s cbec:x | }", "object"],
    ["SELECT * { ?s cbec:x 深| . ?s ?p ?o }", "object"],
    ["SELECT * { ?s cbec:x ?o , place:S| }", "object"],
    ["SELECT * { ?s cbec:x <http://e| }", "object"],
    ["SELECT * { ?s a | }", "class"],
    ["SELECT * { ?s a cbec:Ci| ; cbec:x ?o }", "class"],
    ["SELECT * { ?s rdf:type Ci| }", "class"],
    ["SELECT * { ?s a/rdfs:subClassOf* Ci| }", "class"],
    ["SELECT * { ?s cbec:x [ a Ci| ] }", "class"],
    ["SELECT * { GRAPH | { ?s ?p ?o } }", "graph"],
    ["SELECT * FROM gr| { ?s ?p ?o }", "graph"],
    ["SELECT * FROM NAMED gr| { ?s ?p ?o }", "graph"],
    ["SELECT * { GRAPH graph:a { ?s | } }", "predicate"],
    ["SELECT * { ?s ?p ?o FILTER (?o = pla|) }", "any"],
    ["SELECT * { ?s ?p ?o FILTER (CON|) }", "any"],
    ["SELECT * { VALUES ?s { pla| } }", "any"],
    ["DESCRIBE pla|", "any"],
    ["PREFIX cb| SELECT * {}", "prefix"],
    ["PREFIX |", "prefix"],
    ["SELECT ?na| { ?s cbec:x ?name }", "variable"],
    ["SELECT * { ?s cbec:x ?| }", "variable"],
    ["SELECT * { ?s ?p ?o } # pla|", "none"],
    ['SELECT * { ?s ?p "pla|" }', "none"],
    ["INSERT DATA { | }", "subject"],
    ["CONSTRUCT { ?s cbec:n| ?o } WHERE { ?s ?p ?o }", "predicate"],
  ] as const) {
    assert.equal(at(marked).position, position, marked);
  }
});

test("where only a word of the language can stand, no name is looked for", () => {
  for (const [marked, position] of [
    ["|", "keyword"],
    ["SELE|", "keyword"],
    ["PREFIX a: <urn:a> SEL|", "keyword"],
    ["SELECT |", "keyword"],
    ["SELECT * WH|", "keyword"],
    ["SELECT * { ?s ?p ?o FIL|", "keyword"],
    ["SELECT * { ?s ?p ?o } ORDER |", "keyword"],
    ["SELECT * { ?s ?p ?o } LIM|", "keyword"],
    ["SELECT * { FILTER CON|", "function"],
    ["SELECT * { ?s ?p ?o } GROUP BY ?s HAV|", "function"],
    ["SELECT * { FILTER(STR|", "any"],
    ["SELECT (COU|", "any"],
  ] as const) {
    assert.equal(at(marked).position, position, marked);
  }
});

test("a name of several words is one word", () => {
  for (const [marked, word, position] of [
    ["SELECT * { ?s a cbec:Platform ;\n home mar| }", "home mar", "predicate"],
    ["SELECT * { ?s a industrial pa| }", "industrial pa", "class"],
    ["SELECT * { ?s cbec:in Hong Ko| }", "Hong Ko", "object"],
    ["SELECT * { ?s cbec:in pla| }", "pla", "object"],
    ["SELECT * { ?s ?p ?o OPTIONAL opt| }", "opt", "subject"],
    ["SELECT DISTINCT foo|", "foo", "keyword"],
    ["SELECT * { GRAPH named gr| { ?s ?p ?o } }", "gr", "graph"],
  ] as const) {
    assert.deepEqual([at(marked).word, at(marked).position], [word, position], marked);
  }
});

test("a line that is not finished does not hide the one below", () => {
  assert.equal(at("SELECT * {\n ?s cbec:x |\n ?t a cbec:City }").position, "object");
  assert.equal(at("SELECT * {\n ?s |\n ?t a cbec:City }").position, "predicate");
  assert.equal(at("SELECT * {\n ?t a cbec:City .\n ?s cb|").position, "predicate");
});

test("the word is what stands before the cursor", () => {
  assert.equal(at("SELECT * { ?s cbec:x 深圳| }").word, "深圳");
  assert.equal(at("SELECT * { ?s cbec:bas|edIn ?o }").word, "cbec:bas");
  assert.equal(at("SELECT * { ?s cbec:| }").word, "cbec:");
  assert.equal(at("SELECT * { ?s cbec:x <http://e/a| }").word, "<http://e/a");
  assert.equal(at("SELECT * { ?s | }").word, "");
  assert.equal(at("SELECT * { ?s cbec:x cbec:y.| }").word, "");
});

test("the classes are those that the query gives the subject, wherever it does", () => {
  assert.deepEqual(at("SELECT * { ?s a cbec:City ; cb| }").classes, ["urn:c:City"]);
  assert.deepEqual(at("SELECT * { ?s cb| . ?s a cbec:City , cbec:Port }").classes, ["urn:c:City", "urn:c:Port"]);
  assert.deepEqual(at("SELECT * { { ?s rdf:type <urn:d> } OPTIONAL { $s cbec:x | } }").classes, ["urn:d"]);
  assert.deepEqual(at("SELECT * { ?t a cbec:City . ?s cb| }").classes, []);
  assert.deepEqual(at("SELECT * { ?s a cbec:City ; cbec:x [ a cbec:Port ; cb| ] }").classes, ["urn:c:Port"]);
});

test("the classes of the subject say nothing of later steps of a path", () => {
  assert.deepEqual(at("SELECT * { ?s a cbec:City ; cbec:x/cb| }").classes, []);
});

test("the property is the one whose value is written", () => {
  assert.deepEqual(at("SELECT * { ?s cbec:x | }").properties, ["urn:c:x"]);
  assert.deepEqual(at("SELECT * { ?s cbec:x/cbec:y+ pl| }").properties, ["urn:c:y"]);
  assert.deepEqual(at("SELECT * { ?s <urn:p> pl| }").properties, ["urn:p"]);
  assert.deepEqual(at("SELECT * { ?s ?p pl| }").properties, []);
});

test("what leads to a variable tells what it is, where a property of it is written", () => {
  assert.deepEqual(at("SELECT * { ?s cbec:x ?t . ?t cb| }").properties, ["urn:c:x"]);
  assert.deepEqual(at("SELECT * { ?s cbec:y , ?u ; cbec:x/cbec:y $t . ?t | }").properties, ["urn:c:y"]);
  assert.deepEqual(at("SELECT * { ?s cbec:x ?t ; cb| }").properties, []);
});

test("prefixes of the query count before those of the server", () => {
  assert.deepEqual(at("PREFIX cbec: <urn:other:> SELECT * { ?s a cbec:City ; cb| }").classes, ["urn:other:City"]);
});

test("the variables of the query are known", () => {
  assert.deepEqual(at("SELECT ?name { ?city cbec:x ?name . ?c| }").variables.slice(0, 2), ["name", "city"]);
});

test("what the query says of a subject is told where its class or a property is written", () => {
  const said = at("SELECT * { ?p cbec:led ?s . ?s cbec:x 1 ; cbec:y/cbec:z ?o ; rdfs:label ?l ; a | }");
  assert.deepEqual([said.position, said.properties, said.having], ["class", ["urn:c:led"], ["urn:c:x", `${PREFIXES.rdfs}label`]]);
  const next = at("SELECT * { ?s a cbec:C ; <urn:q> ?v ; ?any 3 . ?s cbec:n| }");
  assert.deepEqual([next.classes, next.having], [["urn:c:C"], ["urn:q"]]);
  assert.deepEqual(at("SELECT * { ?s cbec:x ?o . ?t | }").having, []);
  assert.deepEqual(at("SELECT * { ?t cbec:y [ cbec:x 1 ; a | ] }").having, ["urn:c:x"]);
});
