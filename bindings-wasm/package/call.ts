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

export function text(options: object): string {
  return JSON.stringify(options);
}

const encoder = new TextEncoder();

/** A document as bytes: its text, or an object. */
export function bytes(document: unknown, said: Said): Uint8Array {
  if (document instanceof Uint8Array) return document;
  return encoder.encode(typeof document === "string" ? document : written(document, said));
}

/** A value as JSON text; what JSON cannot hold is refused. */
export function written(value: unknown, { lang }: Said): string {
  const problems: Diagnostic[] = [];
  judge(value, "", 0, (path, number) => {
    const found = module.refuseNumber(`${number}`, text({ lang })) ?? "[]";
    problems.push(...parse<Diagnostic[]>(found).map((problem) => ({ ...problem, path })));
  });
  if (problems.length > 0) throw new ChamdiemError(problems);
  return JSON.stringify(value);
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
