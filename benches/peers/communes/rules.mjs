// The rules of W1 for JavaScript; rules.py says the same for Python.

export const KINDS = ["yes_no", "bands", "proportional", "deduction", "survey"];
const MAXIMA = [0.5, 0.75, 1, 1.25, 1.5];
const GRADES = [..."abcde"];
export const CLASSES = [["A", 90], ["B", 80], ["C", 65], ["D", 50], ["E", 0]];
export const CRITERIA = Array.from({ length: 40 }, (_, at) => Array(2 + (at % 2)).fill(at)).flat();
export const FIRST_FIELD = CRITERIA.filter((criterion) => criterion < 5).length;

export const LEAVES = Array.from({ length: 100 }, (_, at) => {
  const [id, kind] = [`L${String(at + 1).padStart(3, "0")}`, KINDS[at % 5]];
  const letters = { bands: ["n", "d"], proportional: ["n", "d"], survey: GRADES }[kind] ?? [];
  return { id, kind, most: MAXIMA[Math.floor(at / 5) % 5], facts: letters.map((letter) => id + letter) };
});

export const halfUp = (figure) => Math.floor(figure * 100 + 0.5) / 100;

/** The units of the text of a round: what each reports, what overrides (or null) and whether it applies, leaf by leaf. */
export function units(text) {
  return JSON.parse(text).units.map(({ submissions: [own, appraisal] }) => ({
    r: LEAVES.map(({ id, kind, facts }) => {
      if (kind === "yes_no") return own.answers[id] === "yes" ? 1 : 0;
      return kind === "deduction" ? own.answers[id].case : facts.map((fact) => own.facts[fact]);
    }),
    a: LEAVES.map(({ id }) => (id in appraisal.points ? Number(appraisal.points[id].value) : null)),
    x: LEAVES.map(({ id }) => id in own.not_applicable),
    bonus: [1, 2, 3].reduce((sum, at) => sum + Number(own.answers[`B${at}`]), 0),
    penalty: [1, 2].reduce((sum, at) => sum - Number(own.answers[`P${at}`]), 0),
  }));
}
