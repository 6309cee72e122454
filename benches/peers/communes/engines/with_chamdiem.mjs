// chamdiem: the npm package, from the text of a round to the text of its results.

import { ofResults } from "../../answers.mjs";

function scoring(detail) {
  return {
    package: "chamdiem",
    recipe: "declared in the set: half up",
    exact: true,
    async load({ read, installed }) {
      const { CriteriaSet } = await installed("chamdiem");
      return { set: CriteriaSet.compile(read("set.json")), round: read("round.json") };
    },
    score: ({ set, round }) => set.scoreText(round, { detail }),
    write: (text) => ofResults(JSON.parse(text)),
  };
}

export const ENGINES = { text: scoring("totals"), ledgers: scoring("ledger") };
