import { CriteriaSet, init } from "chamdiem";
import address from "chamdiem/chamdiem.wasm?url";

addEventListener("message", async ({ data: { criteria, round } }) => {
  await init(address);
  postMessage(CriteriaSet.compile(criteria).score(round).units[0].stages.at(-1).total);
});
