// Who fills the form of a stage, and when it is handed in.

import { batch, signal } from "@preact/signals";
import type { RoundUnit } from "chamdiem";

import { atOf, takesDay } from "./sheet";
import { keepParty } from "./store";
import { change, ownOf, units, work } from "./work";

export interface Party {
  by: string;
  role: string;
  /** When it is handed in: the day and the time as they were typed. */
  day: string;
  time: string;
}

function apart(at = ""): Pick<Party, "day" | "time"> {
  const [, day = at, time = ""] = /^(.{10})T(.*)$/.exec(at) ?? [];
  return { day, time };
}

/** By unit and stage who was chosen, and by stage who was chosen last. */
export const parties = signal<ReadonlyMap<string, Party>>(new Map());

/** Who fills the form of a unit at a stage: at the first the unit itself, where others judge it who did last. */
export function partyOf(one: RoundUnit | undefined, id: string): Party {
  const chosen = parties.value.get(`${one?.id}/${id}`);
  if (chosen !== undefined) return chosen;
  const shape = work.value?.outline;
  const there = one?.submissions?.filter((submission) => submission.stage === id) ?? [];
  const self = shape?.stages[0]?.id === id && shape.stages[0].appraisers === undefined;
  const own = ownOf(there, id, one?.id ?? "");
  if (self && (own !== undefined || there.length === 0)) return { by: "", role: "", ...apart(own?.at) };
  const last = units
    .peek()
    .flatMap(({ submissions = [] }) => submissions.filter((submission) => submission.stage === id));
  const by = parties.value.get(id)?.by ?? there[0]?.by ?? last[0]?.by ?? assessorsOf(id)[0] ?? "";
  return signedBefore(one, id, by);
}

/** Who the set names for a stage: those of its indicators, where it has appraisers. */
export function assessorsOf(id: string): readonly string[] {
  const { stages = [], assessors = [] } = work.value?.outline ?? {};
  return stages.find((one) => one.id === id)?.appraisers === undefined ? [] : assessors;
}

/** A party with what it wrote on its submission, if there is one. */
export function signedBefore(one: RoundUnit | undefined, id: string, by: string): Party {
  const own = ownOf(one?.submissions ?? [], id, by);
  return { by, role: own?.role ?? parties.value.get(id)?.role ?? "", ...apart(own?.at) };
}

/** Says who fills the form of the unit at the stage. */
export function sign(one: RoundUnit, id: string, party: Party): void {
  const by = party.by === "" ? one.id : party.by;
  // A day that is refused stands beside its field, and is not in the round.
  const dated = work.value !== undefined && takesDay(work.value, one, id, party);
  batch(() => {
    parties.value = new Map(parties.value).set(`${one.id}/${id}`, party).set(id, party);
    change(one.id, (submissions) =>
      submissions.map((submission) => {
        if (submission !== ownOf(submissions, id, by)) return submission;
        const { at: before, role: _role, ...rest } = submission;
        const at = dated ? atOf(party) : (before ?? "");
        return {
          ...rest,
          ...(at === "" ? {} : { at }),
          ...(party.role === "" ? {} : { role: party.role }),
        };
      }),
    );
  });
  keepParty(`${one.id}/${id}`, party);
  keepParty(id, party);
}

/** How many days were typed that the engine does not take. */
export function refusedDays(): number {
  const opened = work.value;
  if (opened === undefined) return 0;
  return units.value.reduce((count, one) => {
    const signed = opened.outline.stages.map(({ id }) => [id, parties.value.get(`${one.id}/${id}`)] as const);
    return count + signed.filter(([id, party]) => party !== undefined && !takesDay(opened, one, id, party)).length;
  }, 0);
}
