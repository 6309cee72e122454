// What a unit is called: of a new one, with which a round may begin, or of one that is there, which can be removed here.

import { ChamdiemError, type Notice } from "chamdiem";
import type { JSX, TargetedEvent } from "preact";
import { useState } from "preact/hooks";

import { say, titled } from "../language";
import { addUnit, begun, changeUnit, fillIn, removeUnit, type Fields } from "../roster";
import { EDIT, here, unit, units, UNNAMED, work } from "../work";
import { focusNext } from "./places";
import { Problems } from "./Problems";

/** What cannot be left empty. */
const NEEDED: readonly (keyof Fields)[] = ["period", "id"];

export function UnitForm(): JSX.Element {
  const [problems, setProblems] = useState<readonly Notice[]>([]);
  const [asked, ask] = useState(false);
  const groups = work.value?.criteria.groups ?? [];
  const one = here.value.view === EDIT ? unit.value : undefined;
  const of = one?.id ?? "";
  const period = work.value?.round.period.id ?? "";
  const standing: Fields = {
    period: one === undefined && period === UNNAMED ? "" : period,
    id: of,
    name: one?.name ?? "",
    group: one?.group ?? groups[0]?.id ?? "",
  };
  const fields = begun.value[of] ?? standing;
  const type = (name: keyof Fields, value: string) => fillIn(of, { ...fields, [name]: value });
  const submit = (event: TargetedEvent<HTMLFormElement, Event>) => {
    event.preventDefault();
    const [id, name, given] = [fields.id.trim(), fields.name.trim(), fields.period.trim()];
    ask(true);
    const empty = NEEDED.find((needed) => fields[needed].trim() === "");
    if (empty !== undefined) return focusNext(`unit-${empty}`);
    try {
      if (one === undefined) addUnit({ ...fields, id, name, period: given });
      else changeUnit(of, { ...fields, id, name, period });
      focusNext("main");
    } catch (error) {
      if (!(error instanceof ChamdiemError)) throw error;
      setProblems(error.diagnostics);
      focusNext(placeOf(error.diagnostics[0]?.path));
    }
  };
  const leave = () => {
    fillIn(of);
    here.value = { ...here.value, view: work.value?.outline.stages[0]?.id ?? "" };
    focusNext("main");
  };
  const remove = () => {
    if (!confirm(say("remove_sure", one?.name ?? of))) return;
    removeUnit(of);
    focusNext("main");
  };
  const line = (name: keyof Fields, label: string, hint: string) => {
    const id = `unit-${name}`;
    const empty = asked && NEEDED.includes(name) && fields[name].trim() === "";
    const own = empty ? [] : problems.filter(({ path }) => placeOf(path) === id);
    return (
      <div class="line">
        <label for={id}>{label}</label>
        <input
          id={id}
          autocomplete="off"
          value={fields[name]}
          aria-invalid={empty || own.length > 0}
          aria-describedby={`${id}-hint ${id}-problems`}
          onInput={({ currentTarget: { value } }) => type(name, value)}
        />
        <span id={`${id}-hint`} class="hint">
          {hint}
        </span>
        <Problems id={`${id}-problems`} of={own} said={empty ? say("needed", label) : undefined} />
      </div>
    );
  };
  const title = one !== undefined ? "edit_unit" : units.value.length === 0 ? "new_round" : "new_unit";
  return (
    <form class="unit-form section" onSubmit={submit}>
      <h2>{say(title)}</h2>
      {one === undefined && line("period", say("period"), say("period_help"))}
      {line("id", say("unit_id"), say(one === undefined ? "unit_id_help" : "unit_id_moves"))}
      {line("name", say("unit_name"), "")}
      {groups.length > 0 && (
        <label class="line">
          <span>{say("group")}</span>
          <select onChange={({ currentTarget: { value } }) => type("group", value)}>
            {groups.map(({ id, title }) => (
              <option key={id} value={id} selected={id === fields.group}>
                {titled(title, id)}
              </option>
            ))}
          </select>
        </label>
      )}
      <div class="form-actions">
        <button type="submit" class="strong">
          {say(one === undefined ? "begin" : "apply")}
        </button>
        {units.value.length > 0 && (
          <button type="button" onClick={leave}>
            {say("leave")}
          </button>
        )}
        {one !== undefined && (
          <button type="button" class="danger" onClick={remove}>
            {say("remove_unit")}
          </button>
        )}
      </div>
    </form>
  );
}

/** The input that a problem of the round belongs to. */
function placeOf(path = ""): string {
  if (path.startsWith("/period")) return "unit-period";
  return path.endsWith("/name") ? "unit-name" : "unit-id";
}
