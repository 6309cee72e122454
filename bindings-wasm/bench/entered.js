// Points that are entered, beside other engines: 100 leaves to two digits, a total, and an index to two digits, half up.
// A half stands in every other index, so that engines that compute on floats show it. All of it is synthetic.

import { createRequire } from "node:module";

import { CriteriaSet } from "chamdiem";
import { LogicEngine } from "json-logic-engine";

const LEAVES = Array.from({ length: 100 }, (_, at) => `L${at}`);
const MAXIMUM = 200;

/** The criteria set, and a round of so many units, as text. */
export function workload(units) {
  const tree = LEAVES.map((id) => ({ id, max: 2, scale: { entered: { from: 0, to: 2 } } }));
  const criteria = JSON.stringify({ format: 1, id: "entered", version: "1", tree, rounding: { index: { digits: 2 } } });
  let state = 20_261_122;
  const points = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * 201) / 100;
  };
  const answers = () => Object.fromEntries(LEAVES.map((id) => [id, points()]));
  const unit = (_, at) => ({ id: `u${at}`, submissions: [{ stage: "self", by: `u${at}`, answers: answers() }] });
  const head = { format: 1, criteria_set: { id: "entered", version: "1" }, period: { id: "2026" } };
  return { criteria, round: JSON.stringify({ ...head, units: Array.from({ length: units }, unit) }) };
}

const answersOf = (round) => JSON.parse(round).units.map(({ submissions: [{ answers }] }) => answers);
const rounded = (value) => Math.round(value * 100) / 100;

/** Engines by name: what is made once of the set, and what scores the text of a round, to totals and indexes. */
export const engines = {
  async chamdiem({ criteria }) {
    const set = CriteriaSet.compile(criteria);
    return (round) =>
      set.score(round, { detail: "totals" }).units.map(({ stages: [{ total, index }] }) => [Number(total), Number(index)]);
  },
  async "a loop of floats"() {
    return (round) =>
      answersOf(round).map((answers) => {
        let total = 0;
        for (const id of LEAVES) total += answers[id];
        return [rounded(total), rounded((total * 100) / MAXIMUM)];
      });
  },
  async "json-logic-engine, compiled"() {
    const total = { "+": LEAVES.map((id) => ({ var: id })) };
    const run = new LogicEngine().build([total, { "/": [{ "*": [total, 100] }, MAXIMUM] }]);
    return (round) => answersOf(round).map((answers) => run(answers).map(rounded));
  },
  async "zen, its WASI build"() {
    const { ZenEngine } = createRequire(import.meta.url)("@gorules/zen-engine-wasm32-wasi");
    const expressions = [
      { id: "total", key: "total", value: "round(sum(points), 2)" },
      { id: "index", key: "index", value: `round(sum(points) * 100 / ${MAXIMUM}, 2)` },
    ];
    const node = (id, type, content) => ({ id, type, name: id, position: { x: 0, y: 0 }, ...(content && { content }) });
    const edge = (sourceId, targetId) => ({ id: `${sourceId}-${targetId}`, type: "edge", sourceId, targetId });
    const nodes = [node("in", "inputNode"), node("score", "expressionNode", { expressions }), node("out", "outputNode")];
    const model = { nodes, edges: [edge("in", "score"), edge("score", "out")] };
    const decision = new ZenEngine().createDecision(Buffer.from(JSON.stringify(model)));
    return async (round) => {
      const found = [];
      for (const answers of answersOf(round)) {
        const { result } = await decision.evaluate({ points: LEAVES.map((id) => answers[id]) });
        found.push([Number(result.total), Number(result.index)]);
      }
      return found;
    };
  },
};
