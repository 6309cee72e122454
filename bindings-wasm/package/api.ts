/// <reference lib="esnext.disposable" preserve="true" />
// Criteria sets and what is asked of them. Everything happens in the module.

import type {
  Audit,
  Calendar,
  CriteriaSetDocument,
  GroupStatistics,
  Ledger,
  Results,
  ResultsComparison,
  Round,
  RoundTrial,
  RoundUnit,
  SetComparison,
} from "./documents.js";
import { bytes, call, name, parse } from "./call.js";
import type { Diagnostic, Said, Text } from "./call.js";
import * as module from "./glue.js";
import { Held } from "./held.js";
import { DOCUMENT, FUNCTION, LIST, NAMES, NUMBERS, SAID, TEXT, TEXTS, taken, text } from "./options.js";
import type { Taken } from "./options.js";
import { Records, within } from "./records.js";
import type { TablePartial } from "./records.js";
import { Sheet } from "./sheet.js";
import type { SheetOptions } from "./sheet.js";

export type * from "./documents.js";
export type { Diagnostic, Language, Said, Text } from "./call.js";
export { ChamdiemError, take } from "./call.js";
export type { Row } from "./records.js";
export { Records, TablePartial } from "./records.js";
export type { Section, SheetOptions } from "./sheet.js";
export { Sheet } from "./sheet.js";

/** What has a limit that may be set. */
export type Limit =
  | "bytes"
  | "depth"
  | "values"
  | "entries"
  | "nodes"
  | "levels"
  | "stages"
  | "tables"
  | "columns"
  | "formula_length"
  | "formula_depth"
  | "definitions"
  | "steps"
  | "units"
  | "rows"
  | "row_bytes"
  | "figures";

/** How a criteria set is compiled. */
export interface CompileOptions extends Said {
  /**
   * How large the set and rounds for it may be, in place of a limit's own number. What goes beyond is refused before it
   * costs more.
   */
  limits?: Partial<Record<Limit, number>>;
}

/** When things are looked at. */
export interface Dated extends Said {
  /** The day on which things are looked at; it wins over `as_of` of the round. */
  asOf?: string;
  /** Which days are worked; it wins over a calendar in the round. */
  calendar?: Calendar;
}

/** What is known beside a round. */
export interface Beside extends Dated {
  /** What rows of tables come to that stand outside of the round. */
  tables?: TablePartial[];
}

/** From where a round is looked at. */
export interface Viewed extends Beside {
  /** The stage whose result stands, instead of the set's final one. */
  stage?: string;
}

/** For which round rows are taken, and what they call things. */
export interface RecordsOptions extends Dated {
  /** What rows call a column, or with `unit` the id of the unit: the column, and its name in the rows. */
  names?: Record<string, string>;
}

/** How a round is scored. */
export interface ScoreOptions extends Viewed {
  /** How much of each unit comes out. */
  detail?: "totals" | "indicators" | "ledger";
  /**
   * The units whose indicators and ledger come out, whatever `detail` says of the others: with `ledger` they have totals
   * alone, or a ledger each where none is named.
   */
  ledgers?: string[];
  /**
   * Told again and again how many units are done. Where it gives `false`, nothing is scored: that ends with the error
   * `cancelled`. What it throws comes out.
   */
  watch?: (done: number) => boolean | void;
}

/** How a unit is explained. */
export interface ExplainOptions extends Viewed {
  /** Only this indicator, with what is below it. */
  indicator?: string;
}

/** How an old round is tried with a newer criteria set. */
export interface TrialOptions extends Dated {
  /** What rows of tables come to that stand outside of the round, taken by the old set. */
  tables?: TablePartial[];
  /** The same rows, taken by the newer set. */
  newerTables?: TablePartial[];
}

/** A document that has a JSON Schema. */
export type SchemaName = keyof typeof import("./schemas.js").schemas;

/** How a round is audited. */
export interface AuditOptions extends Beside {
  /** How far keys may lie apart to be a near tie, such as `"0.05"`. */
  near?: string;
}

const COMPILE: Taken<CompileOptions> = { limits: NUMBERS, ...SAID };
const DATED: Taken<Dated> = { asOf: TEXT, calendar: DOCUMENT, ...SAID };
const BESIDE: Taken<Beside> = { tables: LIST, ...DATED };
const VIEWED: Taken<Viewed> = { stage: TEXT, ...BESIDE };
const RECORDS: Taken<RecordsOptions> = { names: NAMES, ...DATED };
const SCORE: Taken<ScoreOptions> = { detail: TEXT, ledgers: TEXTS, watch: FUNCTION, ...VIEWED };
const EXPLAIN: Taken<ExplainOptions> = { indicator: TEXT, ...VIEWED };
const TRIAL: Taken<TrialOptions> = { newerTables: LIST, ...BESIDE };
const AUDIT: Taken<AuditOptions> = { near: TEXT, ...BESIDE };

/** A compiled criteria set. It never changes, and scores any number of rounds. */
export class CriteriaSet {
  readonly #plan: Held<module.Plan>;

  private constructor(plan: module.Plan) {
    const how = "a criteria set is made by `CriteriaSet.compile`";
    this.#plan = new Held(plan, module.Plan, how, "this criteria set has been freed");
  }

  /** Compiles a criteria set. A broken one throws a {@link ChamdiemError} with all its problems. */
  static compile(set: Text<CriteriaSetDocument>, options: CompileOptions = {}): CriteriaSet {
    const asked = text(taken(options, COMPILE));
    const data = bytes(set, options);
    return new CriteriaSet(call(() => module.Plan.compile(data, asked)));
  }

  /** What is legal but suspicious in the criteria set. */
  check(options: Said = {}): Diagnostic[] {
    const asked = text(taken(options, SAID));
    return this.#plan.use((plan) => plan.check(asked)).flatMap((found) => parse<Diagnostic[]>(found));
  }

  /** Scores a round. A broken one throws a {@link ChamdiemError}; nothing is scored in part. */
  score(round: Text<Round>, options: ScoreOptions = {}): Results {
    return parse(this.scoreText(round, options));
  }

  /** The results as JSON text: the same bytes as from every other face of chamdiem. */
  scoreText(round: Text<Round>, options: ScoreOptions = {}): string {
    const { watch, ...rest } = taken(options, SCORE);
    const data = bytes(round, rest);
    const { watcher, rethrow } = watcherOf(watch);
    return within(rest, (asked, tables) =>
      rethrow(() => this.#plan.use((plan) => plan.score(data, asked, tables, watcher))),
    );
  }

  /**
   * Takes the rows of a table that stand outside of a round; the text of its head is enough. The day, the calendar and
   * the period must be those with which the round is scored.
   */
  records(table: string, round: Text<Round>, options: RecordsOptions = {}): Records {
    const { names = {}, ...asked } = taken(options, RECORDS);
    const [id, data, said] = [name(table, "a table"), bytes(round, options), text(asked)];
    const rows = this.#plan.use((plan) => plan.records(id, data, said));
    return Records.of(rows, names, options);
  }

  /** Opens a live form of a unit, given by its id or as in a round, with what was submitted so far. */
  sheet(unit: Text<RoundUnit>, options: SheetOptions): Sheet {
    return Sheet.of(this.#plan, unit, options);
  }

  /** What the units of a round came to, as data: for a form of one that is compared with them. */
  statistics(round: Text<Round>, options: Viewed = {}): GroupStatistics {
    const asked = taken(options, VIEWED);
    const data = bytes(round, asked);
    return this.#look(asked, (plan, ...rest) => plan.statistics(data, ...rest));
  }

  /** The ledger of a unit: the lines that add up to each of its figures. */
  explain(round: Text<Round>, unit: string, options: ExplainOptions = {}): Ledger {
    const asked = taken(options, EXPLAIN);
    const [data, id] = [bytes(round, asked), name(unit, "a unit")];
    return this.#look(asked, (plan, ...rest) => plan.explain(data, id, ...rest));
  }

  /** How firm the order of a round is: ties, near ties, and what other roundings would change. */
  audit(round: Text<Round>, options: AuditOptions = {}): Audit {
    const asked = taken(options, AUDIT);
    const data = bytes(round, asked);
    return this.#look(asked, (plan, ...rest) => plan.audit(data, ...rest));
  }

  /** What a newer criteria set changes. */
  compare(newer: CriteriaSet, options: Said = {}): SetComparison {
    const asked = text(taken(options, SAID));
    return parse(this.#beside(newer, (plan, other) => plan.compare(other, asked)));
  }

  /** What a newer criteria set makes of a round that was written for this one. */
  tryRound(newer: CriteriaSet, round: Text<Round>, options: TrialOptions = {}): RoundTrial {
    const { newerTables = [], ...rest } = taken(options, TRIAL);
    const data = bytes(round, rest);
    const trial = within(rest, (asked, tables) =>
      within({ tables: newerTables }, (_, others) =>
        this.#beside(newer, (plan, other) => plan.tryRound(other, data, asked, tables, others)),
      ),
    );
    return parse(trial);
  }

  /** What differs between results of this criteria set and results of another, or of the same. */
  compareResults(
    newer: CriteriaSet,
    old: Text<Results>,
    results: Text<Results>,
    options: Said = {},
  ): ResultsComparison {
    const asked = text(taken(options, SAID));
    const [before, after] = [bytes(old, options), bytes(results, options)];
    return parse(this.#beside(newer, (plan, other) => plan.compareResults(other, before, after, asked)));
  }

  /**
   * The JSON Schema (2020-12) of a document: of criteria sets, or of another by its name. They are loaded when they are
   * asked for, and lie as files in the package, too.
   */
  async schema(document: SchemaName = "criteria-set"): Promise<Record<string, unknown>> {
    const { schemas } = await import("./schemas.js");
    if (!Object.hasOwn(schemas, document))
      throw new Error(`\`${document}\` is no document with a schema; these are: ${Object.keys(schemas).join(", ")}`);
    return structuredClone(schemas[document]);
  }

  /** Gives its memory back at once; otherwise that happens when nothing refers to it any more. */
  free(): void {
    this.#plan.free();
  }

  [Symbol.dispose](): void {
    this.free();
  }

  /** Asks about a round with what is known beside it. */
  #look<T>(options: Beside, ask: (plan: module.Plan, asked: string, tables: module.Tables) => string): T {
    return parse(within(options, (asked, tables) => this.#plan.use((plan) => ask(plan, asked, tables))));
  }

  /** Asks about this set and a newer one. */
  #beside<T>(newer: CriteriaSet, ask: (plan: module.Plan, other: module.Plan) => T): T {
    const isSet = typeof newer === "object" && newer !== null && #plan in newer;
    if (!isSet) throw new TypeError("a newer criteria set is what `CriteriaSet.compile` gave");
    return this.#plan.use((plan) => newer.#plan.use((other) => ask(plan, other)));
  }
}

/** A watch as the module takes it, and how what it throws comes out of the call. */
function watcherOf(watch: ScoreOptions["watch"]) {
  const thrown: unknown[] = [];
  const told = (done: number): boolean => {
    try {
      const answer: unknown = watch?.(done);
      // A promise is no answer yet, and nothing can wait for it here.
      if (typeof (answer as PromiseLike<unknown> | null | undefined)?.then === "function")
        throw new TypeError("options: `watch` answers at once, not with a promise");
      return answer !== false;
    } catch (error) {
      thrown.push(error);
      return false;
    }
  };
  const rethrow = <T>(ask: () => T): T => {
    try {
      return ask();
    } catch (error) {
      throw thrown.length > 0 ? thrown[0] : error;
    }
  };
  return { watcher: watch === undefined ? undefined : { told }, rethrow };
}

/** The version of this package. */
export function version(): string {
  return call(() => module.version());
}
