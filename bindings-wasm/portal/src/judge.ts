// Whether a round can be opened: what the engine refuses, and no form shows, keeps it out.

import { ChamdiemError, type CriteriaSet, type Diagnostic, type Round } from "chamdiem";

import { language } from "./language";

/** A document as it was read: the bytes of a file, or a text. */
export type Given = Uint8Array | string;

/**
 * Judges a round: throws what the engine refuses. What stands at a field of its forms does not keep it from being
 * opened: there it is mended.
 */
export function judge(set: CriteriaSet, round: Round | Given): void {
  try {
    set.score(round, { detail: "totals", lang: language.value });
  } catch (error) {
    if (!(error instanceof ChamdiemError)) throw error;
    const fatal = error.diagnostics.filter(({ severity, ...one }) => severity === "error" && !isShown(one));
    if (fatal.length > 0) throw new ChamdiemError(fatal);
    if (error.omitted === 0) return;
    // Only so many problems are told of a round: the others of each unit.
    const whole = (typeof round === "string" || round instanceof Uint8Array ? JSON.parse(text(round)) : round) as Round;
    if ((whole.units ?? []).length > 1) for (const one of whole.units ?? []) judge(set, { ...whole, units: [one] });
  }
}

/** What JSON is read for, and what names something that has no field. */
const UNSHOWN = /^(json|document|key)\.|^number\.(inexact|overflow)$|\.unknown$/;

/** Whether a form shows the problem at one of its fields; a round without units asks for the first. */
function isShown({ code, path }: Pick<Diagnostic, "code" | "path">): boolean {
  return code === "round.empty" || (/^\/units\/\d+\/submissions\/\d+/.test(path) && !UNSHOWN.test(code));
}

/** A document as a text. */
export function text(given: Given): string {
  return typeof given === "string" ? given : new TextDecoder("utf-8", { fatal: true }).decode(given);
}
