// The recipes that run outside of a browser, and what the READMEs show of all of them.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const example = (file) => here(`../examples/tien-giang-2022/${file}`);
const [criteria, round] = [example("criteria.json"), example("cai-lay.json")];
const node = (...arguments_) => promisify(execFile)(process.execPath, arguments_);

test("the recipes of both READMEs are those that are tested", () => {
  const read = (path) => readFileSync(here(path), "utf8");
  const shown = [...`${read("README.md")}${read("../README.md")}`.matchAll(/<!-- (recipes\/\S+) -->\n```\w+\n(.*?)```/gs)];
  assert.equal(shown.length, 11);
  for (const [, path, text] of shown) assert.equal(text, read(path), path);
});

test("recipe: a program for Node", async () => {
  const score = here("recipes/node/score.mjs");
  assert.equal((await node(score, criteria, round)).stdout, "Phòng TN&MT thị xã Cai Lậy 118.4 118.4\n");
  await assert.rejects(node(score, round, round), { code: 1, stderr: /gặp một đợt đánh giá, cần một bộ tiêu chí/ });
});

test("recipe: a live form", async () => {
  const { stdout } = await node(here("recipes/form/form.mjs"), criteria);
  const [changed, refused, standing, submission, ...rest] = stdout.trimEnd().split("\n");
  assert.deepEqual(JSON.parse(changed), { indicators: ["1", "1C", "C4", "C4.1"], figures: ["total", "index"] });
  assert.match(refused, /^\/answers\/a7\/a7\.6 .*nhiều/);
  assert.match(standing, /^incomplete \d+(\.\d+)? \d+$/);
  assert.deepEqual(JSON.parse(submission), {
    stage: "self",
    by: "cai-lay",
    at: "2022-04-21",
    facts: { plastic_models: { value: "6", evidence: ["BC 12/BC-TNMT"] } },
    answers: { "C4.1": "yes", a7: { "a7.6": "8" } },
  });
  assert.deepEqual(rest, []);
});

test("recipe: the command line in a WASI runtime", async () => {
  const program = process.env.CHAMDIEM_WASI;
  assert.ok(program, "CHAMDIEM_WASI says where the command line for WASI is; `cargo xtask wasm test` builds it");
  const score = (...files) => node(here("recipes/wasi/score.mjs"), program, example(""), ...files);
  const { units } = JSON.parse((await score("criteria.json", "cai-lay.json")).stdout);
  assert.deepEqual([units[0].name, units[0].stages.at(-1).total], ["Phòng TN&MT thị xã Cai Lậy", "118.4"]);
  await assert.rejects(score("cai-lay.json", "cai-lay.json"), { code: 1, stderr: /document\.type/ });
  // It sees its folder alone.
  await assert.rejects(score("criteria.json", "../binh-duong-2017/districts.json"), { stderr: /districts\.json/ });
});

test("recipe: a service for programs in other languages", async () => {
  const service = spawn(process.execPath, [here("recipes/java/service.mjs"), criteria], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(service, "exit");
  const [port] = await once(createInterface(service.stdout), "line");
  const ask = (body) => fetch(`http://127.0.0.1:${port}/`, { method: "POST", body });
  const answer = await ask(readFileSync(round));
  assert.deepEqual([answer.status, answer.headers.get("content-type")], [200, "application/json; charset=utf-8"]);
  const [{ name, stages }] = (await answer.json()).units;
  assert.deepEqual([name, stages.at(-1).total], ["Phòng TN&MT thị xã Cai Lậy", "118.4"]);
  const refused = await ask("{");
  assert.equal(refused.status, 422);
  assert.equal((await refused.json())[0].code, "json.syntax");
  // Where Java is at hand, its program, too; what it says to the service is what stands above.
  const java = promisify(execFile)("java", [here("recipes/java/Score.java"), here("recipes/java/service.mjs"), criteria, round]);
  const { stdout } = await java.catch((error) => (error.code === "ENOENT" ? {} : Promise.reject(error)));
  if (stdout !== undefined) assert.match(stdout, /^200 \{.*"name":"Phòng TN&MT thị xã Cai Lậy".*"118\.4"/);
  service.stdin.end();
  assert.deepEqual(await ended, [0, null]);
});
