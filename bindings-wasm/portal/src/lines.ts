// Lines of a ledger as officials read them: who by name, what was answered and computed by its titles.

import type { LedgerEntry, LedgerLine } from "chamdiem";

import { shown } from "./figure";
import { language, say } from "./language";
import { answerName, leafOf, partyName, quantity } from "./names";
import type { Words } from "./words/vi";

/** What a line tells. */
export function told({ kind, text, by, place, reason }: LedgerLine, { id }: LedgerEntry): string {
  const leaf = leafOf(id);
  const parts = text.split(" · ").filter((part) => part !== place);
  // Beside its reason the formula of a condition says nothing more.
  if (kind === "gate" && parts.length > 2) parts.splice(2);
  const answered = kind === "answer" || kind === "change" || kind === "option";
  return parts
    .map((part, at) => {
      if (part === by) return partyName(by);
      if (part === reason) return part;
      if (answered) return at === 0 ? answers(part, (one) => answerName(one, leaf) ?? one) : part;
      return FORMULAS.includes(kind) ? worded(part) : part;
    })
    .join(" · ")
    .replace(/(?<![\p{L}\d])-(?=\d)/gu, "−");
}

/** What a line adds; a figure whose digits do not end to six of them. */
export function added({ amount, about }: LedgerLine): string {
  if (amount === undefined) return "";
  return about === undefined ? shown(amount) : `≈ ${shown(about)}`;
}

/** The lines that show a formula. */
const FORMULAS = ["formula", "derived", "rows", "line", "band"];

/** Answers with their points: “a, b → c”. */
function answers(text: string, name: (id: string) => string): string {
  return text
    .split(" → ")
    .map((side) => side.split(", ").map(name).join("; "))
    .join(" → ");
}

/** What figures and functions of formulas are called. */
const FIGURES: Record<string, keyof Words> = {
  index: "figure_index",
  total: "figure_total",
  value: "figure_value",
  "count(": "count_of",
  "percent(": "percent_of",
  "sum(": "sum_of",
  "mean(": "mean_of",
  "wmean(": "wmean_of",
  "min(": "min_of",
  "max(": "max_of",
  "floor(": "floor_of",
  "ceil(": "ceil_of",
  "round(": "round_of",
  "if(": "if_of",
  "known(": "known_of",
  "coalesce(": "coalesce_of",
};

/** A formula by the titles of what it reads. */
export function worded(formula: string): string {
  return formula.replace(/'[^']*'|[\p{L}_][\p{L}\p{N}_.]*\(?/gu, (name) => {
    const word = FIGURES[name];
    if (word !== undefined && (name.endsWith("(") || language.value === "vi")) return say(word);
    const title = quantity(name);
    return title === undefined ? name : `“${title}”`;
  });
}
