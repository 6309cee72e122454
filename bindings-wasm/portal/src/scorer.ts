// The worker that scores whole rounds, so that the page never waits.

import { ChamdiemError, CriteriaSet, init, type Notice, type Language, type Results, type Round } from "chamdiem";
import module from "chamdiem/chamdiem.wasm?url";

export interface Asked {
  criteria: string;
  round: Round;
  stage: string;
  lang: Language;
}

export type Told = { results: Results } | { problems: readonly Notice[] } | { failure: string };

const ready = init(module);
let compiled: { text: string; set: CriteriaSet } | undefined;

addEventListener("message", async ({ data }: MessageEvent<Asked>) => {
  postMessage(await answer(data));
});

async function answer({ criteria, round, stage, lang }: Asked): Promise<Told> {
  try {
    await ready;
    if (compiled?.text !== criteria) {
      compiled?.set.free();
      compiled = { text: criteria, set: CriteriaSet.compile(criteria, { lang }) };
    }
    return { results: compiled.set.score(round, { stage, lang, detail: "totals" }) };
  } catch (error) {
    return error instanceof ChamdiemError ? { problems: error.diagnostics } : { failure: String(error) };
  }
}
