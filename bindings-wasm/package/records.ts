/// <reference lib="esnext.disposable" preserve="true" />
// Rows of tables that stand outside of the round.

import { bytes, call, name, written } from "./call.js";
import type { Said, Text } from "./call.js";
import * as module from "./glue.js";
import { Held } from "./held.js";
import { SAID, taken, text } from "./options.js";

/** A row: its fields by the names that rows use. */
export type Row = Record<string, unknown>;

/** Takes the rows of a table, one by one. A row that cannot count is no error: the results tell of it. */
export class Records {
  readonly #rows: Held<module.Rows>;
  #line = 0;
  readonly #said: Said;

  private constructor(rows: module.Rows, said: Said) {
    const gone = "these rows are finished, or have been freed";
    this.#rows = new Held(rows, module.Rows, "rows are taken by `records` of a criteria set", gone);
    this.#said = said;
  }

  /** @internal */
  static of(rows: module.Rows, names: Record<string, string>, { lang }: Said): Records {
    const said = lang === undefined ? {} : { lang };
    for (const [column, called] of Object.entries(names)) {
      const [as, asked] = [name(called, `the name of ${column}`), text(said)];
      call(() => rows.rename(column, as, asked));
    }
    return new Records(rows, said);
  }

  /** Says what the next rows are read from: the name of a file, of a query. Lines are counted from 1 again. */
  begin(source: string): void {
    const from = name(source, "a source");
    this.#rows.use((rows) => rows.begin(from));
    this.#line = 0;
  }

  /**
   * Takes a row. It stands on the line after the row before, unless another is given. A number that JSON cannot hold,
   * such as `NaN`, and a `Date` that is none do not fit their columns, as any other wrong value; what is no datum at all,
   * such as a function or a `Map`, throws.
   */
  push(row: Text<Row>, line = this.#line + 1): void {
    if (!Number.isInteger(line) || line < 0 || line >= 2 ** 32) throw new TypeError(`${line} is no line`);
    const data = bytes(row, this.#said, (fields, said) => written(fields, said, "", unfit));
    this.#rows.use((rows) => rows.push(line, data));
    this.#line = line;
  }

  /** What the rows come to. No more can be pushed. */
  finish(): TablePartial {
    return TablePartial.of(this.#rows.consume((rows) => rows.finish()));
  }

  /** Gives its memory back at once; otherwise that happens when nothing refers to it any more. */
  free(): void {
    this.#rows.free();
  }

  [Symbol.dispose](): void {
    this.free();
  }
}

/** What JSON cannot hold as a value that no column takes, so that the row is told of with the others that do not count. */
function unfit(odd: number | Date): string[] {
  return [typeof odd === "number" ? `${odd}` : "Invalid Date"];
}

/** What the rows of a table come to, unit by unit; it does not grow with the rows. */
export class TablePartial {
  readonly #partial: Held<module.Gathered>;

  private constructor(partial: module.Gathered) {
    const how = "what rows come to is made by `finish` of the rows";
    this.#partial = new Held(partial, module.Gathered, how, "this partial has been freed");
  }

  /** @internal */
  static of(partial: module.Gathered): TablePartial {
    return new TablePartial(partial);
  }

  /** How many rows there were, rejected ones too. */
  get rows(): number {
    return Number(this.#partial.use((partial) => partial.rows()));
  }

  /** Adds what other rows of the same table come to, in any order. */
  merge(other: TablePartial, options: Said = {}): void {
    if (other === this) throw new TypeError("rows cannot be added to themselves");
    const asked = text(taken(options, SAID));
    TablePartial.use(other, (more) => this.#partial.use((partial) => partial.merge(more, asked)));
  }

  /** Gives its memory back at once; otherwise that happens when nothing refers to it any more. */
  free(): void {
    this.#partial.free();
  }

  [Symbol.dispose](): void {
    this.free();
  }

  /** @internal */
  static use<R>(partial: TablePartial, ask: (partial: module.Gathered) => R): R {
    const isPartial = typeof partial === "object" && partial !== null && #partial in partial;
    if (!isPartial) throw new TypeError("tables are what `finish` of their rows gave");
    return partial.#partial.use(ask);
  }
}

/** Asks with options whose tables are handed over beside their text. */
export function within<T>(
  { tables = [], ...asked }: Said & { tables?: TablePartial[] },
  ask: (options: string, tables: module.Tables) => T,
): T {
  const options = text(asked);
  const handed = call(() => new module.Tables());
  try {
    for (const table of tables) TablePartial.use(table, (partial) => handed.add(partial));
    return ask(options, handed);
  } finally {
    handed.free();
  }
}
