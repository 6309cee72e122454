// One thing that can be set: its control, what others set before, its evidence and its note or reason, its problems.

import type { Scale } from "chamdiem";
import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";

import { spoken } from "../answer";
import type { Entry, Filling } from "../filling";
import { moment } from "../figure";
import { say, titled } from "../language";
import { placeOf, type Key } from "../submission";
import { first, work } from "../work";
import type { Control } from "./controls/control";
import { Problems } from "./Problems";

interface FieldOf {
  form: Filling;
  at: Key;
  label: string;
  /** Words under the label. */
  hint?: string | undefined;
  /** What the answer feeds, to say it in words. */
  scale?: Scale | undefined;
  open: boolean;
  /** `required`, or the evidence to be shown. */
  evidence?: string | undefined;
  /** Whether evidence and a note belong here. */
  noted?: boolean;
  /** Whether the label stands on the screen already. */
  quiet?: boolean;
  control: (control: Control) => JSX.Element;
}

export function Field({ form, at, label, hint, scale, open, evidence, noted = true, quiet = false, control }: FieldOf): JSX.Element {
  const entry = form.entry(at);
  const id = idOf(at);
  const { own, standing, before, draft, problems } = entry;
  const adjusted = !first.value && own !== undefined && before.length > 0;
  const give: Control["give"] = (value, typed) =>
    form.write(at, { reason: own?.reason ?? "", evidence: own?.evidence ?? "", ...(own?.excused === undefined ? {} : { excused: own.excused }), value }, typed);
  const doubtful = draft?.typed?.doubtful === true;
  const invalid = doubtful || problems.some(({ severity }) => severity === "error");
  const told = invalid || problems.length > 0;
  return (
    <div class={`field${adjusted ? " adjusted" : ""}${invalid ? " refused" : ""}`}>
      {!quiet && (
        <label class="field-label" for={id}>
          {label}
        </label>
      )}
      {hint !== undefined && hint !== "" && <p class="hint">{hint}</p>}
      <Before entry={entry} scale={scale} />
      <div class="field-control">
        {control({
          id,
          label,
          value: standing?.value,
          text: draft?.typed?.text,
          disabled: !open,
          invalid,
          describedBy: told ? `${id}-problems` : undefined,
          give,
        })}
        {open && own !== undefined && (
          <button type="button" class="plain small" onClick={() => form.clear(at)}>
            {first.value || before.length === 0 ? say("take_back") : say("restore")}
          </button>
        )}
      </div>
      <Problems id={`${id}-problems`} of={problems} doubtful={doubtful ? say("doubtful", draft?.typed?.text ?? "") : undefined} />
      {open && noted && <Said form={form} at={at} entry={entry} label={label} evidence={evidence} adjusted={adjusted} />}
    </div>
  );
}

/** What other parties and earlier stages set, and why. */
function Before({ entry, scale }: { entry: Entry; scale: Scale | undefined }): JSX.Element | null {
  const stages = work.value?.outline.stages ?? [];
  if (entry.before.length === 0) return null;
  return (
    <ul class="before">
      {entry.before.map(({ value, reason, evidence, stage, by, at }) => (
        <li key={`${stage}/${by}/${at}`}>
          <span class="before-stage">{titled(stages.find(({ id }) => id === stage)?.title, stage)}</span>
          <strong>{spoken(value, scale)}</strong>
          <span class="before-by">{[by, moment(at)].filter((word) => word !== "").join(", ")}</span>
          {reason !== "" && <q>{reason}</q>}
          {evidence !== "" && <span class="before-evidence">{`${say("evidence")}: ${evidence}`}</span>}
        </li>
      ))}
    </ul>
  );
}

/** Evidence and note; at a later stage the reason of an adjustment. */
function Said({ form, at, entry, label, evidence, adjusted }: { form: Filling; at: Key; entry: Entry; label: string; evidence: string | undefined; adjusted: boolean }): JSX.Element {
  const id = idOf(at);
  const setting = entry.own ?? { value: undefined, reason: "", evidence: "" };
  const [opened, setOpened] = useState(false);
  const asked = evidence !== undefined || at.part === "points" || at.part === "class";
  const filled = setting.reason !== "" || setting.evidence !== "";
  const give = (change: { reason?: string; evidence?: string }) => form.write(at, { ...setting, ...change }, entry.draft?.typed);
  const reasoned = adjusted || at.part === "points" || at.part === "class";
  if (!opened && !filled && !adjusted && !(asked && (entry.own !== undefined || first.value))) {
    return (
      <button type="button" class="plain small add" aria-label={`${say("add_note")}: ${label}`} onClick={() => setOpened(true)}>
        {say("add_note")}
      </button>
    );
  }
  return (
    <div class="said">
      {reasoned && <Line id={`${id}-reason`} label={say("reason")} value={setting.reason} give={(reason) => give({ reason })} />}
      <Line
        id={`${id}-evidence`}
        label={evidence === "required" ? say("evidence_required") : say("evidence")}
        hint={evidence === "required" ? undefined : evidence}
        value={setting.evidence}
        give={(text) => give({ evidence: text })}
      />
      {!reasoned && <Line id={`${id}-reason`} label={say("note")} value={setting.reason} give={(reason) => give({ reason })} />}
    </div>
  );
}

function Line({ id, label, hint, value, give }: { id: string; label: ComponentChildren; hint?: string | undefined; value: string; give: (text: string) => void }): JSX.Element {
  return (
    <label class="line" for={id}>
      <span>{label}</span>
      {hint !== undefined && <span class="hint">{hint}</span>}
      <textarea id={id} rows={1} value={value} onInput={(event) => give(event.currentTarget.value)} />
    </label>
  );
}

/** The id of a field in the page. */
export function idOf(at: Key): string {
  return `field${placeOf(at)}`;
}
