import assert from "node:assert/strict";
import { test } from "node:test";
import { add, compare, decimal, isDecimal, notation, share, text, written } from "./decimal.ts";

const of = (lexical: string) => {
  const found = decimal(lexical);
  assert.ok(found, lexical);
  return found;
};

test("a sum keeps every digit, where binary numbers would not", () => {
  assert.equal(text(add(of("0.1"), of("0.2"))), "0.3");
  assert.equal(text(add(of("9007199254740993"), of("0.000000000000000001"))), "9007199254740993.000000000000000001");
});

test("numbers compare by value and not by how they are written", () => {
  assert.equal(compare(of("1.50"), of("1.5")), 0);
  assert.equal(compare(of("-2"), of("1e-3")), -1);
  assert.equal(compare(of("123456789012345678.2"), of("123456789012345678.1")), 1);
});

test("an exponent moves the point", () => {
  assert.equal(text(of("1.25E3")), "1250");
  assert.equal(text(of("-12e-4")), "-0.0012");
});

test("what is no number is none", () => {
  for (const lexical of ["", ".", "-", "NaN", "INF", "1,5", "0x1f", "1e9999", "12 "]) assert.equal(decimal(lexical), null, lexical);
});

test("a mean is rounded half away from zero", () => {
  assert.equal(text(share(of("1"), 3)), "0.3333");
  assert.equal(text(share(of("-2"), 3)), "-0.6667");
  assert.equal(text(share(of("10"), 4)), "2.5");
});

test("a number is grouped as its language does, and keeps its digits", () => {
  assert.equal(written("1220000000000", notation("en")), "1,220,000,000,000");
  assert.equal(written("-1234567.50", notation("pt-PT")).replaceAll("\u00a0", " "), "−1 234 567,50");
  assert.equal(written("2024", notation("en")), "2024");
  assert.equal(written("1.0E6", notation("en")), "1.0E6");
  assert.equal(written("about 5", notation("en")), "about 5");
});

test("what is told to be a number is one", () => {
  for (const one of ["1", "-1.5", ".5", "5.", "+2e3", "1.0E-3", "", ".", "-", "1e", "NaN", "INF", "1 2", "1e1000"]) {
    assert.equal(isDecimal(one), decimal(one) !== null, one);
  }
});
