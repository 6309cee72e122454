/// <reference lib="esnext.disposable" preserve="true" />
// The whole interface: objects to text, text to objects. Everything else happens in the module.

import type {
  Audit,
  Calendar,
  CriteriaSetDocument,
  Ledger,
  Notice,
  Results,
  ResultsComparison,
  Round,
  RoundTrial,
  SetComparison,
} from "./documents.js";
import * as module from "./glue.js";

export type * from "./documents.js";

/** A document: its JSON text, the bytes of that in UTF-8, or an object. Numbers of an object are judged by their shortest text. */
export type Text<T> = string | Uint8Array | T;

/** The language of messages: Vietnamese or English. */
export type Language = "vi" | "en";

/** A problem of a document: where it is (a JSON pointer), what it is, and how to mend it. */
export type Diagnostic = Required<Notice>;

/** In which language things are said. */
export interface Said {
  lang?: Language;
}

/** From where a round is looked at. */
export interface Viewed extends Said {
  /** The stage whose result stands, instead of the set's final one. */
  stage?: string;
  /** The day on which things are looked at; it wins over `as_of` of the round. */
  asOf?: string;
  /** Which days are worked; it wins over a calendar in the round. */
  calendar?: Calendar;
}

/** How a round is scored. */
export interface ScoreOptions extends Viewed {
  /** How much of each unit comes out. */
  detail?: "totals" | "indicators" | "ledger";
  /** With detail `ledger`: the units whose indicators and ledger come out. Empty means all. */
  ledgers?: string[];
}

/** How a unit is explained. */
export interface ExplainOptions extends Viewed {
  /** Only this indicator, with what is below it. */
  indicator?: string;
}

/** How a round is audited. */
export interface AuditOptions extends Said {
  /** How far keys may lie apart to be a near tie, such as `"0.05"`. */
  near?: string;
}

/** A document that was refused. */
export class ChamdiemError extends Error {
  /** Every problem of the document. */
  readonly diagnostics: Diagnostic[];
  /** How many further problems were only counted. */
  readonly omitted: number;

  constructor(diagnostics: Diagnostic[], omitted = 0) {
    super(diagnostics.map(({ code, path, message }) => `[${code}] ${path || "/"}: ${message}`).join("\n"));
    this.name = "ChamdiemError";
    this.diagnostics = diagnostics;
    this.omitted = omitted;
  }
}

/** A compiled criteria set. It never changes, and scores any number of rounds. */
export class CriteriaSet {
  #plan: module.Plan | undefined;

  private constructor(plan: module.Plan) {
    this.#plan = plan;
  }

  /** Compiles a criteria set. A broken one throws a {@link ChamdiemError} with all its problems. */
  static compile(set: Text<CriteriaSetDocument>, options: Said = {}): CriteriaSet {
    return new CriteriaSet(call(() => module.Plan.compile(bytes(set, options), text(options))));
  }

  /** What is legal but suspicious in the criteria set. */
  check(options: Said = {}): Diagnostic[] {
    return call(() => this.#open().check(text(options))).flatMap((found) => parse<Diagnostic[]>(found));
  }

  /** Scores a round. A broken one throws a {@link ChamdiemError}; nothing is scored in part. */
  score(round: Text<Round>, options: ScoreOptions = {}): Results {
    return parse(this.scoreText(round, options));
  }

  /** The results as JSON text: the same bytes as from every other face of chamdiem. */
  scoreText(round: Text<Round>, options: ScoreOptions = {}): string {
    return call(() => this.#open().score(bytes(round, options), text(options)));
  }

  /** The ledger of a unit: the lines that add up to each of its figures. */
  explain(round: Text<Round>, unit: string, options: ExplainOptions = {}): Ledger {
    return parse(call(() => this.#open().explain(bytes(round, options), unit, text(options))));
  }

  /** How firm the order of a round is: ties, near ties, and what other roundings would change. */
  audit(round: Text<Round>, options: AuditOptions = {}): Audit {
    return parse(call(() => this.#open().audit(bytes(round, options), text(options))));
  }

  /** What a newer criteria set changes. */
  compare(newer: CriteriaSet, options: Said = {}): SetComparison {
    return parse(call(() => this.#open().compare(newer.#open(), text(options))));
  }

  /** What a newer criteria set makes of a round that was written for this one. */
  tryRound(newer: CriteriaSet, round: Text<Round>, options: Said = {}): RoundTrial {
    return parse(call(() => this.#open().tryRound(newer.#open(), bytes(round, options), text(options))));
  }

  /** What differs between results of this criteria set and results of another, or of the same. */
  compareResults(newer: CriteriaSet, old: Text<Results>, results: Text<Results>, options: Said = {}): ResultsComparison {
    const [before, after] = [bytes(old, options), bytes(results, options)];
    return parse(call(() => this.#open().compareResults(newer.#open(), before, after, text(options))));
  }

  /** Gives its memory back at once; otherwise that happens when nothing refers to it any more. */
  free(): void {
    this.#plan?.free();
    this.#plan = undefined;
  }

  [Symbol.dispose](): void {
    this.free();
  }

  #open(): module.Plan {
    if (this.#plan === undefined) throw new TypeError("this criteria set has been freed");
    return this.#plan;
  }
}

/** The version of this package. */
export function version(): string {
  return call(() => module.version());
}

let ready = false;

/** Takes the module; every entry of the package does that in its own way. */
export function take(source: BufferSource | WebAssembly.Module): void {
  module.initSync({ module: source });
  ready = true;
}

/** Calls into the module, and throws what it refuses as an error. */
function call<T>(ask: () => T): T {
  if (!ready) throw new Error("chamdiem is not ready: `await init()` first");
  try {
    return ask();
  } catch (thrown) {
    if (typeof thrown !== "string") throw thrown;
    const { diagnostics, omitted } = parse<{ diagnostics: Diagnostic[]; omitted: number }>(thrown);
    throw new ChamdiemError(diagnostics, omitted);
  }
}

function parse<T>(json: string): T {
  return JSON.parse(json) as T;
}

function text(options: object): string {
  return JSON.stringify(options);
}

const encoder = new TextEncoder();

function bytes(document: unknown, { lang }: Said): Uint8Array {
  if (document instanceof Uint8Array) return document;
  if (typeof document === "string") return encoder.encode(document);
  const problems: Diagnostic[] = [];
  judge(document, "", 0, (path, number) => {
    const found = module.refuseNumber(`${number}`, text({ lang })) ?? "[]";
    problems.push(...parse<Diagnostic[]>(found).map((problem) => ({ ...problem, path })));
  });
  if (problems.length > 0) throw new ChamdiemError(problems);
  return encoder.encode(JSON.stringify(document));
}

/** How deep objects are looked into: the module refuses documents that are deeper. */
const DEPTH = 200;

/** Finds what `JSON.stringify` would change in silence: `NaN` to `null`, a `Map` to `{}`, a function to nothing. */
function judge(value: unknown, path: string, depth: number, refuse: (path: string, number: number) => void): void {
  const within = (key: string | number, member: unknown) =>
    judge(member, `${path}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`, depth + 1, refuse);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) refuse(path, value);
  } else if (Array.isArray(value)) {
    if (depth < DEPTH) for (let at = 0; at < value.length; at += 1) within(at, value[at]);
  } else if (typeof value === "object" && value !== null) {
    if ("toJSON" in value) return;
    const kind = Object.prototype.toString.call(value);
    if (kind !== "[object Object]") throw new TypeError(`${path || "/"}: ${kind} cannot be written as JSON`);
    if (depth < DEPTH) {
      for (const [key, member] of Object.entries(value)) if (member !== undefined) within(key, member);
    }
  } else if (value !== null && typeof value !== "string" && typeof value !== "boolean") {
    throw new TypeError(`${path || "/"}: ${typeof value} cannot be written as JSON`);
  }
}
