/// <reference lib="esnext.disposable" preserve="true" />
// Live forms.

import { bytes, escaped, name, parse, written } from "./call.js";
import type { Said, Text } from "./call.js";
import type {
  Calendar,
  GroupStatistics,
  Input,
  Ledger,
  Period,
  RoundSubmission,
  RoundUnit,
  SheetChange,
  SheetResult,
} from "./documents.js";
import * as module from "./glue.js";
import { Held } from "./held.js";
import { DOCUMENT, FILLED, LIST, SAID, TEXT, taken } from "./options.js";
import type { Taken } from "./options.js";
import { within } from "./records.js";
import type { TablePartial } from "./records.js";

/** What a submission sets. */
export type Section = "answers" | "facts" | "points" | "not_applicable" | "class";

/** How a form is opened: at which stage, by whom, and what is known around it. */
export interface SheetOptions extends Said {
  /** The stage that is filled in. */
  stage: string;
  /** The party that fills it in; without it the unit itself. */
  by?: string;
  /** When: a date, or a date and time. */
  at?: string;
  /** The party's role among the appraisers of the stage. */
  role?: string;
  /** The unit that the party belongs to. */
  home?: string;
  /** The period that is scored. */
  period?: Period;
  /** The day on which things are looked at. */
  asOf?: string;
  /** Which days are worked. */
  calendar?: Calendar;
  /** The figures of the units that this one is compared with, from {@link CriteriaSet.statistics}. */
  statistics?: Text<GroupStatistics>;
  /** What rows of tables come to that stand outside of the unit. */
  tables?: TablePartial[];
}

/** What a form is opened with: the document that is made of it has other names, of which nothing should be told. */
const TAKEN: Taken<SheetOptions> = {
  stage: TEXT,
  by: FILLED,
  at: TEXT,
  role: FILLED,
  home: FILLED,
  period: DOCUMENT,
  asOf: TEXT,
  calendar: DOCUMENT,
  statistics: DOCUMENT,
  tables: LIST,
  ...SAID,
};

/**
 * A live form: one unit at one stage, scored again as it is filled in.
 *
 * What is refused throws a {@link ChamdiemError} and changes nothing. What is still missing is no error: the result says
 * so, with the points so far.
 */
export class Sheet {
  readonly #form: Held<module.Form>;
  readonly #said: Said;

  private constructor(form: module.Form, said: Said) {
    const how = "a form is opened by `sheet` of a criteria set";
    this.#form = new Held(form, module.Form, how, "this sheet has been freed");
    this.#said = said;
  }

  /** @internal */
  static of(plan: Held<module.Plan>, unit: Text<RoundUnit>, options: SheetOptions): Sheet {
    const { lang, statistics, tables = [], asOf, home, ...rest } = taken(options, TAKEN);
    const said = lang === undefined ? {} : { lang };
    const head = bytes({ ...rest, as_of: asOf, unit: home }, said);
    const figures = statistics === undefined ? undefined : bytes(statistics, said);
    // No id begins with a brace.
    const isId = typeof unit === "string" && !unit.trimStart().startsWith("{");
    const data = bytes(isId ? { id: unit } : unit, said);
    const form = within({ ...said, tables }, (asked, handed) =>
      plan.use((opened) => opened.sheet(data, head, figures, asked, handed)),
    );
    return new Sheet(form, said);
  }

  /** Sets an answer, of a tally also one line as `leaf/line`; `null` clears what an earlier stage set. */
  set(key: string, value: Input): SheetChange {
    return this.#set("answers", key, value);
  }

  /** Sets a fact. */
  setFact(id: string, value: Input): SheetChange {
    return this.#set("facts", id, value);
  }

  /** Sets points in place of those of a leaf: `{ value, reason }`. */
  setPoints(leaf: string, value: Input): SheetChange {
    return this.#set("points", leaf, value);
  }

  /** Sets that a leaf does not apply; the value is the reason. */
  setNotApplicable(leaf: string, value: Input): SheetChange {
    return this.#set("not_applicable", leaf, value);
  }

  /** Sets the class: `{ value, reason }`. */
  setClass(value: Input): SheetChange {
    return this.#set("class", "", value);
  }

  /** Takes back what was set here: what earlier stages set stands again. The class has no key. */
  unset(section: Section, key = ""): SheetChange {
    const [of, what] = [name(section, "a section"), name(key, "a key")];
    return parse(this.#form.use((form) => form.unset(of, what)));
  }

  /** The form as it stands: the figures so far, what is missing, and what a round would be refused or warned for. */
  result(): SheetResult {
    return parse(this.#form.use((form) => form.result()));
  }

  /** The ledger as the form stands; of one indicator with what is below it, or of all. */
  ledger(indicator?: string): Ledger {
    const id = indicator === undefined ? undefined : name(indicator, "an indicator");
    return parse(this.#form.use((form) => form.ledger(id)));
  }

  /** What was set here, as a round takes it. */
  submission(): RoundSubmission {
    return parse(this.#form.use((form) => form.submission()));
  }

  /** Gives its memory back at once; otherwise that happens when nothing refers to it any more. */
  free(): void {
    this.#form.free();
  }

  [Symbol.dispose](): void {
    this.free();
  }

  #set(section: Section, key: string, value: Input): SheetChange {
    const what = name(key, "a key");
    const below = section === "class" ? [] : section === "answers" ? what.split("/") : [what];
    const json = written(value, this.#said, ["", section, ...below.map(escaped)].join("/"));
    return parse(this.#form.use((form) => form.set(section, what, json)));
  }
}
