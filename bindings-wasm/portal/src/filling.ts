// The live form: one unit, one stage, one party. What the engine takes stands in its sheet; what it refuses, and what
// is not finished, is kept here as typed.

import { batch, signal, type ReadonlySignal, type Signal } from "@preact/signals";
import { ChamdiemError, type Ledger, type Notice, type RoundSubmission, type Sheet, type UnitResult } from "chamdiem";

import { placeOf, settingOf, settingsOf, written, type Key, type Setting, type Signed } from "./submission";

/** How a value was typed. */
export interface Typed {
  text: string;
  /** It may mean two different numbers. */
  doubtful?: boolean;
  /** It is still being typed, and not judged yet. */
  unfinished?: boolean;
}

/** Something that is not in the sheet. */
export interface Draft {
  key: Key;
  setting: Setting;
  typed: Typed | undefined;
  /** Why the engine refused it. */
  problems: readonly Notice[];
}

/** One thing that can be set, as the form shows it. */
export interface Entry {
  /** What this party set or typed. */
  own: Setting | undefined;
  /** What stands now: its own, else the last that was set before. */
  standing: Setting | undefined;
  /** What other parties and earlier stages set. */
  before: readonly Signed[];
  draft: Draft | undefined;
  problems: readonly Notice[];
}

/** The form as the engine sees it. */
export interface Standing {
  unit: UnitResult;
  /** Leaves and facts that are asked for and not there. */
  missing: readonly string[];
  diagnostics: readonly Notice[];
}

/** Where a form is kept: what it submits, if anything, and what is not finished. */
export type Keep = (submission: RoundSubmission | undefined, drafts: readonly Draft[]) => void;

export class Filling {
  #sheet: Sheet;
  readonly #others: readonly RoundSubmission[];
  readonly #stages: readonly string[];
  readonly #keep: Keep;
  readonly #result: Signal<Standing>;
  readonly #submission: Signal<RoundSubmission>;
  readonly #drafts = signal<ReadonlyMap<string, Draft>>(new Map());

  constructor(
    sheet: Sheet,
    others: readonly RoundSubmission[],
    stages: readonly string[],
    drafts: readonly Draft[],
    keep: Keep,
  ) {
    this.#sheet = sheet;
    this.#others = others;
    this.#stages = stages;
    this.#keep = keep;
    this.#result = signal(standing(sheet));
    this.#submission = signal(sheet.submission());
    // What was refused once is tried again: the messages come in the language of now.
    for (const { key, setting, typed } of drafts)
      this.#write(key, setting, typed === undefined ? undefined : { ...typed, unfinished: false });
  }

  get result(): ReadonlySignal<Standing> {
    return this.#result;
  }

  get submission(): ReadonlySignal<RoundSubmission> {
    return this.#submission;
  }

  get drafts(): ReadonlySignal<ReadonlyMap<string, Draft>> {
    return this.#drafts;
  }

  entry(key: Key): Entry {
    const place = placeOf(key);
    const draft = this.#drafts.value.get(place);
    const own = draft?.setting ?? settingOf(this.#submission.value, key);
    const before = settingsOf(this.#others, this.#stages, key);
    const said = this.#result.value.diagnostics.filter(({ path }) => path === place || path.startsWith(`${place}/`));
    return { own, standing: own ?? before.at(-1), before, draft, problems: [...(draft?.problems ?? []), ...said] };
  }

  /** Takes what was typed. */
  write(key: Key, setting: Setting, typed?: Typed): void {
    batch(() => this.#write(key, setting, typed));
    const set = ["facts", "answers", "points", "not_applicable", "class"].some(
      (part) => part in this.#submission.value,
    );
    this.#keep(set ? this.#submission.value : undefined, [...this.#drafts.value.values()]);
  }

  /** Takes the own setting back: what was set before stands again. */
  clear(key: Key): void {
    this.write(key, { value: undefined, reason: "", evidence: "" });
  }

  ledger(indicator?: string): Ledger {
    return this.#sheet.ledger(indicator);
  }

  /** Goes on with another sheet of the same submission, which knows the other units as they are now. */
  renew(sheet: Sheet): void {
    this.#sheet.free();
    this.#sheet = sheet;
    batch(() => this.#read());
  }

  free(): void {
    this.#sheet.free();
  }

  #write(key: Key, setting: Setting, typed: Typed | undefined): void {
    const drafts = new Map(this.#drafts.value);
    const place = placeOf(key);
    drafts.delete(place);
    const { value, reason, evidence } = setting;
    const blank = value === undefined || (value === false && key.part === "not_applicable");
    const keep = (problems: readonly Notice[]) => drafts.set(place, { key, setting, typed, problems });
    try {
      if (typed?.doubtful === true || typed?.unfinished === true) keep([]);
      else if (!blank) this.#set(key, setting);
      else {
        if (settingOf(this.#submission.value, key) !== undefined) this.#sheet.unset(key.part, key.id);
        if (reason !== "" || evidence !== "") keep([]);
      }
    } catch (error) {
      if (!(error instanceof ChamdiemError)) throw error;
      keep(error.diagnostics);
    }
    this.#drafts.value = drafts;
    this.#read();
  }

  #set(key: Key, setting: Setting): void {
    const input = written(setting, key);
    if (key.part === "facts") this.#sheet.setFact(key.id, input);
    else if (key.part === "answers") this.#sheet.set(key.id, input);
    else if (key.part === "points") this.#sheet.setPoints(key.id, input);
    else if (key.part === "not_applicable") this.#sheet.setNotApplicable(key.id, input);
    else this.#sheet.setClass(input);
  }

  #read(): void {
    this.#result.value = standing(this.#sheet);
    this.#submission.value = this.#sheet.submission();
  }
}

function standing(sheet: Sheet): Standing {
  const { unit, missing = [], diagnostics = [] } = sheet.result();
  return { unit, missing, diagnostics };
}
