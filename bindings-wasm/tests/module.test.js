// Which module an entry takes: its own, and none that is of another version or something else.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { version } from "chamdiem";

const cwd = fileURLToPath(new URL("..", import.meta.url));

/** What a program prints that starts the entry for browsers, in a process of its own. */
async function printed(program) {
  const head = `import { readFileSync } from "node:fs";
    const { CriteriaSet, init, version } = await import("./node_modules/chamdiem/web.js");
    const own = readFileSync("node_modules/chamdiem/chamdiem.wasm");
    const said = async (ask) => { try { return await ask(); } catch (error) { return error.name + ": " + error.message; } };\n`;
  const run = promisify(execFile)(process.execPath, ["--input-type=module", "--eval", head + program], { cwd });
  return (await run).stdout.trimEnd().split("\n");
}

const SKEW = `but the package is chamdiem ${version()}: take the \`chamdiem.wasm\` beside it`;

test("a module that is something else is refused, and the right one can come after it", async () => {
  // A module whose only function is `unreachable`, and one that exports nothing.
  const program = `const head = [0, 97, 115, 109, 1, 0, 0, 0];
    const other = Uint8Array.from([...head, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 5, 1, 3, 0, 0, 11]);
    console.log(await said(() => init(other)));
    console.log(await said(() => init(new WebAssembly.Module(Uint8Array.from(head)))));
    console.log(await said(() => version()));
    await init(own);
    console.log(version());`;
  const refused = `Error: this is no module of chamdiem, ${SKEW}`;
  assert.deepEqual(await printed(program), [refused, refused, "Error: chamdiem is not ready: `await init()` first", version()]);
});

test("a module of another version is refused by its version, and the right one can come after it", async () => {
  const other = version().replace(/\d/g, (digit) => `${9 - digit}`);
  const program = `const [from, to] = ["${version()}", "${other}"].map((text) => Buffer.from(text));
    const changed = Buffer.from(own);
    for (let at = changed.indexOf(from); at !== -1; at = changed.indexOf(from)) to.copy(changed, at);
    console.log(await said(() => init(changed)));
    await init(new WebAssembly.Module(own));
    console.log(version());`;
  assert.deepEqual(await printed(program), [`Error: this is the module of chamdiem ${other}, ${SKEW}`, version()]);
});

test("before `init` every way in says what to do", async () => {
  const asks = ["version()", "CriteriaSet.compile({})", 'CriteriaSet.compile("{}")', "CriteriaSet.compile({ x: NaN })"];
  const program = asks.map((ask) => `console.log(await said(() => ${ask}));`).join("\n");
  assert.deepEqual(await printed(program), asks.map(() => "Error: chamdiem is not ready: `await init()` first"));
});
