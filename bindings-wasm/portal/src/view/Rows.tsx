// The tables of the unit: their rows as the round has them. They come from the systems that keep them.

import type { Column, Input, Table } from "chamdiem";
import type { JSX } from "preact";

import { spoken } from "../answer";
import { moment } from "../figure";
import { say, titled } from "../language";
import { unit, work } from "../work";

/** How many rows of a table are shown. */
const SHOWN = 50;

type Row = Record<string, Input>;

export function Rows(): JSX.Element | null {
  const tables = work.value?.criteria.tables ?? [];
  if (tables.length === 0) return null;
  return (
    <section class="section level-0" aria-label={say("tables")}>
      <header>
        <h3>{say("tables")}</h3>
      </header>
      <article class="leaf rows">
        <p class="hint">{say("tables_help")}</p>
        {tables.map((table) => (
          <TableOf key={table.id} table={table} rows={unit.value?.tables?.[table.id] ?? []} />
        ))}
      </article>
    </section>
  );
}

function TableOf({ table: { id, title, columns = [] }, rows }: { table: Table; rows: readonly Row[] }): JSX.Element {
  const heading = `${titled(title, id)}: ${say("rows", rows.length)}`;
  if (rows.length === 0) return <p>{heading}</p>;
  // Derived columns are computed, and stand in no row.
  const given = columns.filter(({ formula }) => formula === undefined);
  return (
    <details>
      <summary>{heading}</summary>
      <div class="scroll" role="region" aria-label={titled(title, id)} tabIndex={0}>
        <table class="row-list">
          <thead>
            <tr>
              {given.map((column) => (
                <th key={column.id} scope="col">
                  {titled(column.title, column.id)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, SHOWN).map((row, at) => (
              <tr key={at}>
                {given.map((column) => (
                  <td key={column.id}>{cell(row[column.id], column)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length > SHOWN && <p class="hint">{say("more_rows", rows.length - SHOWN)}</p>}
    </details>
  );
}

function cell(value: Input | undefined, { type }: Column): string {
  if (value === undefined || value === null) return "";
  return type === "date" || type === "datetime" ? moment(String(value)) : spoken(value, undefined);
}
