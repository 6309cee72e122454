import { ChamdiemError, CriteriaSet, init } from "/chamdiem/web.js";

const bytes = async (address) => new Uint8Array(await (await fetch(address)).arrayBuffer());

await init();
try {
  const set = CriteriaSet.compile(await bytes("/criteria.json"), { lang: "vi" });
  const { units } = set.score(await bytes("/round.json"), { lang: "vi" });
  // Figures are texts; on screen they have a decimal comma.
  document.querySelector("#total").textContent = units[0].stages.at(-1).total.replace(".", ",");
} catch (error) {
  if (!(error instanceof ChamdiemError)) throw error;
  for (const { path, message, help } of error.diagnostics) {
    const item = document.createElement("li");
    item.textContent = `${path}: ${message} (${help})`;
    document.querySelector("#problems").append(item);
  }
}
