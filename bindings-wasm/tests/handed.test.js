// What callers hand over: bytes of other realms, texts that are none, forms by JSON text, wrong options, wrong makers.

import assert from "node:assert/strict";
import test from "node:test";
import vm from "node:vm";

import { ChamdiemError, CriteriaSet, Records, Sheet, TablePartial } from "chamdiem";

import { call } from "../node_modules/chamdiem/call.js";

const SET = {
  format: 1, id: "demo", version: "1", facts: [{ id: "x" }], rounding: { index: { digits: 2 } },
  stages: [{ id: "self" }, { id: "appraisal", reason: "required" }],
  tables: [{ id: "cases", columns: [{ id: "late", type: "boolean" }, { id: "day", type: "date", optional: true }] }],
  tree: [
    { id: "1", max: 2, scale: "yes_no" },
    { id: "2", max: 3, scale: { tally: { base: 0, lines: [{ id: "late", points: 1 }] } } },
    { id: "3", max: 4, measure: "count(cases, late)", scale: { bands: [{ from: 1, points: 0 }, { below: 1, points: 4 }] } },
  ],
  outputs: [{ id: "x", formula: "x" }, { id: "days", formula: "days(as_of, '2026-12-31')" }],
};
const UNIT = { id: "a", facts: { x: 1 }, submissions: [{ stage: "self", by: "a", answers: { 1: "yes", 2: {} } }] };
const ROUND = { format: 1, criteria_set: { id: "demo", version: "1" }, period: { id: "2026" }, as_of: "2026-12-31", units: [UNIT] };

/** The first problem of what is refused. */
function refused(ask) {
  try {
    ask();
  } catch (error) {
    assert.ok(error instanceof ChamdiemError, error);
    return error.diagnostics[0];
  }
  return assert.fail("it was taken");
}

test("bytes are bytes, whoever made them", () => {
  const set = CriteriaSet.compile(SET);
  const known = set.scoreText(ROUND);
  const own = new TextEncoder().encode(JSON.stringify(ROUND));
  const other = vm.runInNewContext("new Uint8Array(list)", { list: [...own] });
  assert.ok(!(other instanceof Uint8Array));
  const shared = new Uint8Array(new SharedArrayBuffer(own.length));
  shared.set(own);
  for (const bytes of [own, own.buffer, Buffer.from(own), shared, other, other.buffer, new Uint8Array([9, ...own, 9]).subarray(1, -1)]) {
    assert.equal(set.scoreText(bytes), known);
  }
  for (const bytes of [new Uint16Array(own), new DataView(own.buffer)]) {
    assert.throws(() => set.scoreText(bytes), { name: "TypeError", message: /cannot be written as JSON/ });
  }
});

test("what only says that it is bytes is none, and more bytes than the module can take are refused", () => {
  const set = CriteriaSet.compile(SET);
  const known = set.scoreText(ROUND);
  const own = new TextEncoder().encode(JSON.stringify(ROUND));
  for (const kind of ["Uint8Array", "ArrayBuffer"]) {
    const message = new RegExp(`${kind}. cannot be written as JSON`);
    assert.throws(() => set.score({ [Symbol.toStringTag]: kind, length: -1, byteLength: -1 }), { name: "TypeError", message });
  }
  assert.equal(set.scoreText(Object.defineProperty(own, "length", { value: -1 })), known);
  // Memory that nobody writes to takes no place.
  for (const bytes of [new Uint8Array(4e9), new ArrayBuffer(4e9)]) {
    assert.throws(() => set.score(bytes), { name: "RangeError", message: /at most 1073741824 bytes here, .* has 4000000000/ });
  }
  assert.equal(set.scoreText(ROUND), known);
});

test("half of a pair of surrogates is refused where it stands, and never becomes another letter", () => {
  const set = CriteriaSet.compile(SET);
  const named = JSON.stringify(ROUND).replace('"a"', '"ế\ud800"');
  const { code, message } = refused(() => set.score(named));
  assert.deepEqual([code, message.match(/byte at (\d+)/)[1]], ["json.encoding", `${Buffer.from(named).indexOf("\ufffd")}`]);
  assert.equal(refused(() => CriteriaSet.compile("\udfff")).code, "json.encoding");
  const sheet = set.sheet("a", { stage: "self" });
  const names = [() => set.explain(ROUND, "\ud800"), () => sheet.set("1\udc00", "yes"), () => set.records("\ud83d", ROUND), () => sheet.unset("answers", "\ud800")];
  for (const ask of names) assert.throws(ask, { name: "TypeError", message: /surrogates/ });
  assert.equal(refused(() => sheet.setFact("x", "\ud800")).path, "/facts/x");
  assert.equal(set.score({ ...ROUND, units: [{ ...UNIT, name: "😀" }] }).units[0].name, "😀");
});

test("a number that JSON cannot hold is refused at the place of its field", () => {
  const sheet = CriteriaSet.compile(SET).sheet("a", { stage: "appraisal", by: "b" });
  const path = (ask) => refused(ask).path;
  assert.equal(path(() => sheet.setFact("x", Number.NaN)), "/facts/x");
  assert.equal(path(() => sheet.setFact("x", { value: Infinity })), "/facts/x/value");
  assert.equal(path(() => sheet.set("2/late", Number.NaN)), "/answers/2/late");
  assert.equal(path(() => sheet.setPoints("1", { value: -Infinity, reason: "r" })), "/points/1/value");
  assert.equal(path(() => sheet.setClass(Number.NaN)), "/class");
  assert.throws(() => sheet.setFact("x", undefined), { name: "TypeError", message: /^\/facts\/x: / });
});

test("a form is opened by an id, and by a unit as text, bytes or object", () => {
  const set = CriteriaSet.compile(SET);
  const opened = (unit) => JSON.stringify(set.sheet(unit, { stage: "self" }).result());
  const [text, known] = [JSON.stringify(UNIT), opened(UNIT)];
  for (const unit of [text, `\n ${text}`, new TextEncoder().encode(text)]) assert.equal(opened(unit), known);
  assert.equal(opened("a"), opened({ id: "a" }));
  assert.equal(refused(() => set.sheet("{", { stage: "self" })).code, "json.syntax");
});

test("a wrong option of a form is told by the names that callers write", () => {
  const set = CriteriaSet.compile(SET);
  for (const option of ["asOff", "as_of", "unit", "language"]) {
    const message = new RegExp(`^options: \`${option}\` is not taken here, but stage, .*\\basOf\\b`);
    assert.throws(() => set.sheet("a", { stage: "self", [option]: "2026-01-01" }), { name: "Error", message });
  }
});

test("what only this package makes cannot be made otherwise", () => {
  const set = CriteriaSet.compile(SET);
  for (const kind of [CriteriaSet, Sheet, Records, TablePartial]) {
    for (const value of [undefined, {}, SET]) assert.throws(() => new kind(value), { name: "TypeError", message: /`\w+(\.\w+)?`/ });
  }
  for (const table of [{}, null, ROUND, Object.create(TablePartial.prototype)]) {
    assert.throws(() => set.score(ROUND, { tables: [table] }), { name: "TypeError", message: /`finish`/ });
  }
  assert.throws(() => set.records("cases", ROUND).finish().merge({}), { name: "TypeError", message: /`finish`/ });
});

test("a round is tried with rows from outside, taken by each set, and on a day", () => {
  const [old, newer] = [SET, { ...SET, id: "other", version: "2", tree: [SET.tree[0], SET.tree[1], { ...SET.tree[2], max: 8, scale: { bands: [{ from: 2, points: 0 }, { below: 2, points: 8 }] } }] }].map((set) => CriteriaSet.compile(set));
  const { as_of: _, ...round } = ROUND;
  const dated = { asOf: "2026-12-30" };
  const rows = (set, head) => {
    const records = set.records("cases", head, dated);
    records.push({ unit: "a", late: true, day: "2026-02-03" });
    return records.finish();
  };
  const tables = [rows(old, round)];
  const newerTables = [rows(newer, { ...round, criteria_set: { id: "other", version: "2" } })];
  const { read, comparison } = old.tryRound(newer, round, { ...dated, tables, newerTables, lang: "vi" });
  assert.ok(read);
  const [{ total }] = comparison.units;
  assert.deepEqual([total.old, total.new], ["2", "10"]);
  // Rows of the old set do not fit the newer one, and those of the newer one not the old.
  const unfit = old.tryRound(newer, round, { ...dated, tables, newerTables: tables });
  assert.deepEqual([unfit.read, unfit.problems[0].code], [false, "partial.other"]);
  assert.equal(refused(() => old.tryRound(newer, round, { ...dated, tables: newerTables })).code, "partial.other");
  assert.throws(() => old.tryRound(newer, round, { stage: "self" }), { message: /^options: `stage` is not taken here/ });
});

test("schemas are loaded when they are asked for", async () => {
  const set = CriteriaSet.compile(SET);
  assert.equal((await set.schema()).title, "chamdiem criteria set");
  const round = await set.schema("round");
  assert.match(round.$schema, /2020-12/);
  round.title = "changed";
  assert.equal((await set.schema("round")).title, "chamdiem round");
  await assert.rejects(set.schema("rounds"), { message: /`rounds` is no document .*group-statistics/ });
});

test("a fault of the module comes out as an error like others", () => {
  const trap = () => {
    // A module whose only function is `unreachable`.
    const bytes = Uint8Array.from([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11]);
    new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.f();
  };
  assert.throws(trap, WebAssembly.RuntimeError);
  assert.throws(() => call(trap), (error) => {
    assert.ok(!(error instanceof WebAssembly.RuntimeError) && error.cause instanceof WebAssembly.RuntimeError);
    return error.name === "Error" && /unreachable/.test(error.message);
  });
});
