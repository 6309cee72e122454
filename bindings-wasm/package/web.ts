// The entry for browsers, their workers and bundlers.

import { take } from "./api.js";
import { isKind } from "./call.js";

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
  if (typeof found === "string" || isKind(found, "URL")) found = await fetch(found as string | URL);
  if (isKind(found, "Response")) {
    const response = found as Response;
    if (!response.ok) throw new Error(`${response.url}: ${response.status} ${response.statusText}`);
    found = await response.arrayBuffer();
  }
  const isCompiled = isKind(found, "WebAssembly.Module");
  take(isCompiled ? (found as WebAssembly.Module) : await WebAssembly.compile(found as BufferSource));
}
