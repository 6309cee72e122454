// Figures on the screen and from the keyboard. They stay texts: nothing here computes.

import type { Language } from "chamdiem";

import { language } from "./language";

/** A figure of the engine as people read it: with a decimal comma in Vietnamese. */
export function shown(figure: string | number | undefined, otherwise = "–"): string {
  if (figure === undefined) return otherwise;
  const text = String(figure).replace(/^-/, "−");
  return language.value === "vi" && /^−?\d+\.\d+$/.test(text) ? text.replace(".", ",") : text;
}

/** A number of a document in an input, so that {@link typed} reads it back. */
export function written(value: unknown, spoken: Language): string {
  if (typeof value !== "string" && typeof value !== "number") return "";
  const text = String(value);
  return spoken === "vi" && /^-?\d+\.\d+$/.test(text) ? text.replace(".", ",") : text;
}

/** What was typed, as the engine reads it; `undefined` where it may mean two different numbers. */
export function typed(text: string, spoken: Language): string | undefined {
  const trimmed = text.trim().replace(/^−/, "-");
  const [comma, point] = spoken === "vi" ? [",", "."] : [".", ","];
  // “1.500” is a thousand and a half to some and one and a half to others.
  const thousands = new RegExp(`^-?[1-9]\\d{0,2}(\\${point}\\d{3})+(\\${comma}\\d*)?$`);
  if (thousands.test(trimmed)) return undefined;
  return /^-?\d+[.,]\d+$/.test(trimmed) ? trimmed.replace(",", ".") : trimmed;
}

/** The numbers that a text with marks between its digits may mean, whichever language it was typed in. */
export function readings(text: string): string[] {
  const trimmed = text.trim().replace(/^−/, "-");
  const [, whole = "", thousands = ""] = /^(-?\d+)[.,](\d{3})$/.exec(trimmed) ?? [];
  if (thousands !== "") return [`${whole}${thousands}`, `${whole}.${thousands}`.replace(/\.?0+$/, "")];
  const mark = /^-?\d+([.,])/.exec(trimmed)?.[1] ?? "";
  return [trimmed.replaceAll(mark, "").replace(/,/, ".").replace(/\.$/, "")];
}

/** A day or moment as it was typed, as documents have it; what is neither stays as it is, for the engine to judge. */
export function typedMoment(text: string): string {
  const trimmed = text.trim();
  const parts = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T]+(\d{1,2}):(\d\d))?$/.exec(trimmed);
  if (parts === null) return trimmed.replace(/^(\d{4}-\d\d-\d\d) +(?=\d)/, "$1T");
  const [, day = "", month = "", year = "", hour, minute] = parts;
  const two = (part: string) => part.padStart(2, "0");
  return `${year}-${two(month)}-${two(day)}${hour === undefined ? "" : `T${two(hour)}:${minute}`}`;
}

/** Whether a day, or a moment, has been typed to its end. */
export function isWhole(text: string): boolean {
  return /^\d{4}-\d\d-\d\d(T\d\d:\d\d)?$/.test(typedMoment(text));
}

/** A time of the day as it was typed: `8:30`, `8h30`, `8 giờ 30`. */
export function typedTime(text: string): string {
  const parts = /^(\d{1,2})\s*(?::|h|giờ)\s*(\d\d)?$/.exec(text.trim());
  return parts === null ? text.trim() : `${parts[1]?.padStart(2, "0")}:${parts[2] ?? "00"}`;
}

/** A day or moment of a document as people read it. */
export function moment(at: string | undefined): string {
  const parts = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d:\d\d))?/.exec(at ?? "");
  if (parts === null) return at ?? "";
  const [, year, month, day, time] = parts;
  if (language.value === "en")
    return time === undefined ? `${year}-${month}-${day}` : `${year}-${month}-${day} ${time}`;
  return `${day}/${month}/${year}${time === undefined ? "" : ` ${time}`}`;
}
