// Diagnostics as a form says them: things by their titles, numbers as on the screen, and what to do in the form where
// the engine speaks of JSON.

import type { Indicator, Notice } from "chamdiem";

import { language, say, titled } from "./language";
import { work } from "./work";
import type { Words } from "./words/vi";

const HELP: Record<string, keyof Words> = {
  "number.syntax": "help_number",
  "answer.evidence": "help_evidence",
  "adjustment.reason": "help_reason",
  "points.reason": "help_reason",
  "class.reason": "help_reason",
  "not_applicable.reason": "help_reason",
  "stage.window_at": "help_at",
  "submission.at_missing": "help_at",
};

/** What is wrong, in words of the form. */
export function message({ message: text }: Notice): string {
  return spoken(text);
}

/** How to mend it in the form. */
export function help({ code, help: text }: Notice): string {
  const own = HELP[code];
  return own === undefined ? spoken(text) : say(own);
}

/** A key of a ranking: points of a criterion and facts by their titles. */
export function key(formula: string): string {
  const [, figure, id] = /^(points|index)\('([^']+)'\)$/.exec(formula) ?? [];
  if (id !== undefined) return say(figure === "points" ? "points_key" : "index_key", titleOf(id));
  return titled(work.value?.outline.facts.get(formula)?.title, formula);
}

function titleOf(id: string): string {
  const parts: readonly Indicator[] = work.value?.criteria.tree ?? [];
  const find = (list: readonly Indicator[]): Indicator | undefined =>
    list.find((one) => one.id === id) ??
    list.map(({ children }) => find(children ?? [])).find((one) => one !== undefined);
  const title = titled(find(parts)?.title);
  return title === "" ? id : `${id} (${title})`;
}

/** How far a rule can be trusted, as the criteria sets of the examples mark it. */
const MARKS: Record<string, keyof Words> = {
  R: "mark_read",
  P: "mark_press",
  "R via I": "mark_deployed",
  I: "mark_deployed",
  synthetic: "mark_synthetic",
};

/** Where a rule comes from, with its marks in words. */
export function reference(text: string): string {
  const worded = text.replace(/\[([^\]]+)\]/g, (mark, name: string) =>
    MARKS[name] === undefined ? mark : `(${say(MARKS[name])})`,
  );
  return worded.replace(/^\((.*?)\)/, (_, words: string) => words);
}

function spoken(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, at) => (at % 2 === 1 ? quoted(part.slice(1, -1)) : commas(part)))
    .join("");
}

/** A name in quotes; a fact by its title. */
function quoted(name: string): string {
  return `“${titled(work.value?.outline.facts.get(name)?.title, name)}”`;
}

function commas(text: string): string {
  return language.value === "vi" ? text.replace(/(?<![\p{L}\d.])(-?\d+)\.(\d+)(?![\d.]*\d)/gu, "$1,$2") : text;
}
