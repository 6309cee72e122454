// A leaf of the form: what it asks for, and the points that it gives, stage by stage.

import type { IndicatorResult } from "chamdiem";
import type { JSX } from "preact";
import { useState } from "preact/hooks";

import { spoken } from "../answer";
import type { Filling } from "../filling";
import { shown } from "../figure";
import { say, titled } from "../language";
import { assessorName } from "../names";
import { printedMaximum, type Leaf } from "../outline";
import { reference } from "../phrase";
import { isSigned, maySet, opensLeaf } from "../rights";
import type { Part } from "../submission";
import { first, stage, unit, work } from "../work";
import { Answer, hintOf } from "./Answer";
import { TextInput } from "./controls/Text";
import { Field, idOf } from "./Field";
import { headingOf } from "./FormView";
import { Explained } from "./Ledger";
import { focusNext, reach } from "./places";

export function LeafCard({ form, leaf, level }: { form: Filling; leaf: Leaf; level: number }): JSX.Element {
  const stages = form.result.value.unit.stages ?? [];
  const results = stages.map(({ stage: id, indicators = [] }) => ({
    id,
    result: indicators.find((one) => one.id === leaf.id),
  }));
  const now = results.at(-1)?.result;
  const title = titled(leaf.title, leaf.id);
  const open = opensLeaf(leaf);
  const state = now?.state ?? "absent";
  const Heading = headingOf(level);
  const reads = leaf.facts.filter((id) => !leaf.asks.includes(id));
  return (
    <article id={`leaf-${leaf.id}`} class={`leaf state-${state}`} aria-labelledby={`title-${leaf.id}`} tabIndex={-1}>
      <header>
        <Heading id={`title-${leaf.id}`}>
          <span class="number">{leaf.id}</span> {title === leaf.id ? null : title}
        </Heading>
        <Points leaf={leaf} results={results} title={title} />
      </header>
      <div class="leaf-body">
        {state !== "absent" && <Answer form={form} leaf={leaf} open={open && answers()} />}
        {reads.length > 0 && (
          <p class="reads">
            {say("reads")}{" "}
            {reads.map((id) => (
              <button key={id} type="button" class="plain small" onClick={() => reach(`field/facts/${id}`)}>
                {titled(work.value?.outline.facts.get(id)?.title, id)}
              </button>
            ))}
          </p>
        )}
        {leaf.measured && <p class="hint">{hintOf(leaf.scale)}</p>}
        {leaf.measured && now?.value !== undefined && (
          <p class="measured">
            {say("measured")}: <strong>{spoken(now.value, leaf.scale)}</strong>
          </p>
        )}
        {!open && state !== "absent" && isSigned() && (
          <p class="closed">
            {leaf.closedTo.includes(stage.value?.id ?? "")
              ? say("closed")
              : say("assessed_by", leaf.assessedBy.map(assessorName).join(", "))}
          </p>
        )}
        {open && state !== "absent" && <Overrides form={form} leaf={leaf} />}
        {leaf.reference !== undefined && !open && <Reference leaf={leaf} />}
      </div>
    </article>
  );
}

function answers(): boolean {
  return stage.value !== undefined && maySet(stage.value, "answers");
}

/** The points of each stage so far, the last one large; it opens the ledger. */
function Points({
  leaf,
  results,
  title,
}: {
  leaf: Leaf;
  results: readonly { id: string; result: IndicatorResult | undefined }[];
  title: string;
}): JSX.Element {
  const now = results.at(-1)?.result;
  const maximum = now?.maximum ?? printedMaximum(leaf.max, unit.value?.group);
  const titles = new Map(work.value?.outline.stages.map((one) => [one.id, titled(one.title, one.id)]));
  return (
    <div class="points">
      {results.slice(0, -1).map(({ id, result }) => (
        <span key={id} class="points-before">
          <span>{titles.get(id)}</span> <strong>{pointsOf(result)}</strong>
        </span>
      ))}
      <Explained id={leaf.id} title={title} figure={pointsOf(now)} maximum={maximum} />
    </div>
  );
}

/** Points, or in a word why there are none. */
export function pointsOf(result: IndicatorResult | undefined): string {
  if (result?.state === "not_applicable") return say("state_not_applicable");
  if (result?.points !== undefined) return shown(result.points);
  if (result?.state === "pending") return say("state_pending");
  return result?.state === "missing" ? say("state_missing") : "–";
}

/** What a later stage may set instead of an answer, and that the leaf does not apply. */
function Overrides({ form, leaf }: { form: Filling; leaf: Leaf }): JSX.Element | null {
  const at = stage.value;
  const [asked, ask] = useState<Part | undefined>();
  if (at === undefined) return null;
  const shows = (part: Part) => asked === part || form.entry({ part, id: leaf.id }).standing !== undefined;
  const points = !first.value && maySet(at, "points");
  const applies = maySet(at, "not_applicable");
  const title = titled(leaf.title, leaf.id);
  const only = points && !maySet(at, "answers");
  const offer = (part: Part, word: string) => (
    <button
      type="button"
      class="plain small"
      aria-label={`${word}: ${title}`}
      onClick={() => {
        ask(part);
        focusNext(idOf({ part, id: leaf.id }));
      }}
    >
      {word}
    </button>
  );
  return (
    <div class="overrides">
      {points && (only || shows("points")) && (
        <Field
          form={form}
          at={{ part: "points", id: leaf.id }}
          label={say("set_points")}
          open
          control={(control) => <TextInput {...control} type="number" unit={say("points")} />}
        />
      )}
      {applies && shows("not_applicable") && <NotApplicable form={form} leaf={leaf} />}
      <div class="offers">
        <Reference leaf={leaf} />
        {points && !only && !shows("points") && offer("points", say("set_points"))}
        {applies && !shows("not_applicable") && offer("not_applicable", say("not_applicable"))}
      </div>
    </div>
  );
}

function Reference({ leaf }: { leaf: Leaf }): JSX.Element | null {
  return leaf.reference === undefined ? null : (
    <p class="reference">{`${say("reference")}: ${reference(leaf.reference)}`}</p>
  );
}

function NotApplicable({ form, leaf }: { form: Filling; leaf: Leaf }): JSX.Element {
  const at = { part: "not_applicable", id: leaf.id } as const;
  return (
    <Field
      form={form}
      at={at}
      label={say("not_applicable_why")}
      open
      noted={false}
      control={({ id, invalid, describedBy }) => (
        <textarea
          id={id}
          rows={1}
          aria-invalid={invalid}
          aria-describedby={describedBy}
          value={form.entry(at).standing?.reason ?? ""}
          onInput={({ currentTarget: { value } }) =>
            form.write({ ...at }, { value: value !== "", reason: value, evidence: "" })
          }
        />
      )}
    />
  );
}
