// Who fills the form, and when it is handed in.

import type { JSX } from "preact";

import { typedTime } from "../figure";
import { form, refused } from "../form";
import { say, titled } from "../language";
import { assessorsOf, partyOf, sign, signedBefore, type Party } from "../party";
import { isSigned, opensLeaf } from "../rights";
import { keepParty } from "../store";
import { selfScored, stage, unit, work } from "../work";
import { TextInput } from "./controls/Text";
import { onlyOwn } from "./places";
import { Problems } from "./Problems";

export function PartyBar(): JSX.Element | null {
  const [at, one] = [stage.value, unit.value];
  if (at === undefined || one === undefined) return null;
  const party = partyOf(one, at.id);
  const set = (change: Partial<Party>) => sign(one, at.id, { ...party, ...change });
  // What is still being typed is kept, and judged once it is typed.
  const hold = (change: Partial<Party>) => keepParty(`${one.id}/${at.id}`, { ...party, ...change });
  const roles = at.appraisers?.roles ?? [];
  const whole = (form.value?.result.value.diagnostics ?? []).filter(({ path }) =>
    ["", "/at", "/by", "/role"].includes(path),
  );
  const said = [...refused.value, ...whole.filter(() => refused.value.length === 0)];
  const { day, time } = party;
  const dated = day !== "" && said.some(({ code }) => /^(submission\.at|stage\.window|date|datetime)/.test(code));
  const hint = hintOf(party.by, known(at.id));
  return (
    <div class="party">
      {(!selfScored.value || party.by !== "") && (
        <label>
          <span>{say("by")}</span>
          <input
            id="party-by"
            list="parties"
            value={party.by}
            autocomplete="off"
            aria-describedby={hint === "" ? undefined : "party-hint"}
            onChange={({ currentTarget: { value } }) => sign(one, at.id, signedBefore(one, at.id, value.trim()))}
          />
          <datalist id="parties">
            {known(at.id).map((by) => (
              <option key={by} value={by} />
            ))}
          </datalist>
        </label>
      )}
      {roles.length > 0 && (
        <label>
          <span>{say("role")}</span>
          <select onChange={({ currentTarget: { value } }) => set({ role: value })}>
            <option value="" selected={party.role === ""}>
              –
            </option>
            {roles.map((role) => (
              <option key={role.id} value={role.id} selected={role.id === party.role}>
                {titled(role.title, role.id)}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        <span>{say("at_day")}</span>
        <TextInput
          id="party-day"
          label={say("at_day")}
          type="date"
          value={day}
          text={undefined}
          invalid={dated}
          describedBy={dated ? "party-problems" : undefined}
          give={(value, typed) => {
            const changed = { day: String(value ?? "") };
            if (typed?.unfinished === true) hold(changed);
            else set(changed);
          }}
        />
      </label>
      <label>
        <span>{say("at_time")}</span>
        <input
          class="time"
          value={time.slice(0, 5)}
          placeholder={say("time_form")}
          autocomplete="off"
          disabled={day === ""}
          onInput={({ currentTarget: { value } }) => hold({ time: typedTime(value) })}
          onChange={({ currentTarget: { value } }) => set({ time: typedTime(value) })}
        />
      </label>
      {at.appraisers !== undefined && isSigned() && (
        <label class="choice only-own">
          <input
            type="checkbox"
            checked={onlyOwn.value}
            onChange={({ currentTarget: { checked } }) => (onlyOwn.value = checked)}
          />
          <span>{say("only_own")}</span>
        </label>
      )}
      {hint !== "" && (
        <p id="party-hint" class="party-hint">
          {hint}
        </p>
      )}
      <Problems id="party-problems" of={said} />
    </div>
  );
}

/** What is to be said about who fills the form: that it is asked for, or that there is nothing to fill. */
function hintOf(by: string, others: readonly string[]): string {
  const listed = others.join(", ");
  if (!isSigned()) return [say("name_first"), ...(listed === "" ? [] : [say("name_known", listed)])].join(" ");
  const idle = stage.value?.appraisers !== undefined && !(work.value?.outline.leaves ?? []).some(opensLeaf);
  return idle && listed !== "" ? say("name_idle", by, listed) : "";
}

/** Those who may be meant: who the set names, and who handed something in at this stage. */
function known(id: string): string[] {
  const there = unit.value?.submissions?.filter((submission) => submission.stage === id).map(({ by }) => by) ?? [];
  return [...new Set([...assessorsOf(id), ...there])];
}
