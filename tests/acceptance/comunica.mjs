// Asks a server through Comunica, whose modules stand in the folder that the first argument names,
// and writes what came as one JSON object. Without a token (the third argument) nothing is written.
import { createRequire } from "node:module";
import { join } from "node:path";

const [modules, base, token] = process.argv.slice(2);
const { QueryEngine } = createRequire(join(modules, "comunica.js"))("@comunica/query-sparql");
const engine = new QueryEngine();
const shenzhen = "<https://w3id.org/cbec/id/place/Shenzhen>";
const label = "<http://www.w3.org/2000/01/rdf-schema#label>";
const endpoint = { sources: [{ type: "sparql", value: `${base}/sparql` }] };
const found = {};

async function names(sources) {
  const rows = await engine.queryBindings(`SELECT ?n { ${shenzhen} ${label} ?n }`, { sources });
  return (await rows.toArray()).map((row) => row.get("n").value);
}

async function size(text) {
  return (await (await engine.queryQuads(text, endpoint)).toArray()).length;
}

function authorized(address, options = {}) {
  const headers = new Headers(options.headers);
  headers.set("Authorization", `Bearer ${token}`);
  return fetch(address, { ...options, headers });
}

found.endpoint = await names(endpoint.sources);
found.discovered = await names([`${base}/sparql`]);
found.graph = await names([`${base}/graphs/entities`]);
found.thing = await names([`${base}/doc/place/Shenzhen`]);
found.ask = await engine.queryBoolean(`ASK { ${shenzhen} ${label} "深圳"@zh }`, endpoint);
found.construct = await size(`CONSTRUCT WHERE { ${shenzhen} ?p ?o }`);
found.describe = await size(`DESCRIBE ${shenzhen}`);
if (token) {
  const destination = { type: "sparql", value: `${base}/update` };
  const context = { sources: [destination], destination, fetch: authorized };
  const triple = "<urn:test:深圳> <urn:test:p> '100%25 + 1'";
  await engine.queryVoid(`INSERT DATA { ${triple} }`, context);
  found.inserted = await engine.queryBoolean(`ASK { ${triple} }`, endpoint);
  await engine.queryVoid(`DELETE DATA { ${triple} }`, context);
  await engine.invalidateHttpCache();
  found.deleted = !(await engine.queryBoolean(`ASK { ${triple} }`, endpoint));
}
console.log(JSON.stringify(found));
