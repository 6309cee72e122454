// The language of the page: Vietnamese, unless the reader switches.

import { effect, signal } from "@preact/signals";
import type { Language, Title } from "chamdiem";

import { en } from "./words/en";
import { vi, type Words } from "./words/vi";

export const language = signal<Language>(recall());

const words: Record<Language, Words> = { vi, en };

/** A text of the page, with `{0}`, `{1}` filled in. */
export function say(key: keyof Words, ...filling: (string | number)[]): string {
  return words[language.value][key].replace(/\{(\d)\}/g, (_, at: string) => String(filling[Number(at)] ?? ""));
}

/** A title of a document in the language of the page, else in the other one. */
export function titled(title: Title | undefined, otherwise = ""): string {
  if (title === undefined) return otherwise;
  if (typeof title === "string") return title;
  const { vi: vietnamese, en: english } = title;
  return (language.value === "vi" ? (vietnamese ?? english) : (english ?? vietnamese)) ?? otherwise;
}

function recall(): Language {
  try {
    return localStorage.getItem("language") === "en" ? "en" : "vi";
  } catch {
    // A browser that keeps nothing.
    return "vi";
  }
}

effect(() => {
  try {
    localStorage.setItem("language", language.value);
  } catch {
    // The choice stands until the page is closed.
  }
  document.documentElement.lang = language.value;
});
