import assert from "node:assert/strict";
import { test } from "node:test";
import { pagePath, shortName, webAddress } from "./names.ts";

const BASE = "https://w3id.org/cbec/";

test("names of ours are short", () => {
  assert.equal(shortName(`${BASE}id/place/Shenzhen`), "place:Shenzhen");
  assert.equal(shortName(`${BASE}id/indicator/cbec-trade`), "ind:cbec-trade");
  assert.equal(shortName(`${BASE}ont#City`), "cbec:City");
  assert.equal(shortName("urn:x"), "urn:x");
});

test("an IRI of ours has its page here", () => {
  assert.equal(pagePath(`${BASE}id/place/Shenzhen`), "doc/place/Shenzhen");
  assert.equal(pagePath(`${BASE}ont#City`), "doc/term/City");
  assert.equal(pagePath(`${BASE}code/unit/CNY`), "doc/code/unit/CNY");
  assert.equal(pagePath(`${BASE}id/place/a?b#c`), "doc/place/a%3Fb%23c");
  assert.equal(pagePath("https://example.org/"), "");
});

test("only the web is followed outside", () => {
  assert.equal(webAddress("https://example.org/a"), "https://example.org/a");
  for (const iri of ["javascript:alert(1)", "data:text/html,x", "urn:x", 'http://a"b', "ftp://a"]) assert.equal(webAddress(iri), "", iri);
});
