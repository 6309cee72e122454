// What the types take and what they refuse.

import { ChamdiemError, CriteriaSet, Sheet, TablePartial, init, version } from "chamdiem";
import type { Diagnostic, Results, Round, RoundSubmission, ScoreOptions } from "chamdiem";
import { init as initInline } from "chamdiem/inline";

await init();
await init("/chamdiem.wasm");
await init(fetch("/chamdiem.wasm"));
await initInline();

const round: Round = {
  format: 1,
  criteria_set: { id: "demo", version: "1" },
  period: { id: "2026" },
  units: [{ id: "a", facts: { x: 1, y: "0.1", z: null }, submissions: [{ stage: "self", by: "a", answers: { "1": "yes" } }] }],
};
const options: ScoreOptions = { detail: "ledger", ledgers: ["a"], lang: "vi", asOf: "2026-12-31" };

using set = CriteriaSet.compile({ format: 1, id: "demo", version: "1", tree: [{ id: "1", max: "2.5", scale: "yes_no" }] });
const results: Results = set.score(round, options);
const total: string | undefined = results.units?.[0]?.stages?.[0]?.total;
const state: "scored" | "incomplete" | "not_rated" | "inherited" | undefined = results.units?.[0]?.state;
const text: string = set.scoreText(new Uint8Array(), { stage: "self" });
const found: Diagnostic[] = set.check({ lang: "vi" });
console.log(total, state, text, found, version(), set.audit(text, { near: "0.05" }).ties, set.explain(round, "a").entries);

using records = set.records("cases", round, { names: { unit: "Đơn vị" }, asOf: "2026-12-31" });
records.begin("cases.csv");
records.push({ "Đơn vị": "a", late: true }, 2);
const cases: TablePartial = records.finish();
console.log(cases.rows, set.score(round, { ...options, tables: [cases] }).tables?.[0]?.rejected);

using sheet: Sheet = set.sheet("a", { stage: "self", by: "a", period: { id: "2026" }, statistics: set.statistics(round) });
const changed: string[] | undefined = sheet.set("1", { value: "yes", evidence: ["minutes.pdf"] }).indicators;
const missing: string[] | undefined = sheet.result().missing;
const submission: RoundSubmission = sheet.submission();
console.log(changed, missing, submission, sheet.unset("answers", "1"), sheet.setClass({ value: "A", reason: "x" }));
set.sheet({ id: "a", submissions: [submission] }, { stage: "appraisal" }).free();
set.sheet(new ArrayBuffer(8), { stage: "self" }).free();
const title: unknown = (await set.schema("sheet-result"))["title"];
const moved: string | undefined = set.tryRound(set, round, { asOf: "2026-12-31", tables: [cases], newerTables: [cases] }).comparison?.units?.[0]?.text;
console.log(title, moved);

try {
  CriteriaSet.compile("{}");
} catch (error) {
  if (error instanceof ChamdiemError) console.log(error.diagnostics[0]?.path, error.omitted);
}

// @ts-expect-error: a criteria set has a version.
CriteriaSet.compile({ format: 1, id: "demo" });
// @ts-expect-error: there is no such scale.
CriteriaSet.compile({ format: 1, id: "demo", version: "1", tree: [{ id: "1", max: 1, scale: "yesno" }] });
// @ts-expect-error: there is no such key.
CriteriaSet.compile({ format: 1, id: "demo", version: "1", tree: [{ id: "1", maximum: 1, scale: "yes_no" }] });
// @ts-expect-error: there is no such detail.
set.score(round, { detail: "all" });
// @ts-expect-error: a watch answers at once.
set.score(round, { watch: async () => false });
// @ts-expect-error: there is no such language.
set.check({ lang: "fr" });
// @ts-expect-error: figures of results are texts.
const number: number | undefined = results.units?.[0]?.stages?.[0]?.total;
// @ts-expect-error: a form has a stage.
set.sheet("a", {});
// @ts-expect-error: there is no such section.
sheet.unset("answer", "1");
// @ts-expect-error: there is no such document.
await set.schema("rounds");
// @ts-expect-error: a trial has no stage.
set.tryRound(set, round, { stage: "self" });
// @ts-expect-error: it is made by a set.
new TablePartial();
// @ts-expect-error: it is made by compiling.
new CriteriaSet();
console.log(number);
