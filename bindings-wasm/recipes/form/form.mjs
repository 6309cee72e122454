// A live form of an office: `node form.mjs CRITERIA`, with the criteria set of the example.

import { readFileSync } from "node:fs";

import { ChamdiemError, CriteriaSet } from "chamdiem";

const set = CriteriaSet.compile(readFileSync(process.argv[2] ?? ""), { lang: "vi" });
// A unit by its id, or as in rounds, with what was submitted so far.
const sheet = set.sheet("cai-lay", { stage: "self", at: "2022-04-21", period: { id: "2022" }, lang: "vi" });

console.log(JSON.stringify(sheet.set("C4.1", "yes"))); // what became different: indicators, and "total", "index" …
sheet.set("a7/a7.6", 8); // of a tally a line
sheet.setFact("plastic_models", { value: 6, evidence: ["BC 12/BC-TNMT"] });
try {
  sheet.set("a7/a7.6", "nhiều");
} catch (error) {
  if (!(error instanceof ChamdiemError)) throw error;
  // It changed nothing. The place is that in the submission, and so that of the field.
  for (const { path, message } of error.diagnostics) console.log(path, message);
}

const { unit, missing = [] } = sheet.result();
console.log(unit.state, unit.stages?.[0]?.total, missing.length); // the points so far, until nothing is missing
console.log(JSON.stringify(sheet.submission())); // for the round
sheet.free();
set.free();
