// Documents from files: which is which, opening and saving them.

import type { CriteriaSetDocument } from "chamdiem";

import criteriaExample from "../../../examples/district-par-index/criteria.json?raw";
import roundExample from "../../../examples/district-par-index/synthetic-districts.json?raw";
import { isObject } from "./submission";
import { open, standingRound, work } from "./work";

export function openExample(): void {
  open(criteriaExample, roundExample, true);
}

/** Opens files that were chosen or dropped: a criteria set, a round, or both. */
export async function openFiles(files: readonly File[]): Promise<void> {
  let criteria: string | undefined;
  let round: string | undefined;
  for (const file of files) {
    const text = await file.text();
    if (isRound(text)) round = text;
    else criteria = text;
  }
  const opened = work.value;
  // A round alone is for the set that is open, a set alone asks for a new round.
  criteria ??= opened?.text;
  if (criteria === undefined) throw new NoCriteria();
  open(criteria, round ?? emptyRound(criteria), false);
}

/** A round came before its criteria set. */
export class NoCriteria extends Error {}

function isRound(text: string): boolean {
  try {
    const document: unknown = JSON.parse(text);
    return isObject(document) && ("units" in document || "period" in document);
  } catch {
    // The engine says what is wrong with it.
    return false;
  }
}

function emptyRound(text: string): string {
  let criteria: Partial<CriteriaSetDocument> = {};
  try {
    criteria = JSON.parse(text) as CriteriaSetDocument;
  } catch {
    // The engine says what is wrong with it.
  }
  const { id = "", version = "" } = criteria;
  return JSON.stringify({ format: 1, criteria_set: { id, version }, period: { id: "new" }, units: [] });
}

/** Gives the round as a file. */
export function save(): void {
  const round = standingRound();
  const address = URL.createObjectURL(new Blob([`${JSON.stringify(round, null, 2)}\n`], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = `${round.criteria_set.id}-${round.period.id}.json`;
  link.click();
  URL.revokeObjectURL(address);
}
