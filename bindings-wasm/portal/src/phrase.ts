// Diagnostics as a form says them: things by their titles, numbers as on the screen, and what to do in the form where
// the engine speaks of JSON.

import type { Notice } from "chamdiem";

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
