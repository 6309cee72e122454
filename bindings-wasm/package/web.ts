// The entry for browsers, their workers and bundlers.

import { take } from "./api.js";

export * from "./public.js";

/** Where the module comes from. */
export type Source = string | URL | Response | BufferSource | WebAssembly.Module;

let started: Promise<void> | undefined;

/**
 * Prepares the module; wait for it once before anything else.
 *
 * Without a source it is fetched from beside this file. A bundler that moves files apart is given its address.
 */
export function init(source?: Source | Promise<Source>): Promise<void> {
  started ??= start(source).catch((error: unknown) => {
    started = undefined;
    throw error;
  });
  return started;
}

async function start(source?: Source | Promise<Source>): Promise<void> {
  let found: Source = (await source) ?? new URL("./chamdiem.wasm", import.meta.url);
  if (typeof found === "string" || found instanceof URL) found = await fetch(found);
  if (found instanceof Response) {
    if (!found.ok) throw new Error(`${found.url}: ${found.status} ${found.statusText}`);
    found = await found.arrayBuffer();
  }
  take(found instanceof WebAssembly.Module ? found : await WebAssembly.compile(found));
}
