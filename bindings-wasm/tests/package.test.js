// What the package is: its size, its interface, its errors, its memory.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";

import { ChamdiemError, CriteriaSet, init, version } from "chamdiem";
import schema from "chamdiem/schema/round.json" with { type: "json" };

const folder = new URL("../node_modules/chamdiem/", import.meta.url);
const repository = new URL("../../", import.meta.url);
const example = (name) => readFileSync(new URL(`examples/tien-giang-2022/${name}`, repository), "utf8");
const [criteria, round] = [example("criteria.json"), example("cai-lay.json")];

const SET = { format: 1, id: "demo", version: "1", facts: [{ id: "x" }], tree: [{ id: "1", max: 2, scale: "yes_no" }], rounding: { index: { digits: 2 } }, outputs: [{ id: "x", formula: "x" }] };
const ROUND = { format: 1, criteria_set: { id: "demo", version: "1" }, period: { id: "2026" }, units: [{ id: "a", facts: { x: 0.1 }, submissions: [{ stage: "self", by: "a", answers: { 1: "yes" } }] }] };

/** The round with another value of the fact. */
const withFact = (x) => ({ ...ROUND, units: [{ ...ROUND.units[0], facts: { x } }] });

/** The problems of what is refused. */
function refused(ask) {
  try {
    ask();
  } catch (error) {
    assert.ok(error instanceof ChamdiemError && error instanceof Error, error);
    assert.equal(error.name, "ChamdiemError");
    for (const one of error.diagnostics) assert.deepEqual(Object.keys(one), ["code", "severity", "path", "message", "help", "related"]);
    return error.diagnostics;
  }
  return assert.fail("it was taken");
}

test("the module and the package are within their budgets", () => {
  const packed = gzipSync(readFileSync(new URL("chamdiem.wasm", folder)), { level: 9 }).length;
  const tarball = statSync(new URL(`built/chamdiem-${version()}.tgz`, import.meta.url)).size;
  console.log(`   the module is ${packed} bytes gzipped, the package ${tarball} bytes`);
  assert.ok(packed <= 576_000, `the module is ${packed} bytes gzipped`);
  assert.ok(tarball <= 1_243_000, `the package is ${tarball} bytes`);
});

test("the package has its version from the workspace, its types, schemas, texts and nothing else", () => {
  assert.equal(version(), JSON.parse(readFileSync(new URL("package.json", folder), "utf8")).version);
  assert.match(readFileSync(new URL("Cargo.toml", repository), "utf8"), new RegExp(`^version = "${version()}"$`, "m"));
  assert.equal(schema.title, "chamdiem round");
  const kinds = /^(LICENSE-(MIT|APACHE)|README\.md|package\.json|schema|chamdiem\.wasm|[a-z]+\.(js|d\.ts))$/;
  assert.deepEqual(readdirSync(folder).filter((name) => !kinds.test(name)), []);
});

test("text, bytes and objects give the same", () => {
  const set = CriteriaSet.compile(new TextEncoder().encode(criteria));
  const text = set.scoreText(round);
  assert.equal(set.scoreText(JSON.parse(round)), text);
  assert.equal(set.scoreText(new TextEncoder().encode(`\uFEFF${round}`)), text);
  assert.deepEqual(set.score(round), JSON.parse(text));
  assert.equal(set.score(round).units[0].stages.at(-1).total, "118.4");
});

test("numbers are judged by their shortest text", () => {
  const set = CriteriaSet.compile(SET);
  const value = (x) => set.score(withFact(x)).units[0].outputs[0].value;
  assert.deepEqual([0.1, 1e-7, 1e21, -0, 123456789012345, "0.30000000000000004"].map(value), ["0.1", "0.0000001", "1000000000000000000000", "0", "123456789012345", "0.30000000000000004"]);
  const [problem] = refused(() => set.score(withFact(0.1 + 0.2)));
  assert.deepEqual([problem.code, problem.path], ["number.inexact", "/units/0/facts/x"]);
});

test("what JSON would change in silence is refused with its place", () => {
  const set = CriteriaSet.compile(SET);
  const [problem] = refused(() => set.score(withFact(Number.NaN), { lang: "vi" }));
  assert.deepEqual([problem.code, problem.path], ["number.syntax", "/units/0/facts/x"]);
  assert.match(problem.message, /`NaN` không phải số/);
  const places = refused(() => set.score({ "a/b~": [Infinity], c: -Infinity })).map(({ path }) => path);
  assert.deepEqual(places, ["/a~1b~0/0", "/c"]);
  for (const x of [new Map(), new Set(), () => 1, Symbol("x"), 1n, new Uint8Array(), [undefined]]) {
    assert.throws(() => set.score(withFact(x)), { name: "TypeError", message: /^\/units\/0\/facts\/x(\/0)?: / });
  }
  const circle = {};
  circle.circle = circle;
  assert.throws(() => set.score(circle), TypeError);
  const many = [];
  many.push(many, many, many);
  assert.throws(() => set.score(many), TypeError);
  assert.equal(refused(() => set.score(withFact({ toJSON: () => Number.NaN })))[0].path, "/units/0/facts/x");
  for (const options of [null, [], "vi", 1]) assert.throws(() => set.score(withFact(1), options), TypeError);
  assert.throws(() => set.score(withFact(1), { asOf: () => 1 }), TypeError);
  assert.deepEqual(refused(() => set.score(withFact("\ud800")))[0].path, "/units/0/facts/x");
  assert.equal(set.score(withFact({ toJSON: () => "0.5" })).units[0].outputs[0].value, "0.5");
});

test("errors speak the language that is asked for", () => {
  assert.match(refused(() => CriteriaSet.compile("{}"))[0].message, /the key `format` is missing/);
  const [first] = refused(() => CriteriaSet.compile("{}", { lang: "vi" }));
  assert.match(first.message, /thiếu khóa `format`/);
  assert.throws(() => CriteriaSet.compile("{}", { lang: "vi" }), { message: /^\[key\.missing\] \/: thiếu khóa `format`\n/ });
  const set = CriteriaSet.compile(SET);
  assert.deepEqual(set.check().map(({ code }) => code), []);
  assert.match(set.explain(ROUND, "a", { lang: "vi" }).entries[0].lines.at(-1).text, /\S/);
  assert.deepEqual(refused(() => set.explain(ROUND, "b"))[0].code, "ledger.unknown");
});

test("options do what they say, and unknown ones are wrong use", () => {
  const set = CriteriaSet.compile(criteria);
  assert.equal(set.score(round, { stage: "self" }).units[0].stages.at(-1).total, "124.4");
  assert.equal(set.score(round, { detail: "totals" }).units[0].stages[0].indicators, undefined);
  assert.ok(set.score(round, { detail: "ledger", ledgers: ["cai-lay"] }).units[0].ledger.entries.length > 10);
  assert.deepEqual(set.explain(round, "cai-lay", { indicator: "a7" }).entries.map(({ id }) => id), ["a7"]);
  assert.equal(set.audit(round, { near: "0.05" }).format, 1);
  const today = CriteriaSet.compile({ ...SET, outputs: [{ id: "late", formula: "workdays(period.from, as_of)" }] });
  const calendar = { format: 1, id: "c", covers: { from: "2026-01-01", until: "2026-12-31" } };
  const dated = { ...ROUND, period: { id: "2026", from: "2026-01-01", until: "2026-12-31" } };
  const value = (options) => today.score(dated, options).units[0].outputs[0].value;
  assert.equal(value({ asOf: "2026-01-08", calendar }), "5");
  assert.deepEqual(refused(() => value({ asOf: "2026-01-08", calendar: {} }))[0].code, "key.missing");
  for (const options of [{ languge: "vi" }, { lang: "fr" }, { asOf: "8/1/2026" }]) {
    assert.throws(() => set.score(round, options), { name: "Error", message: /^options: / });
  }
  assert.throws(() => set.explain(round, "cai-lay", { indicator: "a7", stage: "self", ledgers: [] }), { message: /^options: `ledgers`/ });
});

const CASES = { ...SET, outputs: [], tables: [{ id: "cases", columns: [{ id: "late", type: "boolean" }] }], tree: [{ id: "1", max: 2, measure: "count(cases, late)", scale: { bands: [{ from: 1, points: 0 }, { below: 1, points: 2 }] } }] };

test("rows from outside of the round are taken one by one and put together", () => {
  const set = CriteriaSet.compile(CASES);
  const units = [{ id: "a" }, { id: "b" }];
  const gathered = (source, names, ...rows) => {
    const records = set.records("cases", { ...ROUND, units }, { names });
    records.begin(source);
    for (const row of rows) records.push(row);
    const partial = records.finish();
    assert.throws(() => records.push({}), { name: "TypeError", message: /finished/ });
    return partial;
  };
  const january = gathered("january", {}, { unit: "a", late: false }, '{"unit": "b", "late": "no"}');
  const february = gathered("february", { unit: "Đơn vị" }, { "Đơn vị": "a", late: true }, "[]", new TextEncoder().encode("{"));
  january.merge(february);
  assert.equal(january.rows, 5);
  const { units: scored, tables } = set.score({ ...ROUND, units }, { tables: [january] });
  assert.deepEqual(scored.map(({ stages }) => stages[0].total), ["0", "2"]);
  assert.deepEqual(tables[0].rejected.map(({ rule, first }) => [rule, first.map(({ line }) => line)]), [["type", [2, 3]]]);
  assert.equal(set.explain({ ...ROUND, units }, "b", { tables: [january] }).entries[0].id, "1");
  assert.equal(set.audit({ ...ROUND, units }, { tables: [january] }).format, 1);
});

test("rows that fit nothing are refused, and what was freed says so", () => {
  const set = CriteriaSet.compile(CASES);
  assert.equal(refused(() => set.records("case", ROUND))[0].code, "table.unknown");
  assert.equal(refused(() => set.records("cases", "{"))[0].code, "json.syntax");
  assert.equal(refused(() => set.records("cases", ROUND, { names: { lat: "x" } }))[0].code, "column.unknown");
  const records = set.records("cases", ROUND, { lang: "vi" });
  for (const line of [-1, 1.5, Number.NaN, 2 ** 32]) assert.throws(() => records.push({}, line), TypeError);
  const partial = records.finish();
  assert.throws(() => partial.merge(partial), TypeError);
  const other = set.records("cases", { ...ROUND, period: { id: "2027", from: "2027-01-01", until: "2027-12-31" } }).finish();
  assert.equal(refused(() => partial.merge(other))[0].code, "partial.other");
  assert.equal(refused(() => set.score({ ...ROUND, units: [{ id: "a" }] }, { tables: [other] }))[0].code, "partial.other");
  partial.free();
  assert.throws(() => set.score(ROUND, { tables: [partial] }), { name: "TypeError", message: /freed/ });
  const disposed = set.records("cases", ROUND);
  disposed[Symbol.dispose]();
  assert.throws(() => disposed.finish(), /freed/);
});

test("two criteria sets, a round tried with the newer, and two results are compared", () => {
  const [old, newer] = [SET, { ...SET, version: "2", tree: [{ ...SET.tree[0], max: 3 }] }].map((set) => CriteriaSet.compile(set));
  assert.equal(old.compare(newer).changes.at(-1).text, "1: maximum 2 → 3");
  assert.equal(old.tryRound(newer, ROUND).comparison.units[0].id, "a");
  const after = newer.score({ ...ROUND, criteria_set: { id: "demo", version: "2" } });
  assert.match(old.compareResults(newer, old.score(ROUND), after, { lang: "vi" }).units[0].text, /2 → 3/);
});

const FORM = { ...SET, stages: [{ id: "self" }, { id: "appraisal", reason: "required" }], tree: [{ id: "1", max: 2, scale: "yes_no" }, { id: "2", max: 3, scale: { entered: { from: 0, to: 3 } } }] };

test("a form is filled in, says what changed and what is missing, and becomes a submission", () => {
  const set = CriteriaSet.compile(FORM);
  const sheet = set.sheet("a", { stage: "self", at: "2026-12-01", lang: "vi" });
  assert.deepEqual([sheet.result().unit.state, sheet.result().missing], ["incomplete", ["1", "2", "x"]]);
  assert.deepEqual(sheet.set("1", "yes"), { indicators: ["1"], figures: ["total", "index"] });
  assert.deepEqual(sheet.set("1", "yes"), {});
  assert.deepEqual(sheet.set("2", { value: "2.5", evidence: ["minutes.pdf"] }).indicators, ["2"]);
  sheet.setFact("x", 0.1);
  assert.equal(sheet.result().unit.stages[0].total, "4.5");
  assert.deepEqual(sheet.result().missing ?? [], []);
  assert.equal(sheet.ledger("2").entries[0].points, "2.5");
  const submission = { stage: "self", by: "a", at: "2026-12-01", facts: { x: "0.1" }, answers: { 1: "yes", 2: { value: "2.5", evidence: ["minutes.pdf"] } } };
  assert.deepEqual(sheet.submission(), submission);

  const board = set.sheet({ id: "a", submissions: [submission] }, { stage: "appraisal", by: "board" });
  assert.deepEqual(board.result().unit.stages.map(({ total }) => total), ["4.5", "4.5"]);
  board.set("2", 1);
  const [open] = board.result().diagnostics.filter(({ severity }) => severity === "error");
  assert.deepEqual([open.code, open.path], ["adjustment.reason", "/answers/2"]);
  board.set("2", { value: 1, reason: "late" });
  assert.equal(board.result().unit.stages[1].total, "3");
  board.unset("answers", "2");
  assert.equal(board.result().unit.stages[1].total, "4.5");
});

test("what a form refuses leaves it as it was", () => {
  const set = CriteriaSet.compile(FORM);
  const sheet = set.sheet({ id: "a" }, { stage: "self", lang: "vi" });
  sheet.set("2", 2);
  const before = JSON.stringify(sheet.result());
  for (const value of ["maybe", 4, {}, [1], 0.1 + 0.2, Number.NaN]) assert.match(refused(() => sheet.set("2", value))[0].path, /^(\/answers\/2|)/);
  assert.match(refused(() => sheet.set("3", 1))[0].message, /\p{L}/u);
  assert.throws(() => sheet.set("2", undefined), TypeError);
  assert.throws(() => sheet.unset("anwers", "2"), { name: "Error", message: /anwers/ });
  assert.equal(JSON.stringify(sheet.result()), before);
  assert.equal(refused(() => set.sheet("a", { stage: "selv" }))[0].code, "stage.unknown");
  assert.equal(refused(() => set.sheet({}, { stage: "self" }))[0].code, "key.missing");
  assert.equal(refused(() => set.sheet("a", { stage: "self", statistics: "{}" }))[0].code, "key.missing");
  assert.equal(refused(() => sheet.ledger("9"))[0].code, "ledger.unknown");
  sheet.free();
  sheet.free();
  assert.throws(() => sheet.result(), { name: "TypeError", message: /freed/ });
  const disposed = set.sheet("a", { stage: "self" });
  disposed[Symbol.dispose]();
  assert.throws(() => disposed.set("1", "yes"), /freed/);
});

test("a form of a relative scale takes the figures of the others as data", () => {
  const set = CriteriaSet.compile({ ...FORM, stages: undefined, facts: [{ id: "x" }], outputs: [], tree: [{ id: "1", max: 10, measure: "x", scale: { relative: { min_max: {} } }, rounding: { digits: 2 } }] });
  const units = ["a", "b", "c"].map((id, at) => ({ id, facts: { x: at * 10 } }));
  const statistics = set.statistics({ ...ROUND, units });
  const points = (options) => set.sheet(units[1], { stage: "self", ...options }).result().unit.stages[0].indicators.find(({ id }) => id === "1").points;
  assert.equal(points({ statistics }), "5");
  assert.equal(points({ statistics: JSON.stringify(statistics) }), "5");
  assert.equal(points({}), undefined);
});

test("a set that was freed says so, and frees once", () => {
  const set = CriteriaSet.compile(SET);
  set.free();
  set.free();
  assert.throws(() => set.score(ROUND), { name: "TypeError", message: /freed/ });
  const disposed = CriteriaSet.compile(SET);
  disposed[Symbol.dispose]();
  assert.throws(() => disposed.check(), /freed/);
});

test("before `init` an entry says what to do, and may be asked twice", async () => {
  await init();
  const program = `import { init, version } from "chamdiem/inline";
    try { version(); } catch (error) { console.log(error.message); }
    await Promise.all([init(), init()]);
    console.log(version());`;
  const run = promisify(execFile)(process.execPath, ["--input-type=module", "--eval", program], { cwd: fileURLToPath(new URL("..", import.meta.url)) });
  assert.equal((await run).stdout, `chamdiem is not ready: \`await init()\` first\n${version()}\n`);
});
