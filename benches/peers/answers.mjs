// The answers of an engine as CSV, and what engines in JavaScript leave to the code around them: ranks.

/** Rows of total, index, class and rank; figures are rounded already, and shown. */
export function answers(rows, digits) {
  const lines = rows.map(({ total, index, name = "", rank }) => `${total.toFixed(digits)},${index.toFixed(2)},${name},${rank}`);
  return ["total,index,class,rank", ...lines, ""].join("\n");
}

/** Gives each row its dense rank by keys, each from the lowest. */
export function rankDensely(rows, keysOf) {
  const keyed = rows.map((row) => [keysOf(row), row]);
  const order = (a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
  keyed.sort(([a], [b]) => order(a, b));
  let rank = 0;
  keyed.forEach(([keys, row], at) => {
    if (at === 0 || order(keyed[at - 1][0], keys) !== 0) rank += 1;
    row.rank = rank;
  });
  return rows;
}

/** Gives each row its competition rank in its group, by index. */
export function rankWithin(rows, groups) {
  const byGroup = Map.groupBy !== undefined ? Map.groupBy(rows, (_, at) => groups[at]) : grouped(rows, groups);
  for (const members of byGroup.values()) {
    members.sort((a, b) => b.index - a.index);
    members.forEach((row, at) => {
      row.rank = at > 0 && members[at - 1].index === row.index ? members[at - 1].rank : at + 1;
    });
  }
  return rows;
}

function grouped(rows, groups) {
  const found = new Map();
  rows.forEach((row, at) => {
    if (!found.has(groups[at])) found.set(groups[at], []);
    found.get(groups[at]).push(row);
  });
  return found;
}

/** Results of chamdiem as CSV. */
export function ofResults(results) {
  const rows = results.units.map((unit) => {
    const { total, index } = unit.stages.at(-1);
    return `${total},${index},${unit.class ?? ""},${unit.ranks[0].rank}`;
  });
  return ["total,index,class,rank", ...rows, ""].join("\n");
}
