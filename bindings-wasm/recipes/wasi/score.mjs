// The command line in a WASI runtime, which here is that of Node: `node score.mjs chamdiem.wasm FOLDER CRITERIA ROUND`. It
// sees the files of the folder, and nothing else.

import { readFileSync } from "node:fs";
import { WASI } from "node:wasi";

const [program = "", folder = "", ...files] = process.argv.slice(2);
const [criteria, round] = files.map((file) => `/round/${file}`);
const args = ["chamdiem", "score", `${criteria}`, `${round}`, "--format", "json", "--detail", "totals"];
const wasi = new WASI({ version: "preview1", args, preopens: { "/round": folder } });
const module = await WebAssembly.compile(readFileSync(program));
process.exitCode = wasi.start(await WebAssembly.instantiate(module, wasi.getImportObject()));
