// Who fills the form of a stage, and when it is handed in.

import { batch, signal } from "@preact/signals";
import type { RoundUnit } from "chamdiem";

import { keepParty } from "./store";
import { change, ownOf, units, work } from "./work";

export interface Party {
  by: string;
  role: string;
  at: string;
}

/** By unit and stage who was chosen, and by stage who was chosen last. */
export const parties = signal<ReadonlyMap<string, Party>>(new Map());

/** Who fills the form of a unit at a stage: at the first the unit itself, at later ones who did last. */
export function partyOf(one: RoundUnit | undefined, id: string): Party {
  const chosen = parties.value.get(`${one?.id}/${id}`);
  if (chosen !== undefined) return chosen;
  const shape = work.value?.outline;
  const there = one?.submissions?.filter((submission) => submission.stage === id) ?? [];
  if (shape?.stages[0]?.id === id) return { by: "", role: "", at: ownOf(there, id, one?.id ?? "")?.at ?? "" };
  const last = units
    .peek()
    .flatMap(({ submissions = [] }) => submissions.filter((submission) => submission.stage === id));
  // Where nobody is known, the stage stands for who fills it.
  const by = parties.value.get(id)?.by ?? there[0]?.by ?? last[0]?.by ?? shape?.assessors[0] ?? id;
  return signedBefore(one, id, by);
}

/** A party with what it wrote on its submission, if there is one. */
export function signedBefore(one: RoundUnit | undefined, id: string, by: string): Party {
  const own = ownOf(one?.submissions ?? [], id, by);
  return { by, role: own?.role ?? parties.value.get(id)?.role ?? "", at: own?.at ?? "" };
}

/** Says who fills the form of the unit at the stage. */
export function sign(one: RoundUnit, id: string, party: Party): void {
  const by = party.by === "" ? one.id : party.by;
  batch(() => {
    parties.value = new Map(parties.value).set(`${one.id}/${id}`, party).set(id, party);
    change(one.id, (submissions) =>
      submissions.map((submission) => {
        if (submission !== ownOf(submissions, id, by)) return submission;
        const { at: _at, role: _role, ...rest } = submission;
        return {
          ...rest,
          ...(party.at === "" ? {} : { at: party.at }),
          ...(party.role === "" ? {} : { role: party.role }),
        };
      }),
    );
  });
  keepParty(`${one.id}/${id}`, party);
  keepParty(id, party);
}
