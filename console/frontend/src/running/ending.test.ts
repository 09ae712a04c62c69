import assert from "node:assert/strict";
import { test } from "node:test";
import { kindOfRefusal, outOfTime, releaseOf, secondsOf } from "./ending.ts";

test("time, memory, size, crowding and mistakes are told apart", () => {
  assert.equal(kindOfRefusal(504, "time-limit"), "time");
  assert.equal(kindOfRefusal(422, "memory-limit"), "memory");
  assert.equal(kindOfRefusal(413, "result-too-large"), "cut");
  assert.equal(kindOfRefusal(503, "busy"), "refused");
  assert.equal(kindOfRefusal(429, "too-many-requests"), "refused");
  assert.equal(kindOfRefusal(400, "query"), "error");
  assert.equal(kindOfRefusal(503, "engine-crashed"), "error");
});

test("without a code the status decides", () => {
  assert.equal(kindOfRefusal(503, undefined), "refused");
  assert.equal(kindOfRefusal(504, undefined), "time");
  assert.equal(kindOfRefusal(502, undefined), "error");
});

test("the time to wait is a number of seconds or a date", () => {
  assert.equal(secondsOf("7", 0), 7);
  assert.equal(secondsOf("Thu, 01 Jan 1970 00:00:05 GMT", 1500), 4);
  assert.equal(secondsOf("Thu, 01 Jan 1970 00:00:05 GMT", 9000), 0);
  assert.equal(secondsOf("soon", 0), undefined);
  assert.equal(secondsOf(null, 0), undefined);
});

test("a transfer that broke at about the time limit was probably ended by it", () => {
  const broke = (milliseconds: number) => ({ kind: "cut" as const, rows: 5, milliseconds, release: "" });
  assert.ok(outOfTime(broke(10_020), 10));
  assert.ok(outOfTime(broke(12_000), 10));
  assert.ok(!outOfTime(broke(3_000), 10));
  assert.ok(!outOfTime(broke(60_000), 10));
  assert.ok(!outOfTime(broke(10_020), null));
  assert.ok(!outOfTime({ ...broke(10_020), problem: { code: "result-too-large" } }, 10));
  assert.ok(outOfTime({ ...broke(1), kind: "time" }, null));
});

test("the release stands in the link to what the answer was derived from", () => {
  const link = '<https://e/l>; rel="license", <https://e/release/abc-1>; rel="http://www.w3.org/ns/prov#wasDerivedFrom"';
  assert.equal(releaseOf(link), "abc-1");
  assert.equal(releaseOf('<https://e/release/abc>; rel="next"'), "");
  assert.equal(releaseOf(null), "");
});
