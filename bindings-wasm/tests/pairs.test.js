// Random criteria sets with their rounds: the package says what the library says, byte for byte.

import assert from "node:assert/strict";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import test from "node:test";

import { CriteriaSet } from "chamdiem";

const file = process.env.CHAMDIEM_PAIRS ?? new URL("built/pairs.jsonl", import.meta.url);

test("random documents score as in the library", async () => {
  let pairs = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const { seed, set, round, said } = JSON.parse(line);
    const plan = CriteriaSet.compile(set);
    assert.ok(plan.scoreText(round) === said, `seed ${seed}`);
    plan.free();
    pairs += 1;
  }
  assert.ok(pairs > 0, "the file has pairs");
});
