// Opening a work, adding to it, putting it away.

import { batch } from "@preact/signals";
import { CriteriaSet, type CriteriaSetDocument, type Round, type RoundSubmission, type RoundUnit } from "chamdiem";

import { language } from "./language";
import { outline } from "./outline";
import { parties } from "./party";
import { forget, keepRound, keepWork, recall } from "./store";
import { drafts, here, roster, units, work } from "./work";

/**
 * Opens documents that have been read. Throws what the engine refuses, and then nothing has changed; nor has it where
 * `agree` says no.
 */
export function open(criteria: string, round: string, example: boolean, agree = () => true): void {
  if (take(criteria, round, example, agree)) keepWork({ criteria, round, example });
}

function take(text: string, roundText: string, example: boolean, agree: () => boolean): boolean {
  const lang = language.value;
  const set = CriteriaSet.compile(text, { lang });
  try {
    const criteria = JSON.parse(text) as CriteriaSetDocument;
    const document = (isJson(roundText) ? JSON.parse(roundText) : undefined) as Round | undefined;
    if (document?.units?.length !== 0) judge(set, document ?? roundText);
    const { units: found = [], ...round } = document as Round;
    const shape = outline(criteria);
    if (!agree()) {
      set.free();
      return false;
    }
    batch(() => {
      work.value?.set.free();
      drafts.clear();
      parties.value = new Map();
      work.value = { text, criteria, set, outline: shape, round, example };
      units.value = found;
      roster.value = found;
      here.value = { unit: found[0]?.id ?? "", view: shape.stages[0]?.id ?? "self" };
    });
    return true;
  } catch (error) {
    set.free();
    throw error;
  }
}

/** Judges a round without its submissions: those may be unfinished, and their problems stand at their fields. */
function judge(set: CriteriaSet, round: Round | string): void {
  const bare =
    typeof round !== "string" && Array.isArray(round.units)
      ? { ...round, units: round.units.map(({ submissions: _, ...one }) => one) }
      : round;
  set.score(bare, { detail: "totals", lang: language.value });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Adds a unit to the round. Throws what the engine refuses. */
export function addUnit(period: string, one: RoundUnit): void {
  const opened = work.value;
  if (opened === undefined) return;
  const round = { ...opened.round, period: { ...opened.round.period, id: period } };
  const all = [...units.value, one];
  judge(opened.set, { ...round, units: all });
  batch(() => {
    work.value = { ...opened, round };
    units.value = all;
    roster.value = all;
    here.value = { unit: one.id, view: opened.outline.stages[0]?.id ?? "self" };
  });
  keepRound(JSON.stringify({ ...round, units: all }));
}

/** Opens what the browser has kept. */
export async function resume(): Promise<void> {
  const kept = await recall();
  if (kept === undefined) return;
  take(kept.work.criteria, kept.work.round, kept.work.example, () => true);
  const changed = new Map(kept.units.map((one) => [one.id, one]));
  batch(() => {
    units.value = units.value.map((one) => {
      const found = changed.get(one.id);
      return found === undefined ? one : { ...one, submissions: JSON.parse(found.submissions) as RoundSubmission[] };
    });
    for (const one of kept.units) drafts.set(one.id, new Map(one.drafts));
    parties.value = kept.parties;
  });
}

/** Puts the work away. */
export function close(): void {
  forget();
  batch(() => {
    work.value?.set.free();
    work.value = undefined;
    units.value = [];
    here.value = { unit: "", view: "" };
  });
}
