// A large round is scored beside the page, which stays alive. To cancel is to end the worker.

const worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
document.querySelector("#cancel").addEventListener("click", () => worker.terminate());
worker.addEventListener("message", ({ data: { results, diagnostics } }) => {
  const shown = results?.units[0].stages.at(-1).total ?? diagnostics[0].message;
  document.querySelector("#total").textContent = shown;
});
const text = async (address) => (await fetch(address)).text();
worker.postMessage({ criteria: await text("/criteria.json"), round: await text("/round.json") });
