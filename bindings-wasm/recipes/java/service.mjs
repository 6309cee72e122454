// Scores rounds for a program in another language on the same machine: `node service.mjs CRITERIA`. It says on which port
// of 127.0.0.1 it listens, takes rounds by POST, and ends when its input does, as it does when the program that started
// it is gone.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";

import { ChamdiemError, CriteriaSet } from "chamdiem";

const set = CriteriaSet.compile(readFileSync(process.argv[2] ?? ""), { lang: "vi" });

/** The results of a round as JSON, or what is wrong with it. */
function answer(round) {
  try {
    return { status: 200, body: set.scoreText(round, { lang: "vi", detail: "totals" }) };
  } catch (error) {
    if (!(error instanceof ChamdiemError)) throw error;
    return { status: 422, body: JSON.stringify(error.diagnostics) };
  }
}

const server = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  const { status, body } = answer(Buffer.concat(parts));
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(body);
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.on("end", () => process.exit()).resume();
