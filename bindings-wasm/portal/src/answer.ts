// Scales as controls need them: which kind, which choices, and an answer in words.

import type { Band, ChecklistItem, Choice, Matrix, MatrixBand, Scale, Tally, TallyLine } from "chamdiem";

import { shown } from "./figure";
import { say, titled } from "./language";
import { isObject } from "./submission";

export type Kind =
  | "yes_no"
  | "options"
  | "checklist"
  | "entered"
  | "value"
  | "bands"
  | "matrix"
  | "proportional"
  | "interpolate"
  | "tally"
  | "relative";

export function kindOf(scale: Scale): Kind {
  return (typeof scale === "string" ? scale : Object.keys(scale)[0]) as Kind;
}

export function optionsOf(scale: Scale): readonly Choice[] {
  if (typeof scale === "string" || !("options" in scale)) return [];
  return Array.isArray(scale.options) ? scale.options : (scale.options.list ?? []);
}

export function itemsOf(scale: Scale): readonly ChecklistItem[] {
  if (typeof scale === "string" || !("checklist" in scale)) return [];
  return Array.isArray(scale.checklist) ? scale.checklist : (scale.checklist.list ?? []);
}

export function bandsOf(scale: Scale): readonly Band[] {
  if (typeof scale === "string" || !("bands" in scale)) return [];
  return Array.isArray(scale.bands) ? scale.bands : (scale.bands.list ?? []);
}

export function matrixOf(scale: Scale): Matrix | undefined {
  return typeof scale === "object" && "matrix" in scale ? scale.matrix : undefined;
}

export function tallyOf(scale: Scale): Tally | undefined {
  return typeof scale === "object" && "tally" in scale ? scale.tally : undefined;
}

/** The scale that answers of the base feed, where there are such. */
export function baseOf(tally: Tally, measured: boolean): Scale | undefined {
  const { base } = tally;
  return measured || typeof base === "number" || (typeof base === "string" && base !== "yes_no")
    ? undefined
    : (base as Scale);
}

/** The lines that are answered. */
export function answeredLines(tally: Tally): readonly TallyLine[] {
  return (tally.lines ?? []).filter(
    ({ count, amount, of }) => count === undefined && typeof amount !== "string" && of === undefined,
  );
}

/** The edges of a band in signs. */
export function edges({ from, above, to, below, at }: MatrixBand): string {
  const said = [
    ["≥", from],
    [">", above],
    ["≤", to],
    ["<", below],
    ["=", at],
  ] as const;
  const parts = said.flatMap(([sign, edge]) => (edge === undefined ? [] : [`${sign} ${shown(edge)}`]));
  return parts.length === 0 ? say("otherwise") : parts.join(", ");
}

/** What a band is called, with its edges. */
export function banded(band: MatrixBand): string {
  const title = titled(band.title);
  return title === "" ? edges(band) : `${title} (${edges(band)})`;
}

/** The points of a choice, as printed in the set. */
export function worth({ points, of_max }: Pick<Choice, "points" | "of_max">): string {
  if (points !== undefined) return say("points_of", shown(points));
  return of_max === undefined ? "" : say("of_maximum", shown(of_max));
}

/** An answer in words. */
export function spoken(value: unknown, scale: Scale | undefined): string {
  if (value === null || value === undefined) return say("cleared");
  if (value === true || value === "yes") return say("yes");
  if (value === false || value === "no") return say("no");
  if (Array.isArray(value)) {
    const titles = new Map(
      flat(scale === undefined ? [] : itemsOf(scale)).map((item) => [item.id, titled(item.title, item.id)]),
    );
    return value.length === 0 ? say("no_item") : value.map((id) => titles.get(String(id)) ?? String(id)).join("; ");
  }
  if (isObject(value)) {
    if (scale !== undefined && "band" in value) return nameOf(bandsOf(scale), value["band"]);
    const matrix = scale === undefined ? undefined : matrixOf(scale);
    if (matrix !== undefined)
      return `${nameOf(matrix.rows.bands ?? [], value["row"])} × ${nameOf(matrix.columns.bands ?? [], value["column"])}`;
    const lines = tallyOf(scale ?? "yes_no")?.lines ?? [];
    const parts = Object.entries(value).map(([id, one]) => {
      const line = lines.find((each) => each.id === id);
      return `${titled(line?.title, id)}: ${spoken(one, undefined)}`;
    });
    return parts.length === 0 ? say("nothing_happened") : parts.join("; ");
  }
  const option = scale === undefined ? undefined : optionsOf(scale).find(({ id }) => id === value);
  return option === undefined ? shown(String(value)) : titled(option.title, option.id);
}

function nameOf(bands: readonly MatrixBand[], id: unknown): string {
  const band = bands.find((one) => one.id === id);
  return band === undefined ? String(id) : banded(band);
}

function flat(items: readonly ChecklistItem[]): ChecklistItem[] {
  return items.flatMap((item) => [item, ...flat(item.items ?? [])]);
}
