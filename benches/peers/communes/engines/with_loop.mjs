// Plain JavaScript: a loop over units and leaves, in floats.

import { answers, rankDensely } from "../../answers.mjs";
import { CLASSES, FIRST_FIELD, LEAVES, halfUp, units } from "../rules.mjs";

const EARNED = {
  yes_no: (most, report) => report * most,
  bands(most, [part, whole]) {
    const percent = (part / whole) * 100;
    return percent >= 90 ? most : percent >= 75 ? 0.75 * most : percent >= 50 ? 0.5 * most : 0;
  },
  proportional: (most, [part, whole]) => (part / whole >= 0.5 ? halfUp((part / whole) * most) : 0),
  deduction: (most, cases) => Math.max(0, most - 0.1 * cases),
  survey(most, [a, b, c, d, e]) {
    return halfUp(((a + 2 * b + 3 * c + 4 * d + 5 * e) / (5 * (a + b + c + d + e))) * most);
  },
};

export function scoreUnit({ r, a, x, bonus, penalty }) {
  let [points, first, maximum] = [0, 0, 0];
  for (let at = 0; at < LEAVES.length; at += 1) {
    if (x[at]) continue;
    const { kind, most } = LEAVES[at];
    points += a[at] ?? EARNED[kind](most, r[at]);
    maximum += most;
    if (at < FIRST_FIELD) first = points;
  }
  const total = Math.max(0, points + Math.min(5, bonus) - penalty);
  const index = halfUp((total / maximum) * 100);
  return { total, index, name: CLASSES.find(([, least]) => index >= least)[0], first, penalty };
}

export const keys = ({ index, first, penalty }) => [-Math.min(index, 100), -first, penalty];

export const ENGINES = {
  floor: {
    package: "Node",
    recipe: "`Math.floor(x * 100 + 0.5) / 100`",
    load: ({ read }) => units(read("round.json")),
    score: (given) => rankDensely(given.map(scoreUnit), keys),
    write: (rows) => answers(rows, 4),
  },
};
