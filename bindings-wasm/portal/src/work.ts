// The work: a criteria set, a round, and the place in it.

import { computed, signal } from "@preact/signals";
import type { CriteriaSet, CriteriaSetDocument, Round, RoundSubmission, RoundUnit } from "chamdiem";

import type { Draft } from "./filling";
import type { Outline } from "./outline";
import { keepUnit } from "./store";

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

export const work = signal<Work | undefined>();
export const units = signal<readonly RoundUnit[]>([]);
/** Who the units are; unlike them it stands while a form is filled. */
export const roster = signal<readonly Pick<RoundUnit, "id" | "name">[]>([]);
/** The period of a round that is only begun. */
export const UNNAMED = "new";
/** The views that are no stage; no id has such a sign. */
export const RESULT = "~result";
export const NEW = "~new";
export const EDIT = "~unit";
/** The unit that is looked at, and the view: a stage, or one of those. */
export const here = signal({ unit: "", view: "" });
/** Whether anything was changed since the work was opened. */
export const touched = signal(false);

/** What is typed and not in the round: by unit, and by stage and party. */
export const drafts = new Map<string, Map<string, readonly Draft[]>>();

/** From so many units on a round is scored when it is asked for. */
const LARGE = 300;

export const large = computed(() => units.value.length >= LARGE);
/** Whether the form of a unit is what is looked at, as it must be where there is none yet. */
export const naming = computed(() => units.value.length === 0 || [NEW, EDIT].includes(here.value.view));
export const unit = computed(() => units.value.find(({ id }) => id === here.value.unit));
export const stage = computed(() => work.value?.outline.stages.find(({ id }) => id === here.value.view));
/** The first stage is the unit's own; later ones judge it. */
export const first = computed(() => work.value?.outline.stages[0]?.id === here.value.view);
/** Whether the unit itself fills the form: elsewhere who does has to be named. */
export const selfScored = computed(() => first.value && stage.value?.appraisers === undefined);

/** The whole round as it stands. */
export function standingRound(): Round {
  const { round } = work.value as Work;
  return { ...round, units: [...units.value] };
}

/** The submission that a form goes on with: the latest of the party at the stage. */
export function ownOf(submissions: readonly RoundSubmission[], id: string, by: string): RoundSubmission | undefined {
  const own = submissions.filter((submission) => submission.stage === id && submission.by === by);
  return own.sort((one, other) => (one.at ?? "").localeCompare(other.at ?? "")).at(-1);
}

/** Changes the submissions of a unit, and keeps it. */
export function change(id: string, alter: (submissions: readonly RoundSubmission[]) => RoundSubmission[]): void {
  touched.value = true;
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
