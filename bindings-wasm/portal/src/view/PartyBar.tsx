// Who fills the form, and when it is handed in.

import { signal } from "@preact/signals";
import type { JSX } from "preact";

import { isWhole, moment, typedMoment, typedTime } from "../figure";
import { say, titled } from "../language";
import { form, refused } from "../form";
import { partyOf, sign, signedBefore, type Party } from "../party";
import { first, stage, unit, work } from "../work";
import { Problems } from "./Problems";

/** Shows only what the party may set. */
export const onlyOwn = signal(true);

export function PartyBar(): JSX.Element | null {
  const [at, one] = [stage.value, unit.value];
  if (at === undefined || one === undefined) return null;
  const party = partyOf(one, at.id);
  const set = (change: Partial<Party>) => sign(one, at.id, { ...party, ...change });
  const roles = at.appraisers?.roles ?? [];
  const whole = (form.value?.result.value.diagnostics ?? []).filter(({ path }) =>
    ["", "/at", "/by", "/role"].includes(path),
  );
  const said = [...refused.value, ...whole.filter(() => refused.value.length === 0)];
  const { day, time } = party;
  return (
    <div class="party">
      {(!first.value || party.by !== "") && (
        <label>
          <span>{say("by")}</span>
          <input
            list="parties"
            value={party.by}
            autocomplete="off"
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
        <input
          class="day"
          value={moment(day)}
          placeholder={say("day_form")}
          autocomplete="off"
          onInput={({ currentTarget: { value } }) => isWhole(value) && set({ day: typedMoment(value) })}
          onChange={({ currentTarget: { value } }) => set({ day: typedMoment(value) })}
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
          onChange={({ currentTarget: { value } }) => set({ time: typedTime(value) })}
        />
      </label>
      {at.appraisers !== undefined && (
        <label class="choice only-own">
          <input
            type="checkbox"
            checked={onlyOwn.value}
            onChange={({ currentTarget: { checked } }) => (onlyOwn.value = checked)}
          />
          <span>{say("only_own")}</span>
        </label>
      )}
      <Problems id="party-problems" of={said} />
    </div>
  );
}

/** Those who may be meant: who the set names, and who handed something in at this stage. */
function known(id: string): string[] {
  const there = unit.value?.submissions?.filter((submission) => submission.stage === id).map(({ by }) => by) ?? [];
  return [...new Set([...(work.value?.outline.assessors ?? []), ...there])];
}
