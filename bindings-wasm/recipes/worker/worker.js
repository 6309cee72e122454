import { ChamdiemError, CriteriaSet, init } from "/chamdiem/web.js";

const ready = init();

addEventListener("message", async ({ data: { criteria, round } }) => {
  await ready;
  try {
    const set = CriteriaSet.compile(criteria);
    postMessage({ results: set.score(round, { detail: "totals" }) });
    set.free();
  } catch (error) {
    if (!(error instanceof ChamdiemError)) throw error;
    postMessage({ diagnostics: error.diagnostics });
  }
});
