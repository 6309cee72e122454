// Scores a round in Node: `node score.mjs CRITERIA ROUND`.

import { readFileSync } from "node:fs";

import { ChamdiemError, CriteriaSet } from "chamdiem";

const [criteria = "", round = ""] = process.argv.slice(2);
try {
  const set = CriteriaSet.compile(readFileSync(criteria), { lang: "vi" });
  for (const unit of set.score(readFileSync(round), { lang: "vi" }).units ?? []) {
    const last = unit.stages?.at(-1);
    console.log(unit.name ?? unit.id, last?.total, last?.index);
  }
  set.free();
} catch (error) {
  if (!(error instanceof ChamdiemError)) throw error;
  for (const { path, message, help } of error.diagnostics) console.error(`${path}: ${message} (${help})`);
  process.exitCode = 1;
}
