// The tables of the unit: how many rows the round has. Rows come from the systems that keep them.

import type { JSX } from "preact";

import { say, titled } from "../language";
import { unit, work } from "../work";

export function Rows(): JSX.Element | null {
  const tables = work.value?.criteria.tables ?? [];
  if (tables.length === 0) return null;
  return (
    <section class="section level-0" aria-label={say("tables")}>
      <header>
        <h3>{say("tables")}</h3>
      </header>
      <article class="leaf">
        <p class="hint">{say("tables_help")}</p>
        <dl class="rows">
          {tables.map(({ id, title }) => (
            <div key={id}>
              <dt>{titled(title, id)}</dt>
              <dd>{say("rows", unit.value?.tables?.[id]?.length ?? 0)}</dd>
            </div>
          ))}
        </dl>
      </article>
    </section>
  );
}
