// Writes as JavaScript what cannot be fetched everywhere: the module, for the entry that fetches nothing, and the schemas.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const folder = new URL("pkg/", import.meta.url);
const packed = gzipSync(readFileSync(new URL("chamdiem.wasm", folder)), { level: 9 });
writeFileSync(new URL("inlined.js", folder), `export const module = "${packed.toString("base64")}";\n`);

const files = readdirSync(new URL("schema/", folder)).sort();
const schemas = files.map((file) => [file.slice(0, -".json".length), JSON.parse(readFileSync(new URL(`schema/${file}`, folder), "utf8"))]);
writeFileSync(new URL("schemas.js", folder), `export const schemas = ${JSON.stringify(Object.fromEntries(schemas))};\n`);
const types = schemas.map(([name]) => `  ${JSON.stringify(name)}: Record<string, unknown>;\n`).join("");
writeFileSync(new URL("schemas.d.ts", folder), `export declare const schemas: {\n${types}};\n`);

// The module that is taken must be the one that the package was built with.
const { version } = JSON.parse(readFileSync(new URL("package.json", folder), "utf8"));
writeFileSync(new URL("built.js", folder), `export const release = ${JSON.stringify(version)};\n`);
