// A tally: a base, and lines that are counted one by one.

import type { Tally, TallyLine } from "chamdiem";
import type { JSX } from "preact";

import { answeredLines, baseOf, worth } from "../answer";
import type { Filling } from "../filling";
import { shown } from "../figure";
import { say, titled } from "../language";
import type { Leaf } from "../outline";
import { controlOf, hintOf } from "./Answer";
import type { Control } from "./controls/control";
import { Choices } from "./controls/Choices";
import { TextInput } from "./controls/Text";
import { Field } from "./Field";

export function TallyField({
  form,
  leaf,
  tally,
  open,
}: {
  form: Filling;
  leaf: Leaf;
  tally: Tally;
  open: boolean;
}): JSX.Element | null {
  const lines = answeredLines(tally);
  const base = baseOf(tally, leaf.measured);
  if (lines.length === 0 && base === undefined) return null;
  const whole = { part: "answers", id: leaf.id } as const;
  const standing = form.entry(whole).standing?.value;
  const title = titled(leaf.title, leaf.id);
  return (
    <div class="tally" role="group" aria-label={title}>
      {base !== undefined && (
        <Field
          form={form}
          at={{ part: "answers", id: `${leaf.id}/base` }}
          label={say("base")}
          hint={hintOf(base)}
          scale={base}
          open={open}
          evidence={leaf.evidence}
          control={(control) => controlOf(base, leaf, false)(control)}
        />
      )}
      {base === undefined && !open && isEmpty(standing) && <p>{say("nothing_happened")}</p>}
      {base === undefined && open && (
        <label class="choice none">
          <input
            type="checkbox"
            id={`field/answers/${leaf.id}`}
            checked={isEmpty(standing)}
            disabled={standing !== undefined && !isEmpty(standing)}
            onChange={({ currentTarget: { checked } }) =>
              checked ? form.write(whole, { value: {}, reason: "", evidence: "" }) : form.clear(whole)
            }
          />
          <span class="choice-title">{say("nothing_happened")}</span>
        </label>
      )}
      {lines.map((line) => (
        <Field
          key={line.id}
          form={form}
          at={{ part: "answers", id: `${leaf.id}/${line.id}` }}
          label={titled(line.title, line.id)}
          hint={lineHint(line)}
          scale={typeof line.amount === "object" ? line.amount : undefined}
          open={open}
          evidence={leaf.evidence}
          excusable={line.points !== undefined && line.excused === undefined}
          control={lineControl(line, leaf)}
        />
      ))}
    </div>
  );
}

function lineControl(line: TallyLine, leaf: Leaf): (control: Control) => JSX.Element {
  const { amount, once } = line;
  if (amount !== undefined && typeof amount !== "string") return (control) => controlOf(amount, leaf, false)(control);
  if (typeof amount === "string" && amount === "yes_no") return (control) => controlOf("yes_no", leaf, false)(control);
  if (once === true) {
    const choices = [
      { value: "yes", title: say("yes"), worth: worth(line) },
      { value: "no", title: say("no"), worth: "" },
    ];
    return ({ value, ...control }) => (
      <Choices
        {...control}
        value={value === 1 || value === "1" ? "yes" : value === 0 ? "no" : value}
        choices={choices}
      />
    );
  }
  return ({ value, ...control }) => (
    <TextInput
      {...control}
      type="number"
      value={value === "yes" || value === true ? 1 : value === "no" || value === false ? 0 : value}
      unit={say("times")}
    />
  );
}

function lineHint({ points, cap, once, amount }: TallyLine): string | undefined {
  if (amount !== undefined) return typeof amount === "object" ? hintOf(amount) : undefined;
  if (once === true || points === undefined) return undefined;
  const each = say("each", shown(points));
  return cap === undefined ? each : `${each}; ${say("at_most", shown(cap))}`;
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
