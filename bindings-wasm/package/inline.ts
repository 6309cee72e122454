// The entry for places that can fetch no module: it stands inside this file.

import { take } from "./api.js";
import { module } from "./inlined.js";

export * from "./public.js";

let started: Promise<void> | undefined;

/** Prepares the module; wait for it once before anything else. */
export function init(): Promise<void> {
  started ??= start();
  return started;
}

async function start(): Promise<void> {
  const packed = Uint8Array.from(atob(module), (letter) => letter.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  take(await WebAssembly.compile(await new Response(unpacked).arrayBuffer()));
}
