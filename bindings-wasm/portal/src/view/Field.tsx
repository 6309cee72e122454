// One thing that can be set: its control, what others set before, its evidence and its note or reason, its problems.

import type { Scale } from "chamdiem";
import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";

import { spoken } from "../answer";
import type { Entry, Filling } from "../filling";
import { moment, readings, shown } from "../figure";
import { say, titled } from "../language";
import { partyName } from "../names";
import { placeOf, type Key, type Setting } from "../submission";
import { first, work } from "../work";
import type { Control } from "./controls/control";
import { focusNext } from "./places";
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
  /** Whether cases can be excused. */
  excusable?: boolean;
  /** Whether the label stands on the screen already. */
  quiet?: boolean;
  control: (control: Control) => JSX.Element;
}

export function Field({
  form,
  at,
  label,
  hint,
  scale,
  open,
  evidence,
  noted = true,
  excusable = false,
  quiet = false,
  control,
}: FieldOf): JSX.Element {
  const entry = form.entry(at);
  const id = idOf(at);
  const [opened, setOpened] = useState(false);
  const { own, standing, before, draft, problems } = entry;
  const blank: Setting = { value: undefined, reason: "", evidence: "" };
  const adjusted = !first.value && own !== undefined && before.length > 0;
  const give: Control["give"] = (value, typed) => form.write(at, { ...blank, ...own, value }, typed);
  const doubtful = draft?.typed?.doubtful === true;
  // Evidence or a note of nothing yet.
  const alone = draft !== undefined && !doubtful && draft.typed?.unfinished !== true && draft.problems.length === 0;
  const invalid = doubtful || problems.some(({ severity }) => severity === "error");
  const decides = at.part === "points" || at.part === "class";
  const filled =
    own !== undefined && (decides || adjusted || own.reason !== "" || own.evidence !== "" || own.excused !== undefined);
  const says = open && noted && (opened || filled || (evidence !== undefined && (first.value || own !== undefined)));
  return (
    <div class={`field${adjusted ? " adjusted" : ""}${invalid ? " refused" : ""}`}>
      {!quiet && (
        <label class="field-label" for={open ? id : undefined}>
          {label}
        </label>
      )}
      {hint !== undefined && hint !== "" && <p class="hint">{hint}</p>}
      <Before entry={entry} scale={scale} />
      {open && (
        <div class="field-control">
          {control({
            id,
            label,
            value: standing?.value,
            text: draft?.typed?.text,
            invalid,
            describedBy: problems.length > 0 || doubtful || alone ? `${id}:problems` : undefined,
            give,
          })}
          {own !== undefined && (
            <button
              type="button"
              class="plain small"
              aria-label={`${say(adjusted ? "restore" : "take_back")}: ${label}`}
              onClick={() => {
                form.clear(at);
                focusNext(id);
              }}
            >
              {say(adjusted ? "restore" : "take_back")}
            </button>
          )}
          {noted && !says && !decides && (
            <button
              type="button"
              class="plain small add"
              aria-label={`${say("add_note")}: ${label}`}
              onClick={() => {
                setOpened(true);
                focusNext(`${id}:${adjusted ? "reason" : "evidence"}`);
              }}
            >
              {say("add_note")}
            </button>
          )}
        </div>
      )}
      <Problems
        id={`${id}:problems`}
        of={problems}
        said={doubtful ? doubt(draft?.typed?.text ?? "") : alone ? say("answer_first") : undefined}
      />
      {says && (
        <Said
          at={at}
          setting={own ?? blank}
          evidence={evidence}
          reasoned={adjusted || decides}
          excusable={excusable && own !== undefined}
          give={(said) => form.write(at, { ...blank, ...own, ...said }, draft?.typed)}
        />
      )}
    </div>
  );
}

/** What a number may mean that can be read in two ways, and how it is written so that it cannot. */
function doubt(text: string): string {
  const [one = "", other] = readings(text).map((number) => shown(number));
  return other === undefined ? say("grouped", text, one) : say("doubtful", text, one, other);
}

/** What other parties and earlier stages set, and why. */
function Before({ entry, scale }: { entry: Entry; scale: Scale | undefined }): JSX.Element | null {
  const stages = work.value?.outline.stages ?? [];
  if (entry.before.length === 0) return null;
  return (
    <ul class="before">
      {entry.before.map(({ value, reason, evidence, excused, stage, by, at }) => (
        <li key={`${stage}/${by}/${at}`}>
          <span class="before-stage">{titled(stages.find(({ id }) => id === stage)?.title, stage)}</span>
          <strong>{spoken(value, scale)}</strong>
          <span class="before-by">{[partyName(by), moment(at)].filter((word) => word !== "").join(", ")}</span>
          {reason !== "" && <q>{reason}</q>}
          {excused !== undefined && (
            <span class="before-evidence">{`${say("excused")}: ${shown(String(excused))}`}</span>
          )}
          {evidence !== "" && <span class="before-evidence">{`${say("evidence")}: ${evidence}`}</span>}
        </li>
      ))}
    </ul>
  );
}

/** Evidence and note; of an adjustment its reason. */
function Said({
  at,
  setting,
  evidence,
  reasoned,
  excusable,
  give,
}: {
  at: Key;
  setting: Setting;
  evidence: string | undefined;
  reasoned: boolean;
  excusable: boolean;
  give: (said: Partial<Setting>) => void;
}): JSX.Element {
  const id = idOf(at);
  const reason = (
    <Line
      id={`${id}:reason`}
      label={say(reasoned ? "reason" : "note")}
      value={setting.reason}
      give={(text) => give({ reason: text })}
    />
  );
  const required = evidence === "required";
  return (
    <div class="said">
      {excusable && (
        <label class="line" for={`${id}:excused`}>
          <span>{say("excused")}</span>
          <span class="hint">{say("excused_hint")}</span>
          <input
            id={`${id}:excused`}
            inputMode="numeric"
            autocomplete="off"
            value={shown(setting.excused as string | number | undefined, "")}
            onInput={({ currentTarget: { value } }) =>
              give({ excused: value.trim() === "" ? undefined : value.trim() })
            }
          />
        </label>
      )}
      {reasoned && reason}
      <Line
        id={`${id}:evidence`}
        label={say(required ? "evidence_required" : "evidence")}
        hint={required ? undefined : evidence}
        value={setting.evidence}
        give={(text) => give({ evidence: text })}
      />
      {!reasoned && reason}
    </div>
  );
}

function Line({
  id,
  label,
  hint,
  value,
  give,
}: {
  id: string;
  label: ComponentChildren;
  hint?: string | undefined;
  value: string;
  give: (text: string) => void;
}): JSX.Element {
  // A space or a new line at the end is not taken, and must not vanish under the hands that go on.
  const [typing, setTyping] = useState<string | undefined>();
  return (
    <label class="line" for={id}>
      <span>{label}</span>
      {hint !== undefined && <span class="hint">{hint}</span>}
      <textarea
        id={id}
        rows={1}
        value={typing ?? value}
        onInput={({ currentTarget: { value: text } }) => {
          setTyping(text);
          give(text);
        }}
        onBlur={() => setTyping(undefined)}
      />
    </label>
  );
}

/** The id of a field in the page. What belongs to it goes on with a colon, which no id of a set has. */
export function idOf(at: Key): string {
  return `field${placeOf(at)}`;
}
