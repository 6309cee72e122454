// Calls into the module: objects to text, text to objects, what is refused to errors.

import type { Notice } from "./documents.js";
import * as module from "./glue.js";

/** A document: its JSON text, the bytes of that in UTF-8, or an object. Numbers of an object are judged by their shortest text. */
export type Text<T> = string | Uint8Array | ArrayBuffer | T;

/** The language of messages: Vietnamese or English. */
export type Language = "vi" | "en";

/** A problem of a document: where it is (a JSON pointer), what it is, and how to mend it. */
export type Diagnostic = Required<Notice>;

/** In which language things are said. */
export interface Said {
  lang?: Language;
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

let ready = false;

/** Takes the module; every entry of the package does that in its own way. */
export function take(source: BufferSource | WebAssembly.Module): void {
  module.initSync({ module: source });
  ready = true;
}

/** Calls into the module, and throws what it refuses as an error. */
export function call<T>(ask: () => T): T {
  if (!ready) throw new Error("chamdiem is not ready: `await init()` first");
  try {
    return ask();
  } catch (thrown) {
    // Nothing but a fault of this package traps; what comes out is an error like others all the same.
    if (thrown instanceof WebAssembly.RuntimeError)
      throw new Error(`chamdiem met a fault of its own, please report it: ${thrown.message}`, { cause: thrown });
    if (typeof thrown !== "string") throw thrown;
    const { diagnostics, omitted } = parse<{ diagnostics: Diagnostic[]; omitted: number }>(thrown);
    throw new ChamdiemError(diagnostics, omitted);
  }
}

export function parse<T>(json: string): T {
  return JSON.parse(json) as T;
}

/** Options as text. */
export function text(options: object): string {
  return written(named(options), options);
}

/** Options, which have names. */
export function named<T extends object>(options: T): T {
  if (typeof options === "object" && options !== null && !Array.isArray(options)) return options;
  throw new TypeError(`options are an object, not ${kindOf(options)}`);
}

/** A name that the module takes. Only a text is one: `1.20` as a number would be another leaf. */
export function name(value: string, what: string): string {
  if (typeof value !== "string") throw new TypeError(`${what} is a text, not ${kindOf(value)}`);
  // It would turn into another name on its way.
  if (loneIn(value) !== -1) throw new TypeError(`${what} is no well-formed text: half of a pair of surrogates`);
  return value;
}

/** What the module made; anything else cannot be wrapped. */
export function made<T>(value: T, kind: Function & { prototype: T }, how: string): T {
  if (!(value instanceof kind)) throw new TypeError(how);
  return value;
}

/** Whether a value is of this kind, in whichever frame or sandbox it was made: each has classes of its own. */
export function isKind(value: unknown, kind: string): boolean {
  return Object.prototype.toString.call(value) === `[object ${kind}]`;
}

function kindOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "a list" : typeof value;
}

const encoder = new TextEncoder();

/** A document as bytes: its text, or an object. */
export function bytes(document: unknown, said: Said): Uint8Array {
  if (isKind(document, "Uint8Array")) return document as Uint8Array;
  if (isKind(document, "ArrayBuffer")) return new Uint8Array(document as ArrayBuffer);
  const json = typeof document === "string" ? document : written(document, said);
  const lone = loneIn(json);
  if (lone === -1) return encoder.encode(json);
  // Half of a pair of surrogates has no bytes, and would become another letter: a byte that is none says where it stands.
  const before = encoder.encode(json.slice(0, lone));
  const marked = new Uint8Array(before.length + 1).fill(0xff);
  marked.set(before);
  return marked;
}

/** Where the first half of a pair of surrogates stands alone, or -1. */
function loneIn(text: string & { isWellFormed?: () => boolean }): number {
  return text.isWellFormed?.() === true ? -1 : text.search(/\p{Surrogate}/u);
}

/**
 * A value as JSON text. What JSON cannot hold is refused: `JSON.stringify` would change it in silence, `NaN` to `null`,
 * a `Map` to `{}`, a function to nothing. Each member is judged as it is written, so that it is read only once.
 * `place` is where the value will stand.
 */
export function written(value: unknown, { lang }: Said, place = ""): string {
  const problems: Diagnostic[] = [];
  /** The objects that are being written, from the outermost in, and where they stand. */
  const open: { holder: unknown; path: string }[] = [];
  const json = JSON.stringify(value, function (this: unknown, key: string, member: unknown): unknown {
    while (open.length > 0 && open.at(-1)?.holder !== this) open.pop();
    const above = open.at(-1);
    const path = above === undefined ? place : `${above.path}/${escaped(key)}`;
    if (typeof member === "number" && !Number.isFinite(member)) {
      const found = module.refuseNumber(`${member}`, JSON.stringify({ lang })) ?? "[]";
      problems.push(...parse<Diagnostic[]>(found).map((problem) => ({ ...problem, path })));
    } else if (typeof member === "object" && member !== null) {
      const kind = Object.prototype.toString.call(member);
      if (!Array.isArray(member) && kind !== "[object Object]") refuse(path, kind);
      open.push({ holder: member, path });
    } else if (!PLAIN.has(typeof member) && member !== null) {
      const leftOut = member === undefined && above !== undefined && !Array.isArray(this);
      if (!leftOut) refuse(path, typeof member);
    }
    return member;
  });
  if (problems.length > 0) throw new ChamdiemError(problems);
  return json;
}

/** A key as a part of a JSON pointer. */
export function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** What JSON holds as it is. */
const PLAIN = new Set(["number", "string", "boolean"]);

function refuse(path: string, kind: string): never {
  throw new TypeError(`${path || "/"}: ${kind} cannot be written as JSON`);
}
