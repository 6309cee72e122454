// The table of contents beside the form: points of each section, and what is missing there.

import type { JSX } from "preact";

import type { Filling } from "../filling";
import { shown } from "../figure";
import { say, titled } from "../language";
import { leavesOf, type Section } from "../outline";
import { work } from "../work";
import { Explained } from "./Ledger";
import { reach } from "./places";

export function Contents({ form }: { form: Filling }): JSX.Element {
  return (
    <details class="contents" open={globalThis.innerWidth > 1000}>
      <summary>{say("contents")}</summary>
      <nav aria-label={say("contents")}>
        <List form={form} sections={work.value?.outline.sections ?? []} level={0} />
      </nav>
    </details>
  );
}

function List({ form, sections, level }: { form: Filling; sections: readonly Section[]; level: number }): JSX.Element {
  const { missing: named, unit } = form.result.value;
  const missing = new Set(named);
  const states = new Map(unit.stages?.at(-1)?.indicators?.map(({ id, state }) => [id, state]));
  return (
    <ul>
      {sections.map((section) => {
        const leaves = leavesOf(section);
        const waits = leaves.every(({ id }) => states.get(id) === "pending");
        const count = leaves.filter(({ id, asks }) => missing.has(id) || asks.some((fact) => missing.has(fact))).length;
        const below = section.parts.filter((one) => one.kind === "section");
        return (
          <li key={section.id}>
            <button type="button" class="plain" onClick={() => reach(`section-${section.id}`)}>
              <span class="contents-title">{sectionTitle(section)}</span>
              {count > 0 && (
                <span class="count">
                  {count}
                  <span class="unseen">{` ${say("missing_word")}`}</span>
                </span>
              )}
              {count === 0 && !waits && (
                <span class="whole">
                  <span aria-hidden="true">✓</span>
                  <span class="unseen">{say("complete")}</span>
                </span>
              )}
            </button>
            {level < 1 && below.length > 0 && <List form={form} sections={below} level={level + 1} />}
          </li>
        );
      })}
    </ul>
  );
}

/** The points of a section; they open its ledger. */
export function SectionPoints({ form, id, title }: { form: Filling; id: string; title: string }): JSX.Element | null {
  const now = form.result.value.unit.stages?.at(-1)?.indicators?.find((one) => one.id === id);
  if (now === undefined) return null;
  return <Explained id={id} title={title} figure={shown(now.points)} maximum={now.maximum} />;
}

export function sectionTitle({ id, title }: Section): string {
  if (id === "bonus" || id === "penalty") return say(id);
  return titled(title, id === "" ? say("criteria") : id);
}
