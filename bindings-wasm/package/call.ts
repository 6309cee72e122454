// Calls into the module: objects to text, text to objects, what is refused to errors.

import type { Notice } from "./documents.js";
import * as module from "./glue.js";

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
  return value;
}

function kindOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "a list" : typeof value;
}

const encoder = new TextEncoder();

/** A document as bytes: its text, or an object. */
export function bytes(document: unknown, said: Said): Uint8Array {
  if (document instanceof Uint8Array) return document;
  return encoder.encode(typeof document === "string" ? document : written(document, said));
}

/**
 * A value as JSON text. What JSON cannot hold is refused: `JSON.stringify` would change it in silence, `NaN` to `null`,
 * a `Map` to `{}`, a function to nothing. Each member is judged as it is written, so that it is read only once.
 */
export function written(value: unknown, { lang }: Said): string {
  const problems: Diagnostic[] = [];
  /** The objects that are being written, from the outermost in, and where they stand. */
  const open: { holder: unknown; path: string }[] = [];
  const json = JSON.stringify(value, function (this: unknown, key: string, member: unknown): unknown {
    while (open.length > 0 && open.at(-1)?.holder !== this) open.pop();
    const above = open.at(-1);
    const path = above === undefined ? "" : `${above.path}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
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

/** What JSON holds as it is. */
const PLAIN = new Set(["number", "string", "boolean"]);

function refuse(path: string, kind: string): never {
  throw new TypeError(`${path || "/"}: ${kind} cannot be written as JSON`);
}
