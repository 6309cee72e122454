// Writes every good conformance case as TypeScript, for the compiler to judge.

import { readFileSync, writeFileSync } from "node:fs";

const folder = new URL("built/", import.meta.url);
const cases = JSON.parse(readFileSync(new URL("cases.json", folder), "utf8"));
const text = ['import type { CriteriaSetDocument, Diagnostic, Ledger, Results, Round } from "chamdiem";'];
for (const { set, round, said } of cases) {
  const { check, score, explain } = said.en;
  if (check === undefined) continue;
  text.push(`(${set}) satisfies CriteriaSetDocument;`);
  for (const list of check) text.push(`(${list}) satisfies Diagnostic[];`);
  if (score?.text === undefined) continue;
  text.push(`(${round}) satisfies Round;`, `(${score.text}) satisfies Results;`);
  if (explain) text.push(`(${explain.text}) satisfies Ledger;`);
}
writeFileSync(new URL("cases.ts", folder), text.join("\n"));
