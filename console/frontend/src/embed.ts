// A frame on another site's page: the answer of a query in one view. The table that the server
// wrote stands until then, and stays where the query cannot be run.
import { run } from "./running/run.ts";
import { Results } from "./results/results.ts";

interface Values {
  readonly endpoint: string;
  readonly query: string;
  readonly view: string;
  readonly options: Readonly<Record<string, string>>;
  readonly ask: boolean;
  readonly phrases: Readonly<Record<string, string>>;
}

const text = document.querySelector("#embed-values")?.textContent;
const host = document.querySelector<HTMLElement>("#embed");
if (text && host) void show(JSON.parse(text) as Values, host);

async function show(values: Values, host: HTMLElement): Promise<void> {
  const room = document.createElement("div");
  const results = new Results(room, values.phrases);
  results.show(values.view || "table", values.options);
  const ending = await run(values.endpoint, values.query, values.ask, new AbortController().signal, {
    begin: (columns, kind, release) => results.begin(columns, { query: values.query, kind, release }),
    add: (rows) => results.add(rows),
  });
  if (ending.kind !== "done" && ending.kind !== "full") return;
  document.querySelector(".served")?.remove();
  host.append(room);
  results.end({ complete: ending.kind === "done" });
}
