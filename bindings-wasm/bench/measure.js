// What is measured of the package, in Node and in browsers alike: a set of 100 leaves, its form, a unit, the whole round.

/** The median of some runs in milliseconds; the first of them warms up and is not counted. */
export async function median(runs, work) {
  const times = [];
  for (let run = 0; run <= runs; run += 1) {
    const start = performance.now();
    await work(run);
    times.push(performance.now() - start);
  }
  return times.slice(1).sort((one, other) => one - other)[runs >> 1];
}

/** Medians by what was done; the totals of the units are there to be compared. */
export async function measure({ CriteriaSet }, { criteria, round }) {
  const set = CriteriaSet.compile(criteria);
  const document = JSON.parse(round);
  const [unit] = document.units;
  const one = JSON.stringify({ ...document, units: [unit] });
  const { period } = document;
  const open = { ...unit, submissions: unit.submissions.slice(0, 1) };
  const sheet = set.sheet(open, { stage: "self", period });
  const [leaf] = Object.entries(unit.submissions[0].answers).find(([, answer]) => answer === "yes" || answer === "no");
  const found = {
    "compile a set of 100 leaves": await median(51, () => CriteriaSet.compile(criteria).free()),
    "a form: one answer set": await median(501, (run) => sheet.set(leaf, run % 2 === 0 ? "yes" : "no")),
    "a form: one answer set, and all its figures read": await median(501, (run) => {
      sheet.set(leaf, run % 2 === 0 ? "yes" : "no");
      sheet.result();
    }),
    "a unit with its ledger": await median(101, () => set.score(one, { detail: "ledger" })),
    "11,000 units from text to totals": await median(5, () => set.scoreText(round, { detail: "totals" })),
  };
  sheet.free();
  const totals = set.score(round, { detail: "totals" }).units.map(({ stages }) => stages.at(-1).total ?? "");
  set.free();
  return { found, totals };
}
