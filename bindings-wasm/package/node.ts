// The entry for Node: the module lies beside this file and is there at once.

import { readFileSync } from "node:fs";

import { take } from "./api.js";

export * from "./public.js";

take(readFileSync(new URL("./chamdiem.wasm", import.meta.url)));

/** Node needs no preparation: this is here so that the same program runs everywhere. */
export async function init(): Promise<void> {}
