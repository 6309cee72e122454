// Every conformance case against what the library said to it. It runs in Node and in browsers.

/** What is wrong with how the package answers a case; nothing where it says what the library says. */
export function problem({ CriteriaSet, ChamdiemError }, one) {
  for (const lang of ["en", "vi"]) {
    const said = one.said[lang];
    const difference = differ(answers(one.set, one.round, one.tables, lang, said.first), said, (list) => list);
    if (difference !== undefined) return difference;
    const unlike = lang === "en" ? filledIn(one, lang) : undefined;
    if (unlike !== undefined) return unlike;
    if (!one.objects) continue;
    const [set, round] = [one.set, one.round].map((text) => JSON.parse(text));
    // Objects put keys such as "10" first, so that problems are found in another order.
    const changed = differ(answers(set, round, one.tables, lang, said.first), said, inOrder);
    if (changed !== undefined) return `as objects, ${changed}`;
  }
  return unexpected(one);

  function answers(set, round, rows, lang, first) {
    let plan;
    let tables = [];
    const compiled = outcome(() => {
      plan = CriteriaSet.compile(set, { lang });
    });
    if (plan === undefined) return { compile: compiled };
    const check = JSON.stringify(plan.check({ lang }));
    if (round === null) {
      plan.free();
      return { check };
    }
    const score = outcome(() => {
      tables = Object.entries(rows).map(([table, list]) => gathered(plan, table, list, round, lang));
      return plan.scoreText(round, { lang, tables });
    });
    const explain = first ? outcome(() => JSON.stringify(plan.explain(round, first, { lang, tables }))) : null;
    for (const table of tables) table.free();
    plan.free();
    return { check, score, explain };
  }

  /** The first unit as a form that is filled in step by step, beside its result in the round. */
  function filledIn({ set, round, objects, tables: rows, said }, lang) {
    if (!objects || said[lang].score?.text === undefined) return undefined;
    const { final, units = [] } = JSON.parse(said[lang].score.text);
    const document = JSON.parse(round);
    const unit = document.units?.[0];
    const last = unit?.submissions?.filter(({ stage }) => stage === final) ?? [];
    const stages = (JSON.parse(set).stages ?? []).map(({ id }) => id);
    const passed = unit?.submissions?.some(({ stage }) => stages.indexOf(stage) > stages.indexOf(final));
    const again = last.filter(({ by }) => by === last.at(-1).by).length > 1;
    // A form is of the stage that the unit has come to, goes on with what its party has submitted, and changes no rows.
    if (last.length === 0 || passed || again || last.some(({ tables }) => tables !== undefined)) return undefined;
    const plan = CriteriaSet.compile(set);
    const tables = Object.entries(rows).map(([table, list]) => gathered(plan, table, list, round, lang));
    const { facts = {}, answers = {}, points = {}, not_applicable = {}, class: own, unit: home, ...head } = last.at(-1);
    const { period, as_of: asOf, calendar } = document;
    const bare = { ...unit, submissions: unit.submissions.filter((one) => one !== last.at(-1)) };
    const statistics = plan.statistics(round, { tables });
    const sheet = plan.sheet(bare, { ...head, ...(home && { home }), period, ...(asOf && { asOf }), ...(calendar && { calendar }), statistics, tables });
    for (const [key, value] of Object.entries(not_applicable)) sheet.setNotApplicable(key, value);
    for (const [key, value] of Object.entries(facts).reverse()) sheet.setFact(key, value);
    for (const [key, value] of Object.entries(points)) sheet.setPoints(key, value);
    for (const [key, value] of Object.entries(answers).reverse()) sheet.set(key, value);
    if (own !== undefined) sheet.setClass(own);
    const { ranks, quotas, checks, ...found } = sheet.result().unit;
    const { ranks: _, quotas: __, checks: ___, ...known } = units[0];
    const [a, b] = [found, known].map((value) => JSON.stringify(sorted(value)));
    for (const table of tables) table.free();
    sheet.free();
    plan.free();
    return a === b ? undefined : `the form: found ${a}, the round says ${b}`;
  }

  /** What the rows of a table come to, taken in two parts. */
  function gathered(plan, table, list, round, lang) {
    const parts = [0, 1].map((part) => {
      const rows = plan.records(table, round, { lang });
      rows.begin(`${table}.json`);
      for (const [at, row] of list.entries()) if (at % 2 === part) rows.push(row, at + 1);
      return rows.finish();
    });
    parts[0].merge(parts[1]);
    parts[1].free();
    return parts[0];
  }

  /** The text, or the problems. */
  function outcome(ask) {
    try {
      return { text: ask() };
    } catch (error) {
      if (!(error instanceof ChamdiemError)) throw error;
      return { refused: JSON.stringify(error.diagnostics) };
    }
  }

  function differ(found, said, ordered) {
    const check = said.check && JSON.stringify(said.check.flatMap((list) => JSON.parse(list)));
    for (const [what, own, library] of [
      ["compile", found.compile, said.compile],
      ["check", found.check, check],
      ["score", found.score, said.score],
      ["explain", found.explain, said.explain],
    ]) {
      const [a, b] = [own, library].map((answer) => JSON.stringify(ordered(answer ?? null)));
      if (a !== b) return `${what}: found ${a}, the library says ${b}`;
    }
    return undefined;
  }
}

/** An answer with its problems in one order. */
function inOrder(answer) {
  if (answer?.refused === undefined) return answer;
  return { refused: JSON.parse(answer.refused).map((one) => JSON.stringify(one)).sort() };
}

/** What the library says against what the case itself expects. */
function unexpected({ expect, said: { en } }) {
  const places = (list) => JSON.stringify(list.map(({ code, path }) => `${code} ${path}`).sort());
  const refused = (en.compile ?? en.score)?.refused;
  if (expect.diagnostics !== undefined) {
    const errors = JSON.parse(refused ?? "[]").filter(({ severity }) => severity === "error");
    const [found, known] = [errors, expect.diagnostics].map(places);
    if (found !== known) return `found ${found}, expected ${known}`;
  }
  if (expect.results !== undefined) {
    const { diagnostics = [], ...results } = JSON.parse(en.score.text);
    const [found, known] = [results, expect.results].map((value) => JSON.stringify(sorted(value)));
    if (found !== known) return `found ${found}, expected ${known}`;
    const [warned, warnings] = [diagnostics, expect.warnings ?? []].map(places);
    if (warned !== warnings) return `warnings ${warned}, expected ${warnings}`;
  }
  if (expect.lint !== undefined) {
    const lint = en.check.flatMap((list) => JSON.parse(list)).filter(({ code }) => code.startsWith("lint."));
    const [found, known] = [lint, expect.lint].map(places);
    if (found !== known) return `lint ${found}, expected ${known}`;
  }
  return undefined;
}

/** With the members of every object in order. */
function sorted(value) {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}
