// json-logic-engine: rules as data, compiled once.

import { answers, rankDensely } from "../../answers.mjs";
import { CLASSES, FIRST_FIELD, LEAVES, halfUp, units } from "../rules.mjs";
import { keys } from "./with_loop.mjs";

const at = (path) => ({ var: path });

function earned({ kind, most }, leaf) {
  const [report, part, whole] = [at(`r.${leaf}`), at(`r.${leaf}.0`), at(`r.${leaf}.1`)];
  const percent = { "*": [{ "/": [part, whole] }, 100] };
  const grades = [0, 1, 2, 3, 4].map((grade) => at(`r.${leaf}.${grade}`));
  return {
    yes_no: { "*": [report, most] },
    bands: { if: [{ ">=": [percent, 90] }, most, { ">=": [percent, 75] }, 0.75 * most, { ">=": [percent, 50] }, 0.5 * most, 0] },
    proportional: { if: [{ ">=": [{ "/": [part, whole] }, 0.5] }, { half_up: [{ "*": [{ "/": [part, whole] }, most] }] }, 0] },
    deduction: { max: [0, { "-": [most, { "*": [0.1, report] }] }] },
    survey: {
      half_up: [
        { "*": [{ "/": [{ "+": grades.map((count, grade) => ({ "*": [grade + 1, count] })) }, { "*": [5, { "+": grades }] }] }, most] },
      ],
    },
  }[kind];
}

function points(leaf, place) {
  const appraised = at(`a.${place}`);
  return { if: [at(`x.${place}`), 0, { "===": [appraised, null] }, earned(leaf, place), appraised] };
}

/** Each figure as a function of the ones before it. */
export function compile(LogicEngine) {
  const engine = new LogicEngine();
  engine.addMethod("half_up", ([figure]) => halfUp(figure), { sync: true, deterministic: true });
  const rules = {
    first: { "+": LEAVES.slice(0, FIRST_FIELD).map(points) },
    rest: { "+": LEAVES.slice(FIRST_FIELD).map((leaf, place) => points(leaf, place + FIRST_FIELD)) },
    maximum: { "+": LEAVES.map(({ most }, place) => ({ if: [at(`x.${place}`), 0, most] })) },
    total: { max: [0, { "+": [at("first"), at("rest"), { min: [5, at("bonus")] }, { "-": [at("penalty")] }] }] },
    index: { half_up: [{ "*": [{ "/": [at("total"), at("maximum")] }, 100] }] },
    name: { if: CLASSES.flatMap(([name, least]) => [{ ">=": [at("index"), least] }, name]) },
  };
  return Object.entries(rules).map(([figure, rule]) => [figure, engine.build(rule)]);
}

export function scoreUnit(compiled, unit) {
  const known = { ...unit };
  for (const [figure, rule] of compiled) known[figure] = rule(known);
  return known;
}

export const ENGINES = {
  compiled: {
    package: "json-logic-engine",
    recipe: "`Math.floor(x * 100 + 0.5) / 100`, a method of ours",
    host: "rounding, ranks",
    async load({ read, installed }) {
      const { LogicEngine } = await installed("json-logic-engine");
      return { compiled: compile(LogicEngine), given: units(read("round.json")) };
    },
    score({ compiled, given }) {
      const rows = given.map((unit) => {
        const { total, index, name, first, penalty } = scoreUnit(compiled, unit);
        return { total, index, name, first, penalty };
      });
      return rankDensely(rows, keys);
    },
    write: (rows) => answers(rows, 4),
  },
};
