// The process of one engine in JavaScript: worker.mjs MODULE VARIANT MODE FOLDER OUTPUT CALLS; what worker.py does in Python.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const ENOUGH = 1;
const modules = process.env.PEERS_MODULES ?? resolve("node_modules");

/** A package as it was installed for the peers. */
async function installed(name) {
  const path = createRequire(join(modules, "peers.js")).resolve(name);
  return import(pathToFileURL(path).href);
}

/** What is in use of a package, by its own account. */
function named(name) {
  const { version } = JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));
  return `${name} ${version}`;
}

function memory(line) {
  const text = readFileSync("/proc/self/status", "utf8");
  return Number(new RegExp(`^${line}:\\s+(\\d+)`, "m").exec(text)[1]) / 1024;
}

/** The seconds that processors worked since then. */
function worked(since) {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
}

const [module, variant, mode, folder, output, calls] = process.argv.slice(2);
const engine = (await import(pathToFileURL(resolve(import.meta.dirname, module)).href)).ENGINES[variant];
const read = (name) => readFileSync(join(folder, name));
const place = { read, has: (name) => existsSync(join(folder, name)), installed, text: mode === "files" };
const seconds = () => performance.now() / 1000;

const begunLoading = seconds();
const held = await engine.load(place);
const told = {
  package: engine.package === "Node" ? `Node ${process.version.slice(1)}` : named(engine.package),
  recipe: engine.recipe,
  host: engine.host ?? "",
  exact: engine.exact ?? false,
};
if (place.text) {
  writeFileSync(output, await engine.write(await engine.score(held)));
  Object.assign(told, { first: seconds() - begunLoading });
} else {
  // From here on the peak is that of scoring, not of loading.
  writeFileSync("/proc/self/clear_refs", "5");
  const before = memory("VmRSS");
  const [used, begun] = [process.cpuUsage(), seconds()];
  const result = await engine.score(held);
  const [first, peak] = [seconds() - begun, memory("VmHWM")];
  const firstBusy = worked(used);
  if (calls === "0" && engine.write !== undefined) writeFileSync(output, await engine.write(result));
  const [times, busy] = first >= ENOUGH ? [[first], [firstBusy]] : [[], []];
  let spent = times.length * first;
  while (times.length < Number(calls) && spent < ENOUGH) {
    const used = process.cpuUsage();
    const start = seconds();
    await engine.score(held);
    times.push(seconds() - start);
    busy.push(worked(used));
    spent += times.at(-1);
  }
  Object.assign(told, { first, seconds: times, busy, peak, added: peak - before });
}
process.stdout.write(JSON.stringify(told), () => process.exit(0));
