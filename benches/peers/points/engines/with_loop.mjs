// Plain JavaScript: a loop over units and leaves, in floats; and the data of W2 as it, json-logic-engine and zen-engine take them.

import { answers, rankWithin } from "../../answers.mjs";

const WEIGHTS = [0.12, 0.15, 0.1, 0.13, 0.08, 0.16, 0.14, 0.12];
const LEAVES = 11;
export const MAXIMUM = (place) => JSON.parse(place.read("about.json")).maximum;
export const AREAS = WEIGHTS.map((weight, at) => ({ id: `a${at + 1}`, weight }));
export const halfUp = (figure) => Math.floor(figure * 100 + 0.5) / 100;

/** The points of each unit by area, and the groups. */
export function load(place) {
  const bytes = place.read("points.bin");
  const points = new BigInt64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const groups = place.read("groups.bin");
  const units = Array.from({ length: groups.length }, (_, unit) => {
    const area = (at) => Array.from({ length: LEAVES }, (_, leaf) => Number(points[(at * LEAVES + leaf) * groups.length + unit]) / 100);
    return Object.fromEntries(AREAS.map(({ id }, at) => [id, area(at)]));
  });
  return { units, groups, maximum: MAXIMUM(place) };
}

function score({ units, groups, maximum }) {
  const rows = units.map((unit) => {
    let sum = 0;
    for (const { id, weight } of AREAS) {
      let area = 0;
      for (const points of unit[id]) area += points;
      sum += weight * area;
    }
    const total = halfUp(sum);
    return { total, index: halfUp((total / maximum) * 100) };
  });
  return rankWithin(rows, groups);
}

export const write = (rows) => answers(rows, 2);
export const ENGINES = { floor: { package: "Node", recipe: "`Math.floor(x * 100 + 0.5) / 100`", load, score, write } };
