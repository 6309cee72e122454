// Diagnostics as a form says them: things by their titles, numbers as on the screen, and what to do in the form where
// the engine speaks of JSON.

import type { Indicator, Notice } from "chamdiem";

import { moment } from "./figure";
import { language, say, titled } from "./language";
import { worded } from "./lines";
import { answerName, called, leafOf, wordOf } from "./names";
import type { Leaf } from "./outline";
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
  "stage.window": "help_window",
  "submission.at_invalid": "help_day",
  "date.invalid": "help_day",
  "datetime.invalid": "help_moment",
  "tally.count": "help_count",
  "tally.once": "help_once",
  "answer.measured": "help_measured",
  "value.outside": "help_value",
  "submission.at_missing": "help_at",
  "unit.duplicate": "help_unit",
};

/** What is wrong, in words of the form. */
export function message({ code, message: text, path }: Notice): string {
  const leaf = leafAt(path);
  return spoken(code === "adjustment.reason" ? adjusted(text, leaf) : text, leaf);
}

/** What was changed into what, by the titles of the answers. */
function adjusted(text: string, leaf: Leaf | undefined): string {
  const named = (list: string) => list.replace(/[^\s,]+/g, (id) => answerName(id, leaf) ?? wordOf(id) ?? id);
  return text.replace(
    /( từ | from )(.+?)( thành | to )(.+?)(?= mà | without )/,
    (_, from: string, one: string, to: string, other: string) => `${from}${named(one)}${to}${named(other)}`,
  );
}

/** How to mend it in the form. */
export function help({ code, help: text, path }: Notice): string {
  const own = HELP[code];
  return own === undefined ? spoken(text, leafAt(path)) : say(own);
}

/** What begins with a capital letter, as it stands by itself. */
export function sentence(text: string): string {
  return text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
}

/** The leaf that a problem is at. */
function leafAt(path: string): Leaf | undefined {
  return leafOf(/\/(?:answers|points|not_applicable)\/([^/]+)/.exec(path)?.[1]);
}

/** A key of a ranking: points of a criterion and facts by their titles. */
export function key(formula: string): string {
  const [, figure, id] = /^(points|index)\('([^']+)'\)$/.exec(formula) ?? [];
  if (id !== undefined) return say(figure === "points" ? "points_key" : "index_key", titleOf(id));
  return worded(formula);
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

function spoken(text: string, leaf: Leaf | undefined): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, at) => (at % 2 === 1 ? quoted(part.slice(1, -1), leaf) : plain(part)))
    .join("");
}

/** A name in quotes, by its title; a day as people write it. */
function quoted(name: string, leaf: Leaf | undefined): string {
  return `“${called(name, leaf) ?? moment(name)}”`;
}

/** What answers are in documents, and in a form. */
const VIETNAMESE: [RegExp, string][] = [
  [/true hoặc false|"yes" hoặc "no"/g, "Có hoặc Không"],
  [/\{"band": mã\}/g, "một khoảng"],
  [/\{"row": mã, "column": mã\}/g, "một dòng và một cột"],
  [/danh sách mã mục được đánh dấu/g, "các mục được đánh dấu"],
  [/mã một lựa chọn/g, "một lựa chọn"],
  [/đối tượng gồm các dòng/g, "từng dòng"],
  [/gặp một đối tượng/g, "gặp nhiều giá trị"],
];

function plain(text: string): string {
  const dated = text.replace(/\d{4}-\d\d-\d\d(T\d\d:\d\d)?/g, moment);
  if (language.value !== "vi") return dated;
  const worded = VIETNAMESE.reduce((told, [code, words]) => told.replace(code, words), dated);
  return worded.replace(/(?<![\p{L}\d.])(-?\d+)\.(\d+)(?![\d.]*\d)/gu, "$1,$2");
}
