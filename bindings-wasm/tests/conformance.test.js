// Every conformance case in Node.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import * as chamdiem from "chamdiem";

import { problem } from "./cases.js";

const cases = JSON.parse(readFileSync(new URL("built/cases.json", import.meta.url), "utf8"));

test("there are cases", () => assert.ok(cases.length >= 400, `${cases.length} cases`));

for (const one of cases) test(`node: ${one.name}`, () => assert.equal(problem(chamdiem, one), undefined));
