// Writes the module as text, for the entry that fetches nothing.

import { readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const folder = new URL("pkg/", import.meta.url);
const packed = gzipSync(readFileSync(new URL("chamdiem.wasm", folder)), { level: 9 });
writeFileSync(new URL("inlined.js", folder), `export const module = "${packed.toString("base64")}";\n`);
