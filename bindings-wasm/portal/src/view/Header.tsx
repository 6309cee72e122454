// The head of the page: what is open, in which language, and what can be done with it.

import type { JSX } from "preact";
import { useRef } from "preact/hooks";

import { save } from "../documents";
import { language, say, titled } from "../language";
import { form } from "../form";
import { close } from "../opening";
import { refusedDays } from "../party";
import { refusals } from "../standing";
import { EDIT, here, NEW, roster, unfinished, UNNAMED, work } from "../work";
import { focusNext } from "./places";
import { hasResult } from "./PrintResult";
import { chosen, take } from "./Start";

export function Header(): JSX.Element {
  const opened = work.value;
  const files = useRef<HTMLInputElement>(null);
  const goes = (view: string, name: "edit_unit" | "new_unit") => (
    <button
      type="button"
      aria-pressed={here.value.view === view}
      onClick={() => {
        here.value = { ...here.value, view };
        focusNext("main");
      }}
    >
      {say(name)}
    </button>
  );
  return (
    <header class="head">
      <div class="brand">
        {opened === undefined ? <h1>{say("name")}</h1> : <p class="name">{say("name")}</p>}
        {opened !== undefined && (
          <h1>
            {titled(opened.criteria.title, opened.criteria.id)}
            {opened.round.period.id !== UNNAMED && (
              <span class="period">{say("paper_period", opened.round.period.id)}</span>
            )}
          </h1>
        )}
      </div>
      <div class="languages" role="group" aria-label={`Ngôn ngữ / Language`}>
        {(["vi", "en"] as const).map((one) => (
          <button
            key={one}
            type="button"
            lang={one}
            aria-pressed={language.value === one}
            onClick={() => (language.value = one)}
          >
            {one === "vi" ? "Tiếng Việt" : "English"}
          </button>
        ))}
      </div>
      {opened !== undefined && (
        <div class="actions">
          {roster.value.length > 0 && (
            <label class="unit-choice">
              <span>{say("unit")}</span>
              <select
                value={here.value.unit}
                onChange={({ currentTarget: { value } }) => (here.value = { ...here.value, unit: value })}
              >
                {roster.value.map(({ id, name }) => (
                  <option key={id} value={id} selected={id === here.value.unit}>
                    {name ?? id}
                  </option>
                ))}
              </select>
            </label>
          )}
          {!opened.example && roster.value.length > 0 && (
            <>
              {goes(EDIT, "edit_unit")}
              {goes(NEW, "new_unit")}
            </>
          )}
          <button
            type="button"
            onClick={() => {
              const left = unfinished() + refusedDays();
              const wrong = refusals();
              const doubts = [
                ...(left === 0 ? [] : [say("save_unfinished", left)]),
                ...(wrong === 0 ? [] : [say("save_refused", wrong)]),
              ];
              if (doubts.length === 0 || confirm([...doubts, say("save_anyway")].join(" "))) save();
            }}
          >
            {say("save")}
          </button>
          <button type="button" onClick={() => files.current?.click()}>
            {say("open")}
          </button>
          <input
            ref={files}
            type="file"
            accept=".json,application/json"
            multiple
            class="unseen"
            tabIndex={-1}
            aria-label={say("open")}
            onChange={({ currentTarget }) => void take(chosen(currentTarget))}
          />
          <button type="button" disabled={form.value === undefined && !hasResult()} onClick={() => print()}>
            {say("print")}
          </button>
          <button type="button" onClick={() => confirm(say("close_sure")) && close()}>
            {say("put_away")}
          </button>
        </div>
      )}
    </header>
  );
}
