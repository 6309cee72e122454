// A scoring is watched, and ended from outside.

import assert from "node:assert/strict";
import test from "node:test";

import { ChamdiemError, CriteriaSet } from "chamdiem";

const set = CriteriaSet.compile({
  format: 1, id: "watched", version: "1", rounding: { index: { digits: 2 } },
  tree: [{ id: "1", max: 2, scale: { entered: { from: 0, to: 2 } } }],
});
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
