// The form that a criteria set asks for: its sections and leaves in their order, and where each given fact stands.

import type { CriteriaSetDocument, Decimal, Fact, Indicator, Scale, Stage, Title } from "chamdiem";

/** A leaf of the form. */
export interface Leaf {
  kind: "leaf";
  id: string;
  title: Title | undefined;
  max: Indicator["max"];
  scale: Scale;
  measured: boolean;
  reference: string | undefined;
  evidence: string | undefined;
  closedTo: readonly string[];
  assessedBy: readonly string[];
  /** The given facts that it reads. */
  facts: readonly string[];
  /** Those that no leaf before it reads: they are asked for here. */
  asks: readonly string[];
}

/** A node of the tree, or one of the sections beside it. */
export interface Section {
  kind: "section";
  id: string;
  title: Title | undefined;
  reference: string | undefined;
  parts: readonly (Section | Leaf)[];
}

/** All of it. */
export interface Outline {
  sections: readonly Section[];
  leaves: readonly Leaf[];
  /** Given facts that no leaf reads. */
  others: readonly string[];
  facts: ReadonlyMap<string, Fact>;
  stages: readonly Stage[];
  /** The parties that the set names as assessors. */
  assessors: readonly string[];
}

/** What holds below a node until it is restated. */
interface Above {
  closedTo: readonly string[];
  assessedBy: readonly string[];
}

/** Reads the form out of a criteria set that compiles. */
export function outline(criteria: CriteriaSetDocument): Outline {
  const facts = new Map((criteria.facts ?? []).map((fact) => [fact.id, fact]));
  const leaves: Leaf[] = [];
  const asked = new Set<string>();

  const leaf = (node: Indicator, { closedTo, assessedBy }: Above): Leaf => {
    const read = [...factsOf([node.measure, node.scale, node.applies_to], facts)];
    const asks = read.filter((id) => !asked.has(id));
    for (const id of asks) asked.add(id);
    const found: Leaf = {
      kind: "leaf",
      id: node.id,
      title: node.title,
      max: node.max,
      scale: node.scale ?? "yes_no",
      measured: node.measure !== undefined,
      reference: node.reference,
      evidence: node.evidence,
      closedTo,
      assessedBy,
      facts: read,
      asks,
    };
    leaves.push(found);
    return found;
  };

  const part = (node: Indicator, above: Above): Section | Leaf => {
    const closedTo = node.closed_to ?? above.closedTo;
    const assessedBy = node.assessed_by === undefined ? above.assessedBy : [node.assessed_by].flat();
    const here = { closedTo, assessedBy };
    if (node.children === undefined) return leaf(node, here);
    const parts = node.children.map((child) => part(child, here));
    return { kind: "section", id: node.id, title: node.title, reference: node.reference, parts };
  };

  const nowhere: Above = { closedTo: [], assessedBy: [] };
  const top = (criteria.tree ?? []).map((node) => part(node, nowhere));
  const sections = top.flatMap((one) => (one.kind === "section" ? [one] : []));
  const loose = top.filter((one) => one.kind === "leaf");
  if (loose.length > 0)
    sections.unshift({ kind: "section", id: "", title: undefined, reference: undefined, parts: loose });
  for (const id of ["bonus", "penalty"] as const) {
    const parts = (criteria[id]?.items ?? []).map((node) => part(node, nowhere));
    if (parts.length > 0) sections.push({ kind: "section", id, title: undefined, reference: undefined, parts });
  }
  const given = [...facts.values()].filter((fact) => fact.formula === undefined).map(({ id }) => id);
  return {
    sections,
    leaves,
    facts,
    others: given.filter((id) => !asked.has(id)),
    stages: criteria.stages ?? [{ id: "self", title: { vi: "Tự chấm", en: "Self-score" } }],
    assessors: [...new Set(leaves.flatMap((one) => one.assessedBy))],
  };
}

/** The leaves below a section. */
export function leavesOf(section: Section): Leaf[] {
  return section.parts.flatMap((one) => (one.kind === "leaf" ? [one] : leavesOf(one)));
}

/** The maximum that the set prints for a group. */
export function printedMaximum(max: Indicator["max"], group: string | undefined): Decimal | undefined {
  return typeof max === "object" ? max[group ?? ""] : max;
}

/**
 * The given facts that formulas anywhere in a part of the set name, through derived ones. Each derived one is looked
 * into once: a column of its table may have its id.
 */
function factsOf(
  part: unknown,
  facts: ReadonlyMap<string, Fact>,
  found = new Set<string>(),
  derived = new Set<string>(),
): Set<string> {
  if (typeof part === "string") {
    for (const [name] of part.replace(/'[^']*'/g, "").matchAll(/[\p{L}_][\p{L}\p{N}_.]*/gu)) {
      const fact = facts.get(name);
      if (fact === undefined || derived.has(name)) continue;
      if (fact.formula === undefined) found.add(name);
      else factsOf([fact.formula, fact.scale], facts, found, derived.add(name));
    }
  } else if (Array.isArray(part)) {
    for (const one of part) factsOf(one, facts, found, derived);
  } else if (typeof part === "object" && part !== null) {
    for (const [key, one] of Object.entries(part)) if (FORMULAS.has(key)) factsOf(one, facts, found, derived);
  }
  return found;
}

/** The keys of scales under which formulas stand. */
const FORMULAS = new Set([
  "matrix",
  "rows",
  "columns",
  "of",
  "tally",
  "base",
  "lines",
  "amount",
  "count",
  "excused",
  "when",
]);
