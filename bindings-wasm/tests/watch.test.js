// A scoring is watched, and ended from outside.

import assert from "node:assert/strict";
import test from "node:test";

import { ChamdiemError, CriteriaSet } from "chamdiem";

// The module's own side, for its memory: a second start gives what the first one started.
const { initSync } = await import(new URL("../node_modules/chamdiem/glue.js", import.meta.url));
const { memory } = initSync();

const criteria = {
  format: 1, id: "watched", version: "1", rounding: { index: { digits: 2 } },
  tree: [{ id: "1", max: 2, scale: { entered: { from: 0, to: 2 } } }],
};
const set = CriteriaSet.compile(criteria);
/** As large as sets become. */
const large = JSON.stringify({ ...criteria, tree: Array.from({ length: 1000 }, (_, at) => ({ ...criteria.tree[0], id: `${at + 1}` })) });
const units = Array.from({ length: 1000 }, (_, at) => ({
  id: `u${at}`,
  submissions: [{ stage: "self", by: `u${at}`, answers: { 1: (at % 9) / 4 } }],
}));
const round = { format: 1, criteria_set: { id: "watched", version: "1" }, period: { id: "2026" }, units };

test("a watch is told how far it is, and changes nothing", () => {
  const told = [];
  const text = set.scoreText(round, { watch: (done) => void told.push(done) });
  assert.equal(text, set.scoreText(round));
  assert.equal(told.at(-1), units.length);
  assert.ok(told.length > 2 && told.every((done, at) => at === 0 || done > told[at - 1]), told.join(" "));
});

test("a watch that says no ends the scoring", () => {
  const cancelled = (error) => error instanceof ChamdiemError && error.diagnostics[0].code === "cancelled";
  assert.throws(() => set.score(round, { watch: () => false }), cancelled);
  assert.equal(set.score(round).units.length, units.length);
});

test("what a watch throws comes out, and it may score something itself", () => {
  const broken = new RangeError("of the caller");
  const watch = () => {
    throw broken;
  };
  assert.throws(() => set.score(round, { watch }), (error) => error === broken);
  const inner = [];
  const few = { ...round, units: units.slice(0, 1) };
  set.score(round, { watch: () => void inner.push(set.score(few, { watch: () => true }).units.length) });
  assert.ok(inner.length > 2 && inner.every((count) => count === 1));
});

test("what a watch frees is freed when the call ends, and says so", () => {
  const known = set.scoreText(round);
  const own = CriteriaSet.compile(criteria);
  const said = [];
  const watch = () => {
    own.free();
    try {
      own.check();
    } catch (error) {
      said.push(error.message);
    }
  };
  assert.equal(own.scoreText(round, { watch }), known);
  assert.ok(said.length > 2 && said.every((message) => /criteria set has been freed/.test(message)), said[0]);
  assert.throws(() => own.score(round), { name: "TypeError", message: /freed/ });
  own.free();
});

test("sets that are freed while they score give their memory back", () => {
  const few = JSON.stringify({ ...round, units: units.slice(0, 1) });
  const once = () => {
    const own = CriteriaSet.compile(large);
    own.scoreText(few, { watch: () => own.free() });
  };
  for (let at = 0; at < 20; at += 1) once();
  const before = memory.buffer.byteLength;
  for (let at = 0; at < 300; at += 1) once();
  assert.equal(memory.buffer.byteLength, before);
});

test("forms and rows that a watch frees are freed, and the scoring goes on", () => {
  const known = set.scoreText(round);
  const sheet = set.sheet("u1", { stage: "self" });
  const tabled = CriteriaSet.compile({ ...criteria, tables: [{ id: "cases", columns: [{ id: "late", type: "boolean" }] }] });
  const [records, more] = [tabled.records("cases", round), tabled.records("cases", round).finish()];
  const tables = [tabled.records("cases", round).finish()];
  const free = () => [sheet, records, more, ...tables].forEach((one) => one.free());
  assert.deepEqual(tabled.score(round, { tables, watch: free }).units, JSON.parse(known).units);
  for (const ask of [() => sheet.result(), () => records.push({}), () => more.rows, () => tabled.score(round, { tables })])
    assert.throws(ask, { name: "TypeError", message: /freed/ });
});

test("a watch that answers with a promise, or is no function, is refused", () => {
  assert.throws(() => set.score(round, { watch: async () => false }), { name: "TypeError", message: /`watch` .*promise/ });
  for (const watch of [true, "x", {}, null]) assert.throws(() => set.score(round, { watch }), { name: "TypeError", message: /`watch` is a function, not/ });
});
