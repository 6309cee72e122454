// What is wrong in the form of another stage, party or unit, and the way there.

import type { Notice, RoundUnit } from "chamdiem";
import type { JSX } from "preact";

import type { Amiss } from "../earlier";
import { titled } from "../language";
import { partyName } from "../names";
import { partyOf, sign, signedBefore } from "../party";
import { help, message, sentence } from "../phrase";
import { here, units, work } from "../work";
import { goNext } from "./places";

/** A problem of a form, with the unit that the form is of. */
export interface Away extends Amiss {
  unit: RoundUnit;
}

export function Elsewhere({ title, of }: { title: string; of: readonly Away[] }): JSX.Element | null {
  if (of.length === 0) return null;
  return (
    <section class="elsewhere" role="status" aria-label={title}>
      <h3>{title}</h3>
      <ul>
        {of.map((one) => (
          <li key={`${one.unit.id}/${one.stage}/${one.by}${one.place}${one.problem.message}`}>
            <button type="button" class="plain" onClick={() => goThere(one)}>
              {formOf(one)}
            </button>
            <span>{sentence(`${whatAt(one.place)}${message(one.problem)}`)}</span>
            <span class="help">{sentence(help(one.problem))}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The problem of a round as one of a form; nothing where it is at none. */
export function awayAt(problem: Notice): Away | undefined {
  const [, at, number, place = ""] = /^\/units\/(\d+)\/submissions\/(\d+)(.*)$/.exec(problem.path) ?? [];
  const unit = units.value[Number(at)];
  const submission = unit?.submissions?.[Number(number)];
  if (unit === undefined || submission === undefined) return undefined;
  return { unit, stage: submission.stage, by: submission.by, place, problem };
}

/** Whose form it is. */
function formOf({ unit, stage, by }: Away): string {
  const at = work.value?.outline.stages.find(({ id }) => id === stage);
  const name = unit.name ?? unit.id;
  return [titled(at?.title, stage), name, ...(by === unit.id ? [] : [partyName(by)])].join(", ");
}

/** What of it is wrong, by its title. */
function whatAt(place: string): string {
  const [, part, id = ""] = place.split("/");
  const shape = work.value?.outline;
  const leaf = part === "facts" ? undefined : shape?.leaves.find((one) => one.id === id);
  const title = part === "facts" ? titled(shape?.facts.get(id)?.title, id) : titled(leaf?.title, "");
  return title === "" ? "" : `${[leaf?.id, title].filter((word) => word !== undefined).join(" ")}: `;
}

/** Opens the form, and goes to the field. */
function goThere({ unit, stage, by, place }: Away): void {
  const signed = partyOf(unit, stage).by;
  if ((signed === "" ? unit.id : signed) !== by) sign(unit, stage, signedBefore(unit, stage, by));
  here.value = { unit: unit.id, view: stage };
  const [, part = "", id = ""] = place.split("/");
  goNext([`field${place}`, `field/${part}/${id}`, `leaf-${id}`, "main"]);
}
