// Writes every good conformance case and every example as TypeScript, for the compiler to judge.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";

const folder = new URL("built/", import.meta.url);
const cases = JSON.parse(readFileSync(new URL("cases.json", folder), "utf8"));
const text = ['import type { Calendar, CriteriaSetDocument, Diagnostic, Ledger, Results, Round } from "chamdiem";'];
for (const { set, round, said } of cases) {
  const { check, score, explain } = said.en;
  if (check === undefined) continue;
  text.push(`(${set}) satisfies CriteriaSetDocument;`);
  for (const list of check) text.push(`(${list}) satisfies Diagnostic[];`);
  if (score?.text === undefined) continue;
  text.push(`(${round}) satisfies Round;`, `(${score.text}) satisfies Results;`);
  if (explain) text.push(`(${explain.text}) satisfies Ledger;`);
}
const examples = new URL("../../examples/", import.meta.url);
for (const file of readdirSync(examples, { recursive: true }).filter((name) => /(?<!expected)\.json$/.test(name))) {
  const document = readFileSync(new URL(file, examples), "utf8");
  const keys = Object.keys(JSON.parse(document));
  const type = keys.includes("covers") ? "Calendar" : keys.includes("criteria_set") ? "Round" : "CriteriaSetDocument";
  text.push(`(${document}) satisfies ${type};`);
}
writeFileSync(new URL("cases.ts", folder), text.join("\n"));
