// Any bytes in, an `Error` out, and the module goes on; memory stays where it is.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { ChamdiemError, CriteriaSet } from "chamdiem";

// The module's own side, for its memory: a second start gives what the first one started.
const { initSync } = await import(new URL("../node_modules/chamdiem/glue.js", import.meta.url));
const { memory } = initSync();

const cases = JSON.parse(readFileSync(new URL("built/cases.json", import.meta.url), "utf8"));
const good = cases.filter(({ said }) => said.en.score?.text !== undefined);
const one = good.find(({ name }) => name === "b1-per-case-capped-and-uncapped");
const encoder = new TextEncoder();

/** Numbers below a limit, the same ones every time. */
function dice(seed) {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const PIECES = ["{", "}", "[", "]", '"', ",", ":", "null", "true", "-1", "1e400", '"1/0"', "{}", "[]", "\\", "\\ud800", "ế", "9".repeat(40), '"sum(t, x)"', "\0"].map((piece) => encoder.encode(piece));

/** The bytes with some of them cut out, doubled, or exchanged. */
function damaged(bytes, roll) {
  let parts = [...bytes];
  for (let change = roll(5); change >= 0; change -= 1) {
    const piece = roll(4) === 0 ? [roll(256)] : PIECES[roll(PIECES.length)];
    parts.splice(roll(parts.length + 1), roll(12), ...piece);
  }
  if (roll(8) === 0) parts = parts.slice(0, roll(parts.length + 1));
  return Uint8Array.from(parts);
}

/** The text with one of its values exchanged for another. */
function exchanged(text, roll) {
  const values = [...text.matchAll(/"[^"\\]*"(?!\s*:)|-?\d+(\.\d+)?|true|false|null/g)];
  const [{ 0: found, index }, [other]] = [values[roll(values.length)], values[roll(values.length)]];
  return encoder.encode(text.slice(0, index) + other + text.slice(index + found.length));
}

/** Asks everything of two documents: it answers, or it refuses them. */
function ask(set, round) {
  let plan;
  try {
    plan = CriteriaSet.compile(set);
    plan.check({ lang: "vi" });
    const { units = [] } = plan.score(round, { detail: "ledger" });
    if (units.length > 0) plan.explain(round, units[0].id);
    return "answered";
  } catch (error) {
    assert.ok(error instanceof ChamdiemError && error.diagnostics.length > 0, error);
    return "refused";
  } finally {
    plan?.free();
  }
}

test("any bytes: an answer or an error, and the module goes on", () => {
  const roll = dice(20_261_122);
  const [known] = good;
  const steady = CriteriaSet.compile(known.set);
  const counts = { answered: 0, refused: 0 };
  for (let at = 0; at < 3_000; at += 1) {
    const any = good[roll(good.length)];
    const [set, round] = [any.set, any.round].map((text) => encoder.encode(text));
    const noise = Uint8Array.from({ length: roll(200) }, () => roll(256));
    const pairs = [
      () => [damaged(set, roll), round],
      () => [set, damaged(round, roll)],
      () => [exchanged(any.set, roll), round],
      () => [set, exchanged(any.round, roll)],
      () => [noise, noise],
    ];
    counts[ask(...pairs[roll(pairs.length)]())] += 1;
    if (at % 100 === 0) assert.equal(steady.scoreText(known.round), known.said.en.score.text);
  }
  assert.ok(counts.answered > 100 && counts.refused > 1_000, JSON.stringify(counts));
});

test("any value in a form: taken or refused, and a refused one changes nothing", () => {
  const roll = dice(42);
  const { units } = JSON.parse(one.round);
  const leaves = Object.keys(units[0].submissions[0].answers);
  const set = CriteriaSet.compile(one.set);
  const sheet = set.sheet({ id: "a" }, { stage: units[0].submissions[0].stage });
  const sections = ["answers", "facts", "points", "not_applicable", "class", "tables", ""];
  const values = [null, true, -1, 3, "yes", "no", "x", "", "1/3", "9".repeat(40), [], ["a"], {}, { value: 1 }, { value: "1", reason: "r" }, { case: 2 }, { value: {}, reason: [] }, "\ud800"];
  let taken = 0;
  for (let at = 0; at < 5_000; at += 1) {
    const [section, key] = [sections[roll(sections.length)], roll(4) === 0 ? "?" : leaves[roll(leaves.length)]];
    const before = JSON.stringify(sheet.result());
    try {
      const calls = [() => sheet.set(key, values[roll(values.length)]), () => sheet.setFact(key, values[roll(values.length)]), () => sheet.setPoints(key, values[roll(values.length)]), () => sheet.setNotApplicable(key, values[roll(values.length)]), () => sheet.setClass(values[roll(values.length)]), () => sheet.unset(section, key)];
      calls[roll(calls.length)]();
      taken += 1;
    } catch (error) {
      assert.ok(error instanceof Error && !(error instanceof WebAssembly.RuntimeError), error);
      assert.equal(JSON.stringify(sheet.result()), before);
    }
  }
  assert.ok(taken > 500 && taken < 4_500, `${taken} taken`);
  sheet.submission();
  sheet.ledger();
});

test("a name that is no text is refused before the module sees it", () => {
  const { units } = JSON.parse(one.round);
  const set = CriteriaSet.compile(one.set);
  const sheet = set.sheet({ id: "a" }, { stage: units[0].submissions[0].stage });
  const before = JSON.stringify(sheet.result());
  const names = [0, 1, 1.2, true, null, 1n, Symbol("x"), {}, [], ["1"], () => 1, { length: 1, charCodeAt: () => 0xc3 - 256 }];
  for (const name of names) {
    const calls = [() => sheet.set(name, "yes"), () => sheet.setFact(name, 1), () => sheet.unset("answers", name), () => sheet.unset(name, "1"), () => sheet.ledger(name), () => set.explain(one.round, name), () => set.records(name, one.round)];
    for (const ask of calls) assert.throws(ask, { name: "TypeError", message: /is a text, not/ });
  }
  assert.equal(JSON.stringify(sheet.result()), before);
});

test("what is nested deeply is refused, not a trap", () => {
  const nested = (open, close, depth, inside = "") => open.repeat(depth) + inside + close.repeat(depth);
  const formula = (text) => JSON.stringify({ format: 1, id: "d", version: "1", facts: [{ id: "f", formula: text }], tree: [{ id: "1", max: 1, scale: "yes_no" }], rounding: { index: { digits: 2 } } });
  const tree = (depth) => `{"format":1,"id":"d","version":"1","rounding":{"index":{"digits":2}},"tree":[${nested('{"id":"x","children":[', "]}", depth)}]}`;
  for (const depth of [50, 64, 99, 100, 1_000, 10_000]) {
    const texts = [nested("[", "]", depth), nested('{"a":', "}", depth, "1"), tree(depth), formula(nested("(", ")", depth, "1")), formula(nested("-", "", depth, "1")), formula(nested("not ", "", depth, "true")), formula(`1${"+1".repeat(depth)}`), formula(nested("if(true, ", ", 1)", depth, "1"))];
    for (const text of texts) ask(text, text);
  }
  const [known] = good;
  assert.equal(CriteriaSet.compile(known.set).scoreText(known.round), known.said.en.score.text);
});

const bytes = encoder.encode(one.round);
const bad = encoder.encode(one.round.replace('"4"', "[]").replace("4", "[]"));
const noise = Uint8Array.from({ length: 500 }, (_, at) => (at * 151) % 256);

/** Asks again and again; when it has run warm, the memory of the module stays as large as it is. */
function steady(calls, ask) {
  for (let at = 0; at < Math.min(1_000, calls); at += 1) ask(at);
  const before = memory.buffer.byteLength;
  for (let at = 0; at < calls; at += 1) ask(at);
  assert.equal(memory.buffer.byteLength, before);
}

test("100,000 rounds take no more memory, and give the same", () => {
  const set = CriteriaSet.compile(one.set);
  const { text } = one.said.en.score;
  steady(100_000, (at) => {
    const found = set.scoreText(bytes);
    if (at % 1_000 === 0) assert.equal(found, text);
  });
});

test("100,000 errors take no more memory", () => {
  const set = CriteriaSet.compile(one.set);
  const asks = [() => set.scoreText(bad), () => set.scoreText(noise), () => CriteriaSet.compile(noise), () => set.explain(one.round, "?"), () => set.sheet("a", { stage: "?" })];
  steady(100_000, (at) => {
    try {
      asks[at % asks.length]();
    } catch (error) {
      if (error instanceof ChamdiemError) return;
    }
    assert.fail(`${asks[at % asks.length]} is refused`);
  });
  assert.equal(set.scoreText(bytes), one.said.en.score.text);
});

test("sets, forms, ledgers and rows that are freed leave nothing behind", () => {
  const set = CriteriaSet.compile(one.set);
  const { units } = JSON.parse(one.round);
  const [{ stage, answers }] = units[0].submissions;
  const [[leaf, answer]] = Object.entries(answers);
  const sheet = set.sheet({ id: "a" }, { stage });
  const asks = [
    () => CriteriaSet.compile(one.set).free(),
    () => set.sheet(units[0], { stage }).free(),
    () => sheet.set(leaf, answer),
    () => sheet.unset("answers", leaf),
    () => set.explain(bytes, units[0].id),
    () => set.score(bytes, { detail: "ledger" }),
    () => set.check(),
  ];
  steady(20_000, (at) => asks[at % asks.length]());
});

test("sets that nobody frees are freed when nothing refers to them", async () => {
  const round = async () => {
    for (let at = 0; at < 300; at += 1) CriteriaSet.compile(one.set);
    globalThis.gc();
    await new Promise((later) => setTimeout(later, 5));
  };
  for (let at = 0; at < 3; at += 1) await round();
  const before = memory.buffer.byteLength;
  for (let at = 0; at < 20; at += 1) await round();
  assert.ok(memory.buffer.byteLength <= before * 1.5, `${before} bytes, then ${memory.buffer.byteLength}`);
});
