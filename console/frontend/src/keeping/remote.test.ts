import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { Remote } from "./remote.ts";

const real = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = real;
});

/** A window's store in memory. */
function store(): Storage {
  const kept = new Map<string, string>();
  return { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => kept.set(key, value), removeItem: (key: string) => kept.delete(key) } as unknown as Storage;
}

function answering(answer: () => Response): { asked: { address: string; init: RequestInit }[] } {
  const asked: { address: string; init: RequestInit }[] = [];
  globalThis.fetch = ((address: string, init: RequestInit) => {
    asked.push({ address, init });
    return Promise.resolve(answer());
  }) as typeof fetch;
  return { asked };
}

test("the token travels in a header and nowhere else", async () => {
  const { asked } = answering(() => Response.json({ queries: [{ name: "a", query: "ASK {}", view: "raw", saved: "2026-01-01T00:00:00Z" }, "nonsense", { name: 1 }] }));
  const remote = new Remote("/saved", store());
  remote.use("kg_secret");
  const found = await remote.saved();
  assert.deepEqual(asked.map(({ address }) => address), ["/saved"]);
  assert.equal((asked[0]!.init.headers as Record<string, string>).Authorization, "Bearer kg_secret");
  assert.ok(Array.isArray(found));
  assert.deepEqual(found[0], { name: "a", text: "ASK {}", view: "raw", when: Date.UTC(2026, 0, 1) });
});

test("a name is one step of the address, whatever is in it", async () => {
  const { asked } = answering(() => new Response(null, { status: 204 }));
  const remote = new Remote("/saved", store());
  remote.use("kg_secret");
  await remote.remove("../a/b?c#d");
  assert.deepEqual(asked.map(({ address, init }) => [init.method, address]), [["DELETE", "/saved/..%2Fa%2Fb%3Fc%23d"]]);
});

test("what cannot be a token is not sent", async () => {
  const { asked } = answering(() => Response.json({}));
  const remote = new Remote("/saved", null);
  assert.equal(await remote.saved("two\r\nlines"), "unknown");
  assert.equal(await remote.saved(""), "unknown");
  assert.equal(asked.length, 0);
});

test("a refusal and a silent server are told apart", async () => {
  const remote = new Remote("/saved", store());
  remote.use("kg_secret");
  for (const [status, said] of [[401, "unknown"], [507, "refused"]] as const) {
    answering(() => new Response("", { status }));
    assert.equal(await remote.save("a", "ASK {}", ""), said);
  }
  globalThis.fetch = () => Promise.reject(new TypeError("offline"));
  assert.equal(await remote.saved(), "offline");
});
