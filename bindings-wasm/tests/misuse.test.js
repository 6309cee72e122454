// Wrong use is told by an error that says what is wrong, in the words of callers.

import assert from "node:assert/strict";
import test from "node:test";

import { ChamdiemError, CriteriaSet } from "chamdiem";

const set = CriteriaSet.compile({
  format: 1, id: "demo", version: "1", rounding: { index: { digits: 2 } },
  tables: [{ id: "cases", columns: [{ id: "late", type: "boolean" }, { id: "took", type: "number", optional: true }] }],
  tree: [{ id: "1", max: 2, measure: "count(cases, late)", scale: { bands: [{ from: 1, points: 0 }, { below: 1, points: 2 }] } }],
});
const ROUND = { format: 1, criteria_set: { id: "demo", version: "1" }, period: { id: "2026" }, units: [{ id: "a" }] };

/** Every method with options, and those that it takes. */
const LOOKED = ["stage", "tables", "asOf", "calendar", "lang"];
const METHODS = {
  compile: [(options) => CriteriaSet.compile("{}", options), ["limits", "lang"]],
  check: [(options) => set.check(options), ["lang"]],
  score: [(options) => set.score(ROUND, options), ["detail", "ledgers", "watch", ...LOOKED]],
  records: [(options) => set.records("cases", ROUND, options), ["names", "asOf", "calendar", "lang"]],
  merge: [(options) => set.records("cases", ROUND).finish().merge(set.records("cases", ROUND).finish(), options), ["lang"]],
  sheet: [(options) => set.sheet("a", options), ["stage", "by", "at", "role", "home", "period", "asOf", "calendar", "statistics", "tables", "lang"]],
  statistics: [(options) => set.statistics(ROUND, options), LOOKED],
  explain: [(options) => set.explain(ROUND, "a", options), ["indicator", ...LOOKED]],
  audit: [(options) => set.audit(ROUND, options), ["near", "tables", "asOf", "calendar", "lang"]],
  compare: [(options) => set.compare(set, options), ["lang"]],
  tryRound: [(options) => set.tryRound(set, ROUND, options), ["newerTables", "tables", "asOf", "calendar", "lang"]],
  compareResults: [(options) => set.compareResults(set, set.score(ROUND), set.score(ROUND), options), ["lang"]],
};

for (const [method, [ask, names]] of Object.entries(METHODS)) {
  test(`${method}: options are a plain object, of known names and kinds`, () => {
    for (const options of [new Map([["lang", "vi"]]), new Date(0), new Set(), ["vi"], "vi", 5, null, () => {}]) {
      assert.throws(() => ask(options), { name: "TypeError", message: /^options are an object, not / });
    }
    // What other calls take is told like what none takes.
    for (const option of ["languge", "as_of", ...["near", "indicator"].filter((name) => !names.includes(name))]) {
      assert.throws(() => ask({ [option]: "x" }), { name: "Error", message: `options: \`${option}\` is not taken here, but ${names.join(", ")}` });
    }
    for (const option of names) {
      const message = new RegExp(`^options: \`${option}\` is (a|an) [a-z ]+, not null$`);
      assert.throws(() => ask({ [option]: null }), { name: "TypeError", message });
    }
    assert.throws(() => ask({ lang: 5 }), { name: "TypeError", message: "options: `lang` is a text, not number" });
  });
}

test("names of columns, ledgers and tables are of their kind", () => {
  const refused = (ask, message) => assert.throws(ask, { name: "TypeError", message });
  for (const names of [5, "late", ["late"], new Map([["late", "x"]]), { late: 5 }]) {
    refused(() => set.records("cases", ROUND, { names }), /^options: `names` is an object of texts, not /);
  }
  for (const ledgers of ["a", [1], new Set(["a"])]) refused(() => set.score(ROUND, { ledgers }), /^options: `ledgers` is a list of texts, not /);
  for (const tables of [{}, "x", new Set()]) refused(() => set.score(ROUND, { tables }), /^options: `tables` is a list, not /);
});

test("a criteria set is compiled within limits, and reads rounds within them", () => {
  const text = { format: 1, id: "demo", version: "1", rounding: { index: { digits: 2 } }, tree: [{ id: "1", max: 2, scale: "yes_no" }] };
  const codes = (ask) => {
    try {
      ask();
      return [];
    } catch (error) {
      assert.ok(error instanceof ChamdiemError);
      return error.diagnostics.map((one) => one.code);
    }
  };
  assert.deepEqual(codes(() => CriteriaSet.compile(text, { limits: { nodes: 0 } })), ["limit.nodes"]);
  assert.deepEqual(codes(() => CriteriaSet.compile(text, { limits: { node: 0 } })), ["key.unknown"]);
  const limited = CriteriaSet.compile(text, { limits: { nodes: 1, units: 0 } });
  assert.deepEqual(codes(() => limited.score(ROUND)), ["limit.units"]);
  for (const [most, found] of [[-1, "-1"], [1.5, "1.5"], [Number.NaN, "NaN"], [1e30, "1e+30"], ["5", "string"], [5n, "bigint"], [true, "boolean"], [null, "null"]]) {
    const message = `options: \`limits.nodes\` is a whole number from 0 to 9007199254740991, not ${found}`;
    assert.throws(() => CriteriaSet.compile(text, { limits: { units: 1, nodes: most } }), { name: "TypeError", message });
  }
  for (const limits of [5, "nodes", ["nodes"]]) {
    assert.throws(() => CriteriaSet.compile(text, { limits }), { name: "TypeError", message: /^options: `limits` is an object of whole numbers, not / });
  }
});

test("objects that are nested too deeply are refused like text, those too of which a part stands again and again", () => {
  const deep = CriteriaSet.compile({ format: 1, id: "demo", version: "1", rounding: { index: { digits: 2 } }, facts: [{ id: "x" }], tree: [{ id: "1", max: 2, scale: "yes_no" }] });
  for (const depth of [150, 300, 100_000]) {
    const [list, shared] = [(inside) => [inside], (inside) => [inside, inside]].map((nest) => Array.from({ length: depth }).reduce(nest, 1));
    // Written out, what stands twice on each of 150 levels would never end.
    for (const value of depth > 200 ? [list, shared] : [list]) {
      assert.throws(() => deep.score({ ...ROUND, units: [{ id: "a", facts: { x: value } }] }), ({ diagnostics: [{ code, path }] }) => code === "json.depth" && path === "/units/0/facts/x");
      assert.throws(() => deep.sheet("a", { stage: "self" }).set("1", value), ChamdiemError);
    }
  }
});

test("keys do not lie less than nothing apart", () => {
  for (const near of ["-1", " -0.01", "-1/3"]) {
    const message = `options: \`near\` is a number from 0 on, not ${near}`;
    assert.throws(() => set.audit(ROUND, { near }), { name: "TypeError", message });
  }
  const code = (wanted) => ({ diagnostics }) => diagnostics[0].code === wanted;
  assert.throws(() => set.audit(ROUND, { near: "-x" }), code("number.syntax"));
  assert.deepEqual(set.audit(ROUND, { near: "-0" }), set.audit(ROUND, { near: "0" }));
});

test("half of a pair of surrogates is no text of an option", () => {
  const asks = [() => set.check({ lang: "\ud800" }), () => set.score(ROUND, { ledgers: ["a", "\udfff"] }), () => set.sheet("a", { stage: "self", by: "\ud800" })];
  for (const ask of asks) assert.throws(ask, { name: "TypeError", message: /^options: `(lang|ledgers|by)` is no well-formed text/ });
});

test("a form is filled in by somebody, or `by` is left out", () => {
  for (const option of ["by", "role", "home"]) {
    const message = `options: \`${option}\` is a text that is not empty, not an empty one`;
    assert.throws(() => set.sheet("a", { stage: "self", [option]: "" }), { name: "TypeError", message });
  }
  assert.equal(set.sheet("a", { stage: "self", by: undefined }).submission().by, "a");
});

test("a set is compared with sets", () => {
  for (const other of [{}, null, undefined, "x", Object.create(CriteriaSet.prototype)]) {
    for (const ask of [() => set.compare(other), () => set.tryRound(other, ROUND), () => set.compareResults(other, "{}", "{}")]) {
      assert.throws(ask, { name: "TypeError", message: "a newer criteria set is what `CriteriaSet.compile` gave" });
    }
  }
});

test("a ledger of a unit that is not in the round is refused", () => {
  const unknown = ({ diagnostics: [{ code }] }) => code === "ledger.unknown";
  assert.throws(() => set.score(ROUND, { detail: "ledger", ledgers: ["a", "b"] }), (error) => error instanceof ChamdiemError && unknown(error));
});

test("what turns into nothing when it is written is refused with its place: nothing clears", () => {
  const form = set.sheet("a", { stage: "self" });
  const gives = (nothing) => ({ toJSON: () => nothing });
  const odd = [
    [new Date(Number.NaN), "an invalid Date"], [gives(null), "object"], [gives(undefined), "object"],
    [Object.assign(() => 1, gives(null)), "function"], [Object.assign([1], gives(null)), "a list"], [Symbol("x"), "symbol"], [() => 1, "function"],
  ];
  for (const [value, kind] of odd) {
    const message = (path) => ({ name: "TypeError", message: `${path}: ${kind} cannot be written as JSON` });
    assert.throws(() => form.set("1", value), message("/answers/1"));
    assert.throws(() => form.setClass(value), message("/class"));
    assert.throws(() => set.score({ ...ROUND, units: [{ id: "a", facts: { x: value } }] }), message("/units/0/facts/x"));
    assert.throws(() => set.score({ ...ROUND, units: [null, value] }), message("/units/1"));
    assert.throws(() => CriteriaSet.compile(value), message("/"));
  }
  // What says itself that it is nothing is nothing.
  assert.equal(set.score({ ...ROUND, units: [{ id: "a", name: undefined, facts: {} }] }).units[0].id, "a");
  assert.throws(() => form.set("1", null), (error) => error instanceof ChamdiemError);
});

test("a row with a day that is none does not count, nor one with half of a pair of surrogates, and the rows go on", () => {
  const records = set.records("cases", ROUND);
  for (const took of [new Date(Number.NaN), "\ud800", 1]) records.push({ unit: "a", late: true, took });
  // As text says it.
  records.push('{"unit": "a", "late": true, "took": "\\ud800"}');
  records.push({ unit: "\ud800", late: true });
  const [{ rows, counted, rejected }] = set.score(ROUND, { tables: [records.finish()] }).tables;
  assert.deepEqual([rows, counted], [5, 1]);
  const told = rejected.flatMap(({ rule, first }) => first.map(({ line, value }) => [rule, line, value]));
  const half = '"\\ud800"';
  assert.deepEqual(told.filter(([rule]) => rule === "type"), [["type", 1, '["Invalid Date"]'], ["type", 2, half], ["type", 4, half]]);
  assert.deepEqual(told.filter(([rule]) => rule !== "type").map(([, line]) => line), [5]);
});

test("a row with a number that JSON cannot hold does not count, and the rows go on", () => {
  const records = set.records("cases", ROUND);
  const rows = [{ took: Number.NaN }, { took: -Infinity, more: { x: 1 } }, { took: 1 }, { other: Number.NaN }];
  for (const row of rows) records.push({ unit: "a", late: true, ...row });
  const tables = [records.finish()];
  assert.equal(tables[0].rows, 4);
  const [{ rejected }] = set.score(ROUND, { tables }).tables;
  assert.deepEqual(rejected.map(({ rule, rows }) => [rule, rows]), [["type", 2]]);
  assert.deepEqual(rejected[0].first.map(({ line }) => line), [1, 2]);
  // What is no datum is wrong use, and is told with its place.
  const more = set.records("cases", ROUND);
  assert.throws(() => more.push({ unit: "a", late: true, took: Number.NaN, seen: new Map() }), { name: "TypeError", message: /^\/seen: \[object Map\]/ });
});
