// Opening a work, going on with one that was kept, putting it away.

import { batch } from "@preact/signals";
import { CriteriaSet, type CriteriaSetDocument, type Round, type RoundSubmission } from "chamdiem";

import { judge, text, type Given } from "./judge";
import { language } from "./language";
import { outline } from "./outline";
import { parties } from "./party";
import { begun } from "./roster";
import { forget, keepWork, recall } from "./store";
import { drafts, here, roster, touched, units, work } from "./work";

/**
 * Opens documents that have been read. Throws what the engine refuses, and then nothing has changed; nor has it where
 * `agree` says no.
 */
export function open(criteria: Given, round: Given, example: boolean, agree = () => true): void {
  if (take(criteria, round, example, agree)) keepWork({ criteria: text(criteria), round: text(round), example });
}

function take(criteriaGiven: Given, roundGiven: Given, example: boolean, agree: () => boolean): boolean {
  const set = CriteriaSet.compile(criteriaGiven, { lang: language.value });
  try {
    judge(set, roundGiven);
    // Only what the engine has read is read here, too: it refuses what would be lost, such as a key that stands twice.
    const written = text(criteriaGiven);
    const criteria = JSON.parse(written) as CriteriaSetDocument;
    const { units: found = [], ...round } = JSON.parse(text(roundGiven)) as Round;
    const shape = outline(criteria);
    if (!agree()) {
      set.free();
      return false;
    }
    batch(() => {
      work.value?.set.free();
      drafts.clear();
      parties.value = new Map();
      begun.value = {};
      touched.value = false;
      work.value = { text: written, criteria, set, outline: shape, round, example };
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
    const ids = new Set(units.value.map(({ id }) => id));
    for (const one of kept.units) if (ids.has(one.id)) drafts.set(one.id, new Map(one.drafts));
    parties.value = kept.parties;
    begun.value = kept.begun;
    touched.value = kept.touched;
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
