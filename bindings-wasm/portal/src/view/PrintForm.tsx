// The form on paper. It is always there, and only a printer sees it.

import type { IndicatorResult } from "chamdiem";
import type { JSX } from "preact";

import { spoken, tallyOf } from "../answer";
import type { Filling } from "../filling";
import { moment, shown } from "../figure";
import { say, titled } from "../language";
import { printedMaximum, type Leaf, type Section } from "../outline";
import { isObject, type Key } from "../submission";
import { form } from "../form";
import { partyOf } from "../party";
import { atOf } from "../sheet";
import { first, stage, unit, work } from "../work";
import { className } from "./ClassField";
import { sectionTitle } from "./Contents";
import { PaperHead, PaperSign } from "./Paper";

export function PrintForm(): JSX.Element | null {
  const [filling, opened, at, one] = [form.value, work.value, stage.value, unit.value];
  if (filling === undefined || opened === undefined || at === undefined || one === undefined) return null;
  const { unit: result } = filling.result.value;
  const stages = result.stages ?? [];
  const titles = new Map(opened.outline.stages.map((each) => [each.id, titled(each.title, each.id)]));
  const last = stages.at(-1);
  const group = opened.criteria.groups?.find(({ id }) => id === one.group);
  const party = partyOf(one, at.id);
  const heading = first.value ? (one.name ?? one.id) : party.by === "" ? say("paper_office") : party.by;
  return (
    <div class="paper" aria-hidden="true">
      <PaperHead by={heading} />
      <h1>{say("paper_title", titles.get(at.id) ?? at.id)}</h1>
      <p class="paper-under">{titled(opened.criteria.title, opened.criteria.id)}</p>
      <p class="paper-under">{say("paper_period", opened.round.period.id)}</p>
      <p>
        {`${say("unit")}: ${one.name ?? one.id}`}
        {group !== undefined && ` – ${say("group")}: ${titled(group.title, group.id)}`}
      </p>
      {opened.example && <p class="paper-example">{say("example_note")}</p>}
      <table>
        <thead>
          <tr>
            <th>{say("number")}</th>
            <th>{say("criterion")}</th>
            <th>{say("maximum")}</th>
            {stages.map(({ stage: id }) => (
              <th key={id}>{titles.get(id) ?? id}</th>
            ))}
            <th>{say("paper_notes")}</th>
          </tr>
        </thead>
        <tbody>
          {opened.outline.sections.map((section) => (
            <Rows key={section.id} section={section} form={filling} group={one.group} />
          ))}
          <tr class="paper-total">
            <td />
            <th>{say(last?.state === "scored" ? "total" : "total_so_far")}</th>
            <td>{shown(last?.maximum)}</td>
            {stages.map(({ stage: id, total }) => (
              <td key={id}>{shown(total)}</td>
            ))}
            <td>{`${say("index")}: ${shown(last?.index)} %${result.class === undefined ? "" : ` – ${say("class")}: ${className(result.class, one.group)}`}`}</td>
          </tr>
        </tbody>
      </table>
      <PaperSign day={moment(atOf(party))} />
    </div>
  );
}

function Rows({
  section,
  form: filling,
  group,
}: {
  section: Section;
  form: Filling;
  group: string | undefined;
}): JSX.Element {
  return (
    <>
      {section.id !== "" && (
        <tr class="paper-section">
          <td>{section.id === "bonus" || section.id === "penalty" ? "" : section.id}</td>
          <th>{sectionTitle(section)}</th>
          <Figures form={filling} id={section.id} />
          <td />
        </tr>
      )}
      {section.parts.map((one) =>
        one.kind === "section" ? (
          <Rows key={one.id} section={one} form={filling} group={group} />
        ) : (
          <LeafRow key={one.id} leaf={one} form={filling} group={group} />
        ),
      )}
    </>
  );
}

function Figures({
  form: filling,
  id,
  printed,
}: {
  form: Filling;
  id: string;
  printed?: string | number | undefined;
}): JSX.Element {
  const found = (filling.result.value.unit.stages ?? []).map(({ stage: at, indicators = [] }) => ({
    at,
    result: indicators.find((one) => one.id === id),
  }));
  return (
    <>
      <td>{shown(found.at(-1)?.result?.maximum ?? printed, "")}</td>
      {found.map(({ at, result }) => (
        <td key={at}>{pointsOn(result)}</td>
      ))}
    </>
  );
}

function pointsOn(result: IndicatorResult | undefined): string {
  return result?.state === "not_applicable" ? say("state_not_applicable") : shown(result?.points, "");
}

function LeafRow({
  leaf,
  form: filling,
  group,
}: {
  leaf: Leaf;
  form: Filling;
  group: string | undefined;
}): JSX.Element {
  const keys: Key[] = [
    { part: "answers", id: leaf.id },
    ...(tallyOf(leaf.scale)?.lines ?? []).map(({ id }) => ({ part: "answers" as const, id: `${leaf.id}/${id}` })),
    ...leaf.facts.map((id) => ({ part: "facts" as const, id })),
    { part: "points", id: leaf.id },
    { part: "not_applicable", id: leaf.id },
  ];
  const notes = keys.flatMap((key) => notesOf(filling, leaf, key));
  return (
    <tr>
      <td>{leaf.id}</td>
      <td>{titled(leaf.title, leaf.id)}</td>
      <Figures form={filling} id={leaf.id} printed={printedMaximum(leaf.max, group)} />
      <td class="paper-notes">{notes.join("; ")}</td>
    </tr>
  );
}

/** What stands under a key, and the evidence and reasons of all who set it. */
function notesOf(filling: Filling, leaf: Leaf, key: Key): string[] {
  const { standing, before, own } = filling.entry(key);
  if (standing === undefined) return [];
  const fact = key.part === "facts" ? work.value?.outline.facts.get(key.id) : undefined;
  const line = tallyOf(leaf.scale)?.lines?.find(({ id }) => key.id === `${leaf.id}/${id}`);
  const title = fact === undefined ? titled(line?.title) : titled(fact.title, key.id);
  const whole =
    key.part === "points" || key.part === "not_applicable" || (key.part === "answers" && isTally(standing.value));
  const value = whole ? "" : spoken(standing.value, leaf.scale);
  const said = [...before, ...(own === undefined ? [] : [own])].flatMap(({ evidence, reason }) => [evidence, reason]);
  return [title === "" || value === "" ? value : `${title}: ${value}`, ...said].filter((note) => note !== "");
}

/** The lines of a tally are listed one by one. */
function isTally(value: unknown): boolean {
  return isObject(value) && Object.keys(value).length > 0 && !("band" in value) && !("row" in value);
}
