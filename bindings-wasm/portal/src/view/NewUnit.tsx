// A round that is begun: its period and its units.

import { ChamdiemError, type Notice } from "chamdiem";
import type { JSX, TargetedEvent } from "preact";
import { useState } from "preact/hooks";

import { say, titled } from "../language";
import { addUnit } from "../opening";
import { units, work } from "../work";
import { DocumentProblems } from "./Problems";

export function NewUnit(): JSX.Element {
  const [problems, setProblems] = useState<readonly Notice[]>([]);
  const groups = work.value?.criteria.groups ?? [];
  const begin = (event: TargetedEvent<HTMLFormElement, Event>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const text = (name: string) => String(given.get(name) ?? "").trim();
    try {
      addUnit(text("period"), {
        id: text("id"),
        ...(text("name") === "" ? {} : { name: text("name") }),
        ...(text("group") === "" ? {} : { group: text("group") }),
      });
      setProblems([]);
    } catch (error) {
      if (!(error instanceof ChamdiemError)) throw error;
      setProblems(error.diagnostics);
    }
  };
  const line = (name: string, label: string, hint: string, value = "") => (
    <label class="line">
      <span>{label}</span>
      <input name={name} autocomplete="off" defaultValue={value} />
      <span class="hint">{hint}</span>
    </label>
  );
  return (
    <form class="new-unit section" onSubmit={begin}>
      <h2>{say(units.value.length === 0 ? "new_round" : "new_unit")}</h2>
      {line("period", say("period"), say("period_help"), work.value?.round.period.id)}
      {line("id", say("unit_id"), say("unit_id_help"))}
      {line("name", say("unit_name"), "")}
      {groups.length > 0 && (
        <label class="line">
          <span>{say("group")}</span>
          <select name="group">
            {groups.map(({ id, title }) => (
              <option key={id} value={id}>
                {titled(title, id)}
              </option>
            ))}
          </select>
        </label>
      )}
      <DocumentProblems of={problems} />
      <button type="submit" class="strong">
        {say("begin")}
      </button>
    </form>
  );
}
