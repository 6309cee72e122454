// The steps of one unit in JavaScript.

import { units } from "../../communes/rules.mjs";
import { compile, scoreUnit } from "../../communes/engines/with_json_logic.mjs";
import { scoreUnit as loop } from "../../communes/engines/with_loop.mjs";

const ANSWER = "L001";
const WASI = "@gorules/zen-engine-wasm32-wasi";
const own = { package: "chamdiem", recipe: "", exact: true };
const logic = { package: "json-logic-engine", recipe: "" };
const zen = { package: WASI, recipe: "" };
const total = (figure) => `${figure}\n`;

/** Yes and no in turns. */
function turns(first, other) {
  let yes = false;
  return () => ((yes = !yes) ? first : other);
}

async function ownSet({ installed, read }) {
  const { CriteriaSet } = await installed("chamdiem");
  return { CriteriaSet, text: read("set.json"), round: read("round.json"), unit: JSON.parse(read("own.json")) };
}

/** The unit as it answered itself: nothing overrides. */
function ownUnit(read) {
  const [unit] = units(read("round.json"));
  return { ...unit, a: unit.a.map(() => null) };
}

async function zenParts({ installed, read }) {
  const { ZenEngine } = (await installed(WASI)).default;
  const context = JSON.parse(read("zen.jsonl").toString().split("\n")[0]);
  return { engine: new ZenEngine(), model: JSON.parse(read("zen.json")), context };
}

const totalOf = (results) => total(results.units[0].stages.at(-1).total);

export const ENGINES = {
  "chamdiem compile": {
    ...own,
    load: ownSet,
    score: ({ CriteriaSet, text, round }) => ({ set: CriteriaSet.compile(text), round }),
    write: ({ set, round }) => totalOf(set.score(round)),
  },
  "chamdiem ledger": {
    ...own,
    async load(place) {
      const { CriteriaSet, text, round } = await ownSet(place);
      return { set: CriteriaSet.compile(text), round };
    },
    score: ({ set, round }) => set.scoreText(round, { detail: "ledger" }),
    write: (text) => totalOf(JSON.parse(text)),
  },
  "chamdiem set": {
    ...own,
    async load(place) {
      const { CriteriaSet, text, unit } = await ownSet(place);
      return { sheet: CriteriaSet.compile(text).sheet(unit, { stage: "self" }), answer: turns("yes", "no") };
    },
    score({ sheet, answer }) {
      sheet.set(ANSWER, answer());
      return sheet;
    },
    write: (sheet) => total(sheet.result().unit.stages.at(-1).total),
  },
  "json-logic-engine compile": {
    ...logic,
    async load({ installed, read }) {
      return { LogicEngine: (await installed("json-logic-engine")).LogicEngine, unit: units(read("round.json"))[0] };
    },
    score: ({ LogicEngine, unit }) => ({ compiled: compile(LogicEngine), unit }),
    write: ({ compiled, unit }) => total(scoreUnit(compiled, unit).total.toFixed(4)),
  },
  "json-logic-engine set": {
    ...logic,
    async load({ installed, read }) {
      const compiled = compile((await installed("json-logic-engine")).LogicEngine);
      return { compiled, unit: ownUnit(read), answer: turns(1, 0) };
    },
    score({ compiled, unit, answer }) {
      unit.r[0] = answer();
      return scoreUnit(compiled, unit);
    },
    write: (row) => total(row.total.toFixed(4)),
  },
  "JavaScript set": {
    package: "Node",
    recipe: "",
    load: ({ read }) => ({ unit: ownUnit(read), answer: turns(1, 0) }),
    score({ unit, answer }) {
      unit.r[0] = answer();
      return loop(unit);
    },
    write: (row) => total(row.total.toFixed(4)),
  },
  "WASI compile": {
    ...zen,
    load: zenParts,
    score: ({ engine, model, context }) => ({ decision: engine.createDecision(model), context }),
    write: async ({ decision, context }) => total((await decision.evaluate(context)).result.total),
  },
  "WASI ledger": {
    ...zen,
    async load(place) {
      const { engine, model, context } = await zenParts(place);
      return { decision: engine.createDecision(model), context };
    },
    score: async ({ decision, context }) => JSON.stringify(await decision.evaluate(context, { trace: true })),
    write: (text) => total(JSON.parse(text).result.total),
  },
};
