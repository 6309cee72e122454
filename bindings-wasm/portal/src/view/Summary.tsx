// The figures of the form as it is filled: total, index, class, rank, and what is missing.

import type { JSX } from "preact";

import type { Filling } from "../filling";
import { shown } from "../figure";
import { say, titled } from "../language";
import { placeOf } from "../submission";
import { first, unit, work } from "../work";
import { className } from "./ClassField";
import { Explained, FIGURES } from "./Ledger";
import { reach } from "./places";
import { Ranks } from "./Ranks";

export function Summary({ form }: { form: Filling }): JSX.Element {
  const { unit: result, missing } = form.result.value;
  const now = result.stages?.at(-1);
  const shape = work.value?.outline;
  const leaves = new Set(shape?.leaves.map(({ id }) => id));
  const states = (now?.indicators ?? []).filter(({ id }) => leaves.has(id)).map(({ state }) => state);
  const asked = states.filter((state) => state !== "pending");
  const answered = asked.filter((state) => state !== "missing");
  const whole = now?.state === "scored";
  return (
    <aside class="summary" aria-label={say("summary")}>
      <h2>{unit.value?.name ?? unit.value?.id}</h2>
      <div class="total">
        <p>{say(whole ? "total" : "total_so_far")}</p>
        <output aria-live="polite">
          <Explained
            id={FIGURES}
            title={say("total")}
            figure={shown(now?.total)}
            maximum={shown(now?.maximum)}
            kind="figure"
          />
        </output>
      </div>
      <dl class="figures">
        <div>
          <dt>{say("index")}</dt>
          <dd>{now?.index === undefined ? "–" : `${shown(now.index)} %`}</dd>
        </div>
        <div>
          <dt>{say("class")}</dt>
          <dd>{result.state === "not_rated" ? say("not_rated") : className(result.class, unit.value?.group)}</dd>
        </div>
        <Ranks />
      </dl>
      <div class="progress">
        <label for="progress">{say("answered", answered.length, asked.length)}</label>
        <progress id="progress" value={answered.length} max={Math.max(asked.length, 1)} />
        {asked.length < states.length && <span class="hint">{say("waiting", states.length - asked.length)}</span>}
      </div>
      <Gates hold={result.gates ?? []} />
      <Missing form={form} missing={missing} />
      {!first.value && (result.adjustments ?? []).length > 0 && (
        <p class="hint">{say("adjustments_count", (result.adjustments ?? []).length)}</p>
      )}
      <Mini
        total={now?.total}
        maximum={now?.maximum}
        index={now?.index}
        left={missing.length}
        waiting={states.length - asked.length}
      />
    </aside>
  );
}

/** The conditions that limit the class or the total. */
function Gates({ hold }: { hold: readonly string[] }): JSX.Element | null {
  const gates = (work.value?.criteria.gates ?? []).filter(({ id }) => hold.includes(id));
  if (gates.length === 0) return null;
  return (
    <ul class="gates">
      {gates.map(({ id, reason }) => (
        <li key={id}>{titled(reason, id)}</li>
      ))}
    </ul>
  );
}

/** On a narrow screen the figures stay in sight. */
function Mini({
  total,
  maximum,
  index,
  left,
  waiting,
}: {
  total: string | undefined;
  maximum: string | undefined;
  index: string | undefined;
  left: number;
  waiting: number;
}): JSX.Element {
  const state = left > 0 ? say("missing_count", left) : waiting > 0 ? say("waiting_count", waiting) : "✓";
  return (
    <div class="mini" aria-hidden="true">
      <span>
        <strong>{shown(total)}</strong>
        <span class="of">{` / ${shown(maximum)}`}</span>
      </span>
      <span>{index === undefined ? "" : `${shown(index)} %`}</span>
      <span class={left > 0 || waiting > 0 ? "count" : "whole"}>{state}</span>
    </div>
  );
}

/** What is not answered, and what the engine did not take; each leads to its field. */
function Missing({ form, missing }: { form: Filling; missing: readonly string[] }): JSX.Element {
  const shape = work.value?.outline;
  const said = new Map<string, string>();
  for (const { key, typed } of form.drafts.value.values())
    if (typed?.unfinished !== true) said.set(placeOf(key), key.id);
  for (const { path, severity } of form.result.value.diagnostics)
    if (severity === "error" && path !== "") said.set(path, path.split("/").slice(2).join("/"));
  const named = (id: string) => {
    const [leaf = id] = id.split("/");
    return titled(shape?.leaves.find((one) => one.id === leaf)?.title ?? shape?.facts.get(leaf)?.title, "");
  };
  const places = missing.filter(
    (id) =>
      !shape?.leaves.some(
        (leaf) => leaf.id === id && leaf.measured && leaf.asks.some((fact) => missing.includes(fact)),
      ),
  );
  return (
    <>
      {said.size > 0 && (
        <section class="todo refused">
          <h3>{say("to_mend", said.size)}</h3>
          <ul>
            {[...said].map(([path, id]) => (
              <li key={path}>
                <button type="button" class="plain small" onClick={() => reach(`field${path}`)}>
                  {shape?.facts.has(id) === true ? named(id) : `${id} ${named(id)}`}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {places.length > 0 && (
        <section class="todo">
          <h3>{say("missing_count", places.length)}</h3>
          <ul>
            {places.map((id) => {
              const isFact = shape?.facts.has(id) === true;
              return (
                <li key={id}>
                  <button
                    type="button"
                    class="plain small"
                    onClick={() => reach(isFact ? `field/facts/${id}` : `leaf-${id}`)}
                  >
                    {isFact ? named(id) : `${id} ${named(id)}`}
                  </button>
                </li>
              );
            })}
          </ul>
        </section>
      )}
    </>
  );
}
