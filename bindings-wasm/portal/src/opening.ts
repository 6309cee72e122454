// Opening a work, adding to it, putting it away.

import { batch } from "@preact/signals";
import {
  ChamdiemError,
  CriteriaSet,
  type CriteriaSetDocument,
  type Diagnostic,
  type Round,
  type RoundSubmission,
  type RoundUnit,
} from "chamdiem";

import { language } from "./language";
import { outline } from "./outline";
import { parties } from "./party";
import { forget, keepRound, keepWork, recall } from "./store";
import { drafts, here, roster, units, work } from "./work";

/** A document as it was read: the bytes of a file, or a text. */
export type Given = Uint8Array | string;

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

/** Judges a round. What stands at a field of its forms does not keep it from being opened: there it is mended. */
function judge(set: CriteriaSet, round: Round | Given): void {
  try {
    set.score(round, { detail: "totals", lang: language.value });
  } catch (error) {
    if (!(error instanceof ChamdiemError)) throw error;
    const fatal = error.diagnostics.filter(({ severity, ...one }) => severity === "error" && !isShown(one));
    if (fatal.length > 0) throw new ChamdiemError(fatal);
    if (error.omitted === 0) return;
    // Only so many problems are told of a round: the others of each unit.
    const whole = (typeof round === "string" || round instanceof Uint8Array ? JSON.parse(text(round)) : round) as Round;
    if ((whole.units ?? []).length > 1) for (const one of whole.units ?? []) judge(set, { ...whole, units: [one] });
  }
}

/** What JSON is read for, and what names something that has no field. */
const UNSHOWN = /^(json|document|key)\.|^number\.(inexact|overflow)$|\.unknown$/;

/** Whether a form shows the problem at one of its fields; a round without units asks for the first. */
function isShown({ code, path }: Pick<Diagnostic, "code" | "path">): boolean {
  return code === "round.empty" || (/^\/units\/\d+\/submissions\/\d+/.test(path) && !UNSHOWN.test(code));
}

function text(given: Given): string {
  return typeof given === "string" ? given : new TextDecoder("utf-8", { fatal: true }).decode(given);
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
