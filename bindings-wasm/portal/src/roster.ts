// The units of the round: adding one, calling it otherwise, removing it; and the forms for that while they are filled.

import { batch, signal } from "@preact/signals";
import type { RoundSubmission, RoundUnit } from "chamdiem";

import type { Draft } from "./filling";
import { judge } from "./judge";
import { parties, type Party } from "./party";
import { forgetParty, forgetUnit, keepBegun, keepParty, keepRound } from "./store";
import { change, drafts, here, roster, touched, units, work, type Work } from "./work";

/** What the form of a unit asks for. */
export interface Fields {
  period: string;
  id: string;
  name: string;
  group: string;
}

/** Forms that are filled in part: by the id of the unit, or nothing for a new one. */
export const begun = signal<Readonly<Record<string, Fields>>>({});

/** Keeps what was typed into the form of a unit; without it the form is done with. */
export function fillIn(of: string, fields?: Fields): void {
  const { [of]: _done, ...others } = begun.value;
  begun.value = fields === undefined ? others : { ...others, [of]: fields };
  keepBegun(begun.value);
}

/** Adds a unit to the round. Throws what the engine refuses. */
export function addUnit(fields: Fields): void {
  const one = named({ id: fields.id }, fields);
  const all = [...units.value, one];
  judgeRoster(fields.period, all);
  fillIn("");
  enrol(fields.period, all);
  here.value = { unit: one.id, view: firstStage() };
}

/** Calls a unit otherwise; what was submitted for it, and by it, stays. Throws what the engine refuses. */
export function changeUnit(id: string, fields: Fields): void {
  const next = fields.id;
  const before = new Map(units.value.map((one) => [one, JSON.stringify(one.submissions)]));
  const all = units.value.map((one) => {
    const submissions = one.submissions?.map((submission) => signedAs(submission, id, next));
    const other = { ...one, ...(submissions === undefined ? {} : { submissions }) };
    return one.id === id ? named(other, fields) : other;
  });
  judgeRoster(fields.period, all);
  const others = [...before].flatMap(([one, said], at) =>
    one.id !== id && said !== JSON.stringify(all[at]?.submissions) ? [one.id] : [],
  );
  batch(() => {
    if (next !== id) {
      moveDrafts(id, next);
      moveParties(id, next);
      forgetUnit(id);
    }
    enrol(fields.period, all);
    fillIn(id);
    here.value = { ...here.value, unit: next, view: firstStage() };
  });
  // What was kept of a unit stands above the round.
  for (const one of [next, ...others]) change(one, (submissions) => [...submissions]);
}

/** Removes a unit with all that was submitted for it. */
export function removeUnit(id: string): void {
  const at = units.value.findIndex((one) => one.id === id);
  const all = units.value.filter((one) => one.id !== id);
  batch(() => {
    drafts.delete(id);
    moveParties(id, undefined);
    forgetUnit(id);
    fillIn(id);
    enrol(work.value?.round.period.id ?? "", all);
    here.value = { unit: (all[at] ?? all.at(-1))?.id ?? "", view: firstStage() };
  });
}

function firstStage(): string {
  return work.value?.outline.stages[0]?.id ?? "self";
}

function named({ name: _name, group: _group, ...rest }: RoundUnit, { id, name, group }: Fields): RoundUnit {
  return { ...rest, id, ...(name === "" ? {} : { name }), ...(group === "" ? {} : { group }) };
}

function signedAs(submission: RoundSubmission, id: string, next: string): RoundSubmission {
  const { by, unit } = submission;
  return { ...submission, by: by === id ? next : by, ...(unit === id ? { unit: next } : {}) };
}

/** Judges the round with these units. */
function judgeRoster(period: string, all: readonly RoundUnit[]): void {
  const opened = work.value;
  if (opened !== undefined) judge(opened.set, { ...roundOf(opened, period), units: [...all] });
}

function roundOf({ round }: Work, period: string): Work["round"] {
  return { ...round, period: { ...round.period, id: period } };
}

/** Puts the units in place of those of the round, and keeps them. */
function enrol(period: string, all: readonly RoundUnit[]): void {
  const opened = work.value;
  if (opened === undefined) return;
  const round = roundOf(opened, period);
  batch(() => {
    touched.value = true;
    work.value = { ...opened, round };
    units.value = all;
    roster.value = all;
  });
  keepRound(JSON.stringify({ ...round, units: all }));
}

function moveDrafts(id: string, next: string): void {
  const typed = drafts.get(id);
  drafts.delete(id);
  if (typed === undefined) return;
  const own = [...typed].map(([place, list]): [string, readonly Draft[]] => {
    const [stage = "", by = ""] = place.split("/");
    return [`${stage}/${by === id ? next : by}`, list];
  });
  drafts.set(next, new Map(own));
}

/** Who fills the forms of the unit: under its new id, or with it gone. */
function moveParties(id: string, next: string | undefined): void {
  const moved = new Map<string, Party>();
  for (const [place, party] of parties.value) {
    if (!place.startsWith(`${id}/`)) {
      moved.set(place, party);
      continue;
    }
    forgetParty(place);
    if (next === undefined) continue;
    const [to, signed] = [`${next}${place.slice(id.length)}`, { ...party, by: party.by === id ? next : party.by }];
    moved.set(to, signed);
    keepParty(to, signed);
  }
  parties.value = moved;
}
