// Which options a call takes, and what each of them is.

import { isKind, kindOf, name, written } from "./call.js";
import type { Said } from "./call.js";

/** What an option is. */
export interface Kind {
  what: string;
  holds(value: unknown): boolean;
  /** What is wrong with a value of this kind. */
  wrong?(option: string, value: unknown): string | undefined;
}

/** The options of a call, in the order in which they are told. */
export type Taken<T> = { [Name in keyof Required<T>]: Kind };

const isText = (value: unknown): boolean => typeof value === "string";

export const TEXT: Kind = { what: "a text", holds: isText };
/** A name of somebody: where nobody is meant the option is left out. */
export const FILLED: Kind = { what: "a text that is not empty", holds: (value) => isText(value) && value !== "" };
export const TEXTS: Kind = { what: "a list of texts", holds: (value) => Array.isArray(value) && value.every(isText) };
export const LIST: Kind = { what: "a list", holds: Array.isArray };
export const FUNCTION: Kind = { what: "a function", holds: (value) => typeof value === "function" };
export const NAMES: Kind = {
  what: "an object of texts",
  holds: (value) => isKind(value, "Object") && Object.values(value as object).every(isText),
};
export const NUMBERS: Kind = {
  what: "an object of whole numbers",
  holds: (value) => isKind(value, "Object"),
  wrong(option, value) {
    const isWhole = (one: unknown): boolean => Number.isSafeInteger(one) && (one as number) >= 0;
    const found = Object.entries(value as object).find(([, one]) => !isWhole(one));
    if (found === undefined) return undefined;
    const [limit, one] = found;
    const given = typeof one === "number" ? one : kindOf(one);
    return `\`${option}.${limit}\` is a whole number from 0 to ${Number.MAX_SAFE_INTEGER}, not ${given}`;
  },
};
/** How far two numbers lie apart. What is no number the module refuses. */
export const DISTANCE: Kind = {
  what: "a text of a number",
  holds: isText,
  wrong: (option, value) =>
    /^\s*-.*[1-9]/s.test(value as string) ? `\`${option}\` is a number from 0 on, not ${value as string}` : undefined,
};
/** A document, which the module judges. */
export const DOCUMENT: Kind = { what: "a document", holds: (value) => value !== null };

export const SAID: Taken<Said> = { lang: TEXT };

/** Options, of which each is one that the call takes. What is `undefined` is left out. */
export function taken<T extends object>(options: T, kinds: Taken<T>): T {
  if (!isKind(options, "Object")) throw new TypeError(`options are an object, not ${kindOf(options)}`);
  for (const [option, value] of Object.entries(options)) {
    if (!Object.hasOwn(kinds, option)) {
      const known = Object.keys(kinds).join(", ");
      throw new Error(`options: \`${option}\` is not taken here, but ${known}`);
    }
    const kind = kinds[option as keyof T];
    const { what, holds } = kind;
    if (value !== undefined && !holds(value)) {
      const found = value === "" ? "an empty one" : kindOf(value);
      throw new TypeError(`options: \`${option}\` is ${what}, not ${found}`);
    }
    const problem = value === undefined ? undefined : kind.wrong?.(option, value);
    if (problem !== undefined) throw new TypeError(`options: ${problem}`);
    // A document says itself where it is no text.
    if (kind === DOCUMENT) continue;
    for (const one of [value].flat()) if (isText(one)) name(one as string, `options: \`${option}\``);
  }
  return options;
}

/** Options as text. */
export function text(options: Said): string {
  return written(options, options);
}
