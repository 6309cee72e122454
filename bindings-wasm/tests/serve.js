// A server of the files that pages ask for.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";

const example = new URL("../../examples/tien-giang-2022/", import.meta.url);

/** What stands under each address. */
const PLACES = [
  ["/chamdiem/", new URL("../node_modules/chamdiem/", import.meta.url)],
  ["/recipes/", new URL("../recipes/", import.meta.url)],
  ["/tests/", new URL("./", import.meta.url)],
  ["/criteria.json", new URL("criteria.json", example)],
  ["/round.json", new URL("cai-lay.json", example)],
];

const KINDS = { html: "text/html", js: "text/javascript", json: "application/json", wasm: "application/wasm" };

/** Serves them, and what is given, with the headers that are given. */
export async function serve({ places = [], headers = {} } = {}) {
  const server = createServer(async ({ url }, response) => {
    try {
      const { pathname } = new URL(url, "http://localhost");
      const [start, folder] = [...PLACES, ...places].find(([start]) => pathname.startsWith(start));
      const file = new URL(pathname.slice(start.length) || folder, folder);
      const body = await readFile(file.pathname.endsWith("/") ? new URL("index.html", file) : file);
      const kind = KINDS[(file.pathname.match(/\.(\w+)$/) ?? ["", "html"])[1]];
      response.writeHead(200, { "content-type": kind, ...headers }).end(body);
    } catch (error) {
      response.writeHead(404).end(`${error}`);
    }
  });
  await new Promise((started) => server.listen(0, "127.0.0.1", started));
  return { address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
