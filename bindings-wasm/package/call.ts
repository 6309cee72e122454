// Calls into the module: objects to text, text to objects, what is refused to errors.

import { release } from "./built.js";
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
  const found = isKind(source, "WebAssembly.Module")
    ? (source as WebAssembly.Module)
    : new WebAssembly.Module(source as BufferSource);
  // What the glue has taken once it keeps, even where it does not fit.
  const other = releaseOf(found);
  if (other !== release) {
    const what = other === undefined ? "no module of chamdiem" : `the module of chamdiem ${other}`;
    throw new Error(`this is ${what}, but the package is chamdiem ${release}: take the \`chamdiem.wasm\` beside it`);
  }
  module.initSync({ module: found });
  ready = true;
}

/** The version that a module says it has; of one that is none of chamdiem nothing. */
function releaseOf(found: WebAssembly.Module): string | undefined {
  const given = new Set(WebAssembly.Module.exports(found).map(({ name, kind }) => `${kind} ${name}`));
  if (!["memory memory", "function version", "function plan_compile"].every((one) => given.has(one))) return undefined;
  const imports: Record<string, Record<string, () => void>> = {};
  for (const { module: from, name } of WebAssembly.Module.imports(found)) (imports[from] ??= {})[name] = () => {};
  try {
    const { version, memory } = new WebAssembly.Instance(found, imports).exports;
    const [place, length] = (version as () => [number, number])();
    return new TextDecoder("utf-8", { fatal: true }).decode(
      new Uint8Array((memory as WebAssembly.Memory).buffer, place, length),
    );
  } catch {
    return undefined;
  }
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

/** A name that the module takes. Only a text is one: `1.20` as a number would be another leaf. */
export function name(value: string, what: string): string {
  if (typeof value !== "string") throw new TypeError(`${what} is a text, not ${kindOf(value)}`);
  // It would turn into another name on its way.
  if (loneIn(value) !== -1) throw new TypeError(`${what} is no well-formed text: half of a pair of surrogates`);
  return value;
}

/** Whether a value is of this kind, in whichever frame or sandbox it was made: each has classes of its own. */
export function isKind(value: unknown, kind: string): boolean {
  return Object.prototype.toString.call(value) === `[object ${kind}]`;
}

/** What a value is, for messages. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  const kind = Object.prototype.toString.call(value).slice("[object ".length, -1);
  return typeof value === "object" && kind !== "Object" ? `a ${kind}` : typeof value;
}

const encoder = new TextEncoder();

/** The most bytes that a document has: the memory of the module, of 4 GiB, holds what is made of them, too. */
const MOST_BYTES = 2 ** 30;

/** A document as bytes: its text, or an object. */
export function bytes(document: unknown, said: Said, write = written): Uint8Array {
  const found = bytesOf(document) ?? encoded(typeof document === "string" ? document : write(document, said));
  if (found.byteLength > MOST_BYTES)
    throw new RangeError(`a document has at most ${MOST_BYTES} bytes here, this one has ${found.byteLength}`);
  return found;
}

/** Reads a property as the language itself does: what a value says of itself may be wrong. */
function innate<T>(prototype: object, property: PropertyKey): (value: unknown) => T | undefined {
  const get = Object.getOwnPropertyDescriptor(prototype, property)?.get;
  return (value) => get?.call(value) as T | undefined;
}

const list = Object.getPrototypeOf(Uint8Array.prototype) as object;
const listKind = innate<string>(list, Symbol.toStringTag);
const listBuffer = innate<ArrayBuffer>(list, "buffer");
const listStart = innate<number>(list, "byteOffset");
const listSize = innate<number>(list, "byteLength");
const bufferSize = innate<number>(ArrayBuffer.prototype, "byteLength");

/** The bytes of a value that is bytes, in whichever frame or sandbox it was made. */
function bytesOf(value: unknown): Uint8Array | undefined {
  if (listKind(value) === "Uint8Array")
    return new Uint8Array(listBuffer(value) as ArrayBuffer, listStart(value), listSize(value));
  if (!isKind(value, "ArrayBuffer")) return undefined;
  try {
    bufferSize(value);
  } catch {
    return undefined;
  }
  return new Uint8Array(value as ArrayBuffer);
}

function encoded(json: string): Uint8Array {
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
 * a `Map` to `{}`, a day that is none to `null`, a function to nothing. Each member is judged as it is written, so that
 * it is read only once, unless it is written as nothing. `place` is where the value will stand. `instead` gives what is
 * written for a number that JSON cannot hold, or a day that is none; without it that is refused.
 */
export function written(value: unknown, { lang }: Said, place = "", instead?: (odd: number | Date) => string[]): string {
  const problems: Diagnostic[] = [];
  let isTooDeep = false;
  /** The objects that are being written, from the outermost in, and where they stand. */
  const open: { holder: unknown; path: string }[] = [];
  const json = JSON.stringify(value, function (this: unknown, key: string, member: unknown): unknown {
    while (open.length > 0 && open.at(-1)?.holder !== this) open.pop();
    const above = open.at(-1);
    const path = above === undefined ? place : `${above.path}/${escaped(key)}`;
    // What stands there decides nothing any more: the module refuses so many levels.
    if ((isTooDeep ||= open.length > FOLLOWED)) return null;
    if (typeof member === "number" && !Number.isFinite(member)) {
      if (instead !== undefined) {
        const holder = instead(member);
        open.push({ holder, path });
        return holder;
      }
      const found = call(() => module.refuseNumber(`${member}`, JSON.stringify({ lang }))) ?? "[]";
      problems.push(...parse<Diagnostic[]>(found).map((problem) => ({ ...problem, path })));
    } else if (typeof member === "object" && member !== null) {
      const kind = Object.prototype.toString.call(member);
      if (!Array.isArray(member) && kind !== "[object Object]") refuse(path, kind);
      open.push({ holder: member, path });
    } else if (member === null || member === undefined) {
      const source = (this as Record<string, unknown>)[key];
      // Its `toJSON` gave nothing, and nothing clears what stands there.
      if (source !== null && source !== undefined) {
        const isNoDay = isKind(source, "Date");
        if (!isNoDay || instead === undefined) refuse(path, isNoDay ? "an invalid Date" : kindOf(source));
        const holder = instead(source as Date);
        open.push({ holder, path });
        return holder;
      }
      const leftOut = member === undefined && above !== undefined && !Array.isArray(this);
      if (member === undefined && !leftOut) refuse(path, "undefined");
    } else if (!PLAIN.has(typeof member)) refuse(path, typeof member);
    return member;
  });
  if (problems.length > 0) throw new ChamdiemError(problems);
  return json;
}

/** A key as a part of a JSON pointer. */
export function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** How deep objects are followed; documents are refused long before. */
const FOLLOWED = 200;

/** What JSON holds as it is. */
const PLAIN = new Set(["number", "string", "boolean"]);

function refuse(path: string, kind: string): never {
  throw new TypeError(`${path || "/"}: ${kind} cannot be written as JSON`);
}
