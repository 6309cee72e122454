// The class that a later stage sets itself.

import type { ClassBand, UnitResult } from "chamdiem";
import type { JSX } from "preact";

import type { Filling } from "../filling";
import { say, titled } from "../language";
import { isSigned, maySet } from "../rights";
import { first, stage, unit, work } from "../work";
import { Field } from "./Field";

const AT = { part: "class", id: "" } as const;

export function ClassField({ form }: { form: Filling }): JSX.Element | null {
  const at = stage.value;
  const bands = classesOf(unit.value?.group);
  if (at === undefined || first.value || bands.length === 0 || !maySet(at, "class")) return null;
  return (
    <section class="section level-0" aria-label={say("class")}>
      <header>
        <h3>{say("class")}</h3>
      </header>
      <article class="leaf">
        <Field
          form={form}
          at={AT}
          label={say("set_class")}
          open={isSigned()}
          control={({ id, value, invalid, describedBy, give }) => (
            <select
              id={id}
              aria-invalid={invalid}
              aria-describedby={describedBy}
              onChange={({ currentTarget }) => give(currentTarget.value === "" ? undefined : currentTarget.value)}
            >
              <option value="" selected={value === undefined}>
                {say("class_as_scored")}
              </option>
              {bands.map((band) => (
                <option key={band.id} value={band.id} selected={band.id === value}>
                  {titled(band.title, band.id)}
                </option>
              ))}
            </select>
          )}
        />
      </article>
    </section>
  );
}

/** The classes of a group, best first. */
export function classesOf(group: string | undefined): readonly ClassBand[] {
  const bands = work.value?.criteria.classes?.bands ?? [];
  return Array.isArray(bands) ? bands : (bands[group ?? ""] ?? []);
}

/** What a class is called. */
export function className(id: string | undefined, group: string | undefined): string {
  return id === undefined ? "–" : titled(classesOf(group).find((band) => band.id === id)?.title, id);
}

/** The class of a unit, or why it has none. */
export function classOf(one: UnitResult): string {
  if (one.state === "scored") return className(one.class, one.group);
  return say(one.state === "not_rated" ? "not_rated" : "incomplete");
}
