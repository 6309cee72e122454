// The work: a criteria set, a round, the place in it, and the form that is open.

import { batch, computed, effect, signal, untracked } from "@preact/signals";
import { ChamdiemError, CriteriaSet, type CriteriaSetDocument, type Diagnostic, type Language, type Round, type RoundSubmission, type RoundUnit } from "chamdiem";

import { Filling, type Draft } from "./filling";
import { language, say } from "./language";
import { outline, type Outline } from "./outline";
import { Sheet } from "./sheet";
import { forget, keepParty, keepRound, keepUnit, keepWork, recall } from "./store";

export interface Work {
  /** The criteria set as it was opened. */
  text: string;
  criteria: CriteriaSetDocument;
  set: CriteriaSet;
  outline: Outline;
  /** The round without its units. */
  round: Omit<Round, "units">;
  /** Whether it is the example of the page. */
  example: boolean;
}

/** Who fills a form. */
export interface Party {
  by: string;
  role: string;
  at: string;
}

export const work = signal<Work | undefined>();
export const units = signal<readonly RoundUnit[]>([]);
/** The unit that is looked at, and the view: a stage, or `result`. */
export const here = signal({ unit: "", view: "" });
export const parties = signal<ReadonlyMap<string, Party>>(new Map());
export const form = signal<Filling | undefined>();
/** Why there is no form. */
export const refused = signal<readonly Diagnostic[]>([]);

const drafts = new Map<string, Map<string, readonly Draft[]>>();

export const unit = computed(() => units.value.find(({ id }) => id === here.value.unit));
export const stage = computed(() => work.value?.outline.stages.find(({ id }) => id === here.value.view));
/** The first stage is the unit's own; later ones judge it. */
export const first = computed(() => work.value?.outline.stages[0]?.id === here.value.view);

/** Who fills the form of a unit at a stage: at the first the unit itself, at later ones who did last. */
export function partyOf(one: RoundUnit | undefined, id: string): Party {
  const chosen = parties.value.get(`${one?.id}/${id}`);
  if (chosen !== undefined) return chosen;
  const shape = work.value?.outline;
  const there = one?.submissions?.filter((submission) => submission.stage === id) ?? [];
  if (shape?.stages[0]?.id === id) return { by: "", role: "", at: there.find(({ by }) => by === one?.id)?.at ?? "" };
  const by = parties.value.get(id)?.by ?? there[0]?.by ?? shape?.assessors[0] ?? "";
  return signedBefore(one, id, by);
}

/** A party with what it wrote on its submission, if there is one. */
export function signedBefore(one: RoundUnit | undefined, id: string, by: string): Party {
  const own = one?.submissions?.find((submission) => submission.stage === id && submission.by === by);
  return { by, role: own?.role ?? parties.value.get(id)?.role ?? "", at: own?.at ?? "" };
}

/** Opens documents that have been read. Throws what the engine refuses, and then nothing has changed. */
export function open(criteria: string, round: string, example: boolean): void {
  take(criteria, round, example);
  keepWork({ criteria, round, example });
}

function take(text: string, roundText: string, example: boolean): void {
  const lang = language.value;
  const set = CriteriaSet.compile(text, { lang });
  try {
    const criteria = JSON.parse(text) as CriteriaSetDocument;
    const document = (isJson(roundText) ? JSON.parse(roundText) : undefined) as Round | undefined;
    if (document?.units?.length !== 0) judge(set, document ?? roundText);
    const { units: found = [], ...round } = document as Round;
    const shape = outline(criteria);
    batch(() => {
      work.value?.set.free();
      drafts.clear();
      parties.value = new Map();
      work.value = { text, criteria, set, outline: shape, round, example };
      units.value = found;
      here.value = { unit: found[0]?.id ?? "", view: shape.stages[0]?.id ?? "self" };
    });
  } catch (error) {
    set.free();
    throw error;
  }
}

/** Judges a round without its submissions: those may be unfinished, and their problems stand at their fields. */
function judge(set: CriteriaSet, round: Round | string): void {
  const bare = typeof round !== "string" && Array.isArray(round.units) ? { ...round, units: round.units.map(({ submissions: _, ...one }) => one) } : round;
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
    here.value = { unit: one.id, view: opened.outline.stages[0]?.id ?? "self" };
  });
  keepRound(JSON.stringify({ ...round, units: all }));
}

/** Opens what the browser has kept. */
export async function resume(): Promise<void> {
  const kept = await recall();
  if (kept === undefined) return;
  take(kept.work.criteria, kept.work.round, kept.work.example);
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

/** The whole round as it stands. */
export function standingRound(): Round {
  const { round } = work.value as Work;
  return { ...round, units: [...units.value] };
}

/** Says who fills the form of the unit at the stage. */
export function sign(one: RoundUnit, id: string, party: Party): void {
  const by = party.by === "" ? one.id : party.by;
  batch(() => {
    parties.value = new Map(parties.value).set(`${one.id}/${id}`, party).set(id, party);
    change(one.id, (submissions) =>
      submissions.map((submission) => {
        if (submission.stage !== id || submission.by !== by) return submission;
        const { at: _at, role: _role, ...rest } = submission;
        return { ...rest, ...(party.at === "" ? {} : { at: party.at }), ...(party.role === "" ? {} : { role: party.role }) };
      }),
    );
  });
  keepParty(`${one.id}/${id}`, party);
  keepParty(id, party);
}

/** Changes the submissions of a unit, and keeps it. */
function change(id: string, alter: (submissions: readonly RoundSubmission[]) => RoundSubmission[]): void {
  const submissions = alter(units.value.find((each) => each.id === id)?.submissions ?? []);
  units.value = units.value.map((each) => (each.id === id ? { ...each, submissions } : each));
  const typed = drafts.get(id) ?? new Map<string, readonly Draft[]>();
  keepUnit({
    id,
    submissions: JSON.stringify(submissions),
    drafts: [...typed].map(([key, list]) => [key, [...list]]),
  });
}

/** How many things typed anywhere are not in the round. */
export function unfinished(): number {
  return [...drafts.values()].flatMap((one) => [...one.values()]).flat().length;
}

// The form follows the place, the party and the language.
effect(() => {
  const [at, chosen, opened, lang] = [here.value, stage.value, work.value, language.value];
  void parties.value;
  untracked(() => {
    const last = form.value;
    batch(() => {
      form.value = undefined;
      refused.value = [];
      const one = unit.value;
      if (opened === undefined || chosen === undefined || one === undefined) return;
      const party = partyOf(one, chosen.id);
      if (party.by === "" && !first.value) return;
      try {
        form.value = fill(opened, one, chosen.id, party, lang);
      } catch (error) {
        if (!(error instanceof ChamdiemError)) throw error;
        refused.value = error.diagnostics;
        // A day outside of the window of the stage does not take the form away.
        if (party.at !== "") form.value = undated(opened, one, chosen.id, party, lang);
      }
    });
    last?.free();
    document.title = [unit.value?.name ?? at.unit, say("name")].filter((word) => word !== "").join(" · ");
  });
});

/** The form without the day on which it is handed in, if it is that which is refused. */
function undated(opened: Work, one: RoundUnit, id: string, party: Party, lang: Language): Filling | undefined {
  const by = party.by === "" ? one.id : party.by;
  const submissions = (one.submissions ?? []).map((submission) => {
    const { at: _, ...rest } = submission;
    return submission.stage === id && submission.by === by ? rest : submission;
  });
  try {
    return fill(opened, { ...one, submissions }, id, { ...party, at: "" }, lang);
  } catch (error) {
    if (error instanceof ChamdiemError) return undefined;
    throw error;
  }
}

function fill({ set, criteria, outline: { stages }, round }: Work, one: RoundUnit, id: string, party: Party, lang: Language): Filling {
  const order = stages.map((each) => each.id);
  const until = order.slice(0, order.indexOf(id) + 1);
  // A sheet is the latest stage that is worked on: what came after it is not asked.
  const submissions = (one.submissions ?? []).filter((submission) => until.includes(submission.stage));
  const by = party.by === "" ? one.id : party.by;
  const sheet = new Sheet(set, criteria, { ...one, submissions }, {
    stage: id,
    period: round.period,
    lang,
    ...(party.by === "" ? {} : { by }),
    ...(party.at === "" ? {} : { at: party.at }),
    ...(party.role === "" ? {} : { role: party.role }),
  });
  const place = `${id}/${by}`;
  const own = (submission: RoundSubmission) => submission.stage === id && submission.by === by;
  const others = submissions.filter((submission) => !own(submission));
  const before = drafts.get(one.id)?.get(place) ?? [];
  return new Filling(sheet, others, order, before, (submission, unfinished) => {
    const typed = drafts.get(one.id) ?? new Map<string, readonly Draft[]>();
    drafts.set(one.id, typed.set(place, unfinished));
    change(one.id, (all) => [...all.filter((each) => !own(each)), ...(submission === undefined ? [] : [submission])]);
  });
}
