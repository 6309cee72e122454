// The worker that scores whole rounds, so that the page never waits.

import { ChamdiemError, CriteriaSet, init, type Notice, type Language, type Results, type Round } from "chamdiem";
import module from "chamdiem/chamdiem.wasm?url";

export interface Asked {
  criteria: string;
  round: Round;
  stage: string;
  lang: Language;
}

export type Told = { done: number } | { results: Results } | { problems: readonly Notice[] } | { failure: string };

// Asked for with the first round: what fails before anybody waits for it is told to nobody.
let ready: Promise<void> | undefined;
let compiled: { text: string; set: CriteriaSet } | undefined;

addEventListener("message", async ({ data }: MessageEvent<Asked>) => {
  postMessage(await answer(data));
});

async function answer({ criteria, round, stage, lang }: Asked): Promise<Told> {
  try {
    await (ready ??= init(module));
    if (compiled?.text !== criteria) {
      compiled?.set.free();
      compiled = { text: criteria, set: CriteriaSet.compile(criteria, { lang }) };
    }
    return {
      results: compiled.set.score(round, {
        stage,
        lang,
        detail: "totals",
        watch: (done) => postMessage({ done } satisfies Told),
      }),
    };
  } catch (error) {
    return error instanceof ChamdiemError ? { problems: error.diagnostics } : { failure: String(error) };
  }
}
