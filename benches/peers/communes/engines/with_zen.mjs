// zen-engine as WebAssembly with WASI: its build for Node where there is none for the machine.

import { answers, rankDensely } from "../../answers.mjs";
import { keys } from "./with_loop.mjs";

const PACKAGE = "@gorules/zen-engine-wasm32-wasi";

async function load({ read, installed }) {
  const { ZenEngine } = (await installed(PACKAGE)).default;
  const decision = new ZenEngine().createDecision(JSON.parse(read("zen.json")));
  const lines = read("zen.jsonl").toString().trimEnd().split("\n");
  return { decision, contexts: lines.map((line) => JSON.parse(line)) };
}

async function score({ decision, contexts }) {
  const rows = [];
  for (const context of contexts) {
    const { total, index, first, penalty, class: name } = (await decision.evaluate(context)).result;
    rows.push({ total: Number(total), index: Number(index), first: Number(first), penalty: Number(penalty), name });
  }
  return rankDensely(rows, keys);
}

export const ENGINES = {
  each: { package: PACKAGE, recipe: "`round(x, 2)`", host: "ranks", load, score, write: (rows) => answers(rows, 4) },
};
