import { CriteriaSet, init } from "chamdiem";
// Vite moves files: it is asked where the module went.
import address from "chamdiem/chamdiem.wasm?url";

const text = async (path) => (await fetch(path)).text();
const [criteria, round] = [await text("/criteria.json"), await text("/round.json")];

await init(address);
const { units } = CriteriaSet.compile(criteria).score(round);
document.querySelector("#total").textContent = units[0].stages.at(-1).total;

const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
worker.addEventListener("message", ({ data }) => {
  document.querySelector("#worker").textContent = data;
});
worker.postMessage({ criteria, round });
