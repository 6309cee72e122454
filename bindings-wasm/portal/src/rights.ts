// Which fields a form opens. Only for the eye: what may be set is judged by the engine.

import type { Stage } from "chamdiem";

import type { Leaf } from "./outline";
import type { Part } from "./submission";
import { partyOf } from "./party";
import { selfScored, stage, unit, work } from "./work";

export function maySet({ may }: Stage, part: Part): boolean {
  return may === undefined || may[part === "not_applicable" ? "answers" : part] === true;
}

/** Whether it is known who fills the form: elsewhere it can only be looked at. */
export function isSigned(): boolean {
  const at = stage.value;
  return at !== undefined && (selfScored.value || partyOf(unit.value, at.id).by !== "");
}

/** Whether the party may set the leaf at the stage that is open. */
export function opensLeaf({ closedTo, assessedBy }: Leaf): boolean {
  const at = stage.value;
  if (at === undefined || closedTo.includes(at.id) || !isSigned()) return false;
  if (at.appraisers === undefined || assessedBy.length === 0) return true;
  const { by, role } = partyOf(unit.value, at.id);
  return assessedBy.includes(by) || assessedBy.includes(role);
}

export function opensFact(id: string): boolean {
  const at = stage.value;
  const fact = work.value?.outline.facts.get(id);
  return (
    at !== undefined &&
    fact !== undefined &&
    isSigned() &&
    maySet(at, "facts") &&
    !(fact.closed_to ?? []).includes(at.id)
  );
}
