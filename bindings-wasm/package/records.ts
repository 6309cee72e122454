/// <reference lib="esnext.disposable" preserve="true" />
// Rows of tables that stand outside of the round.

import { bytes, call, made, name, named, text } from "./call.js";
import type { Said, Text } from "./call.js";
import * as module from "./glue.js";

/** A row: its fields by the names that rows use. */
export type Row = Record<string, unknown>;

/** Takes the rows of a table, one by one. A row that cannot count is no error: the results tell of it. */
export class Records {
  #rows: module.Rows | undefined;
  #line = 0;
  readonly #said: Said;

  private constructor(rows: module.Rows, said: Said) {
    this.#rows = made(rows, module.Rows, "rows are taken by `records` of a criteria set");
    this.#said = said;
  }

  /** @internal */
  static of(rows: module.Rows, names: Record<string, string>, { lang }: Said): Records {
    for (const [column, called] of Object.entries(names)) {
      const [as, asked] = [name(called, `the name of ${column}`), text({ lang })];
      call(() => rows.rename(column, as, asked));
    }
    return new Records(rows, lang === undefined ? {} : { lang });
  }

  /** Says what the next rows are read from: the name of a file, of a query. Lines are counted from 1 again. */
  begin(source: string): void {
    const from = name(source, "a source");
    call(() => this.#open().begin(from));
    this.#line = 0;
  }

  /** Takes a row. It stands on the line after the row before, unless another is given. */
  push(row: Text<Row>, line = this.#line + 1): void {
    if (!Number.isInteger(line) || line < 0 || line >= 2 ** 32) throw new TypeError(`${line} is no line`);
    const data = bytes(row, this.#said);
    call(() => this.#open().push(line, data));
    this.#line = line;
  }

  /** What the rows come to. No more can be pushed. */
  finish(): TablePartial {
    const partial = TablePartial.of(call(() => this.#open().finish()));
    this.#rows = undefined;
    return partial;
  }

  /** Gives its memory back at once; otherwise that happens when nothing refers to it any more. */
  free(): void {
    this.#rows?.free();
    this.#rows = undefined;
  }

  [Symbol.dispose](): void {
    this.free();
  }

  #open(): module.Rows {
    if (this.#rows === undefined) throw new TypeError("these rows are finished, or have been freed");
    return this.#rows;
  }
}

/** What the rows of a table come to, unit by unit; it does not grow with the rows. */
export class TablePartial {
  #partial: module.Gathered | undefined;

  private constructor(partial: module.Gathered) {
    this.#partial = made(partial, module.Gathered, "what rows come to is made by `finish` of the rows");
  }

  /** @internal */
  static of(partial: module.Gathered): TablePartial {
    return new TablePartial(partial);
  }

  /** How many rows there were, rejected ones too. */
  get rows(): number {
    return Number(call(() => this.open().rows()));
  }

  /** Adds what other rows of the same table come to, in any order. */
  merge(other: TablePartial, options: Said = {}): void {
    if (other === this) throw new TypeError("rows cannot be added to themselves");
    const [more, asked] = [opened(other), text(options)];
    call(() => this.open().merge(more, asked));
  }

  /** Gives its memory back at once; otherwise that happens when nothing refers to it any more. */
  free(): void {
    this.#partial?.free();
    this.#partial = undefined;
  }

  [Symbol.dispose](): void {
    this.free();
  }

  /** @internal */
  open(): module.Gathered {
    if (this.#partial === undefined) throw new TypeError("this partial has been freed");
    return this.#partial;
  }
}

function opened(partial: TablePartial): module.Gathered {
  return made(partial, TablePartial, "tables are what `finish` of their rows gave").open();
}

/** Asks with options whose tables are handed over beside their text. */
export function within<T>(options: { tables?: TablePartial[] }, ask: (options: string, tables: module.Tables) => T): T {
  const { tables = [], ...asked } = named(options);
  const handed = call(() => new module.Tables());
  try {
    for (const table of tables) {
      const partial = opened(table);
      call(() => handed.add(partial));
    }
    return ask(text(asked), handed);
  } finally {
    handed.free();
  }
}
