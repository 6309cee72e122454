// Documents from files: which is which, opening and saving them.

import type { CriteriaSetDocument } from "chamdiem";

import criteriaExample from "../../../examples/district-par-index/criteria.json?raw";
import roundExample from "../../../examples/district-par-index/synthetic-districts.json?raw";
import { isObject } from "./submission";
import { open } from "./opening";
import { standingRound, work } from "./work";

export function openExample(): void {
  open(criteriaExample, roundExample, true);
}

/** Opens files that were chosen or dropped: a criteria set, a round, or both; beside a round its calendar. */
export async function openFiles(files: readonly File[]): Promise<void> {
  let criteria: string | undefined;
  let round: string | undefined;
  let calendar: string | undefined;
  for (const file of files) {
    const text = await file.text();
    if (has(text, "units") || has(text, "period")) round = text;
    else if (has(text, "covers")) calendar = text;
    else criteria = text;
  }
  if (round !== undefined && calendar !== undefined)
    round = JSON.stringify({ ...JSON.parse(round), calendar: JSON.parse(calendar) });
  const opened = work.value;
  // A round alone is for the set that is open, a set alone asks for a new round.
  criteria ??= opened?.text;
  if (criteria === undefined) throw new NoCriteria();
  open(criteria, round ?? emptyRound(criteria), false);
}

/** A round came before its criteria set. */
export class NoCriteria extends Error {}

/** Whether the text is an object with this key. */
function has(text: string, key: string): boolean {
  try {
    const document: unknown = JSON.parse(text);
    return isObject(document) && key in document;
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
