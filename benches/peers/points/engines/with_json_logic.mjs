// json-logic-engine: rules as data, compiled once.

import { rankWithin } from "../../answers.mjs";
import { AREAS, halfUp, load, write } from "./with_loop.mjs";

export const ENGINES = {
  compiled: {
    package: "json-logic-engine",
    recipe: "`Math.floor(x * 100 + 0.5) / 100`, a method of ours",
    host: "rounding, ranks",
    async load(place) {
      const { LogicEngine } = await place.installed("json-logic-engine");
      const [held, engine] = [load(place), new LogicEngine()];
      engine.addMethod("half_up", ([figure]) => halfUp(figure), { sync: true, deterministic: true });
      const leaf = (id, at) => ({ var: `${id}.${at}` });
      const area = ({ id, weight }) => ({ "*": [weight, { "+": held.units[0][id].map((_, at) => leaf(id, at)) }] });
      const total = engine.build({ half_up: [{ "+": AREAS.map(area) }] });
      const index = engine.build({ half_up: [{ "*": [{ "/": [{ var: "total" }, held.maximum] }, 100] }] });
      return { ...held, total, index };
    },
    score({ units, groups, total, index }) {
      const rows = units.map((unit) => {
        const row = { total: total(unit) };
        return { ...row, index: index(row) };
      });
      return rankWithin(rows, groups);
    },
    write,
  },
};
