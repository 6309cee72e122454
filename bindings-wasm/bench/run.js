// The benches of the package: `cargo xtask wasm bench`. One run, medians; answers are compared before times are told.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import * as chamdiem from "chamdiem";
import { chromium } from "playwright-core";

import { serve } from "../tests/serve.js";
import { engines, workload } from "./entered.js";
import { measure, median } from "./measure.js";

const { CHAMDIEM_CHROMIUM: executablePath, CHAMDIEM_CLI: cli, CHAMDIEM_W1: folder } = process.env;
assert.ok(executablePath && cli && folder, "`cargo xtask wasm bench` says where Chromium, the command line and W1 are");
const paths = ["set.json", "round.json"].map((file) => `${folder}/${file}`);
const [criteria, round] = paths.map((path) => readFileSync(path, "utf8"));
const told = (times) => Object.entries(times).forEach(([what, time]) => console.log(`${time.toFixed(3).padStart(12)} ms  ${what}`));

console.log("W1 in Node");
const begin = 'const start = performance.now(); await import("chamdiem"); console.log(performance.now() - start)';
const here = fileURLToPath(new URL("..", import.meta.url));
const starts = Array.from({ length: 11 }, () => Number(execFileSync(process.execPath, ["--input-type=module", "--eval", begin], { cwd: here })));
told({ "import, ready to compile": starts.sort((one, other) => one - other)[5] });
const node = await measure(chamdiem, { criteria, round });
told(node.found);

console.log("W1 in Chromium");
const server = await serve({ places: [["/bench/", new URL("./", import.meta.url)], ["/w1/", new URL(`file://${folder}/`)]] });
const args = ["no-sandbox", "disable-gpu", "disable-quic", "no-first-run"].map((flag) => `--${flag}`);
const browser = await chromium.launch({ executablePath, args });
const page = await browser.newPage();
page.setDefaultTimeout(0);
await page.goto(`${server.address}/recipes/page/index.html`);
const inside = await page.evaluate(async () => {
  const [chamdiem, { measure }] = await Promise.all([import("/chamdiem/web.js"), import("/bench/measure.js")]);
  const start = performance.now();
  await chamdiem.init();
  const ready = performance.now() - start;
  const [criteria, round] = await Promise.all(["set", "round"].map(async (name) => (await fetch(`/w1/${name}.json`)).text()));
  return { ready, ...(await measure(chamdiem, { criteria, round })) };
});
await browser.close();
server.close();
told({ "init: the module fetched and compiled, once": inside.ready, ...inside.found });

const native = () => execFileSync(cli, ["score", ...paths, "--format", "json", "--detail", "totals"], { encoding: "utf8", maxBuffer: 1 << 30 });
const known = JSON.parse(native()).units.map(({ stages }) => stages.at(-1).total ?? "");
assert.deepEqual(node.totals, known);
assert.deepEqual(inside.totals, known);
const beside = await median(5, native);
const whole = "11,000 units from text to totals";
told({ "the command line on the same files, as a process": beside });
console.log(`${(node.found[whole] / beside).toFixed(2).padStart(12)}     Node / command line\n${(inside.found[whole] / beside).toFixed(2).padStart(12)}     Chromium / command line`);

console.log("Entered points, 1,000 units of 100 leaves from text, in Node");
const small = workload(1_000);
const exact = (await engines.chamdiem(small))(small.round);
for (const [name, prepare] of Object.entries(engines)) {
  const score = await prepare(small);
  const other = (await score(small.round)).filter(([total, index], at) => total !== exact[at][0] || index !== exact[at][1]);
  const time = await median(5, () => score(small.round));
  console.log(`${time.toFixed(3).padStart(12)} ms  ${name}; ${other.length} units with another total or index`);
}
