// What ids are called: things of the criteria set by their titles, units by their names.

import type { ChecklistItem, Scale, Title } from "chamdiem";

import { bandsOf, itemsOf, matrixOf, optionsOf, tallyOf } from "./answer";
import { say, titled } from "./language";
import type { Leaf } from "./outline";
import { roster, work } from "./work";

interface Titled {
  id?: string | undefined;
  title?: Title | undefined;
}

/** Who set something: a unit by its name; the set has no names of others. */
export function partyName(by: string): string {
  return roster.value.find(({ id }) => id === by)?.name ?? by;
}

/** A party that a set names: who appraises is one of its roles, or somebody by name. */
export function assessorName(by: string): string {
  const roles = work.value?.outline.stages.flatMap(({ appraisers }) => appraisers?.roles ?? []) ?? [];
  return titleIn(roles, by) ?? partyName(by);
}

/** What an id is called, where it has a title: an answer of the leaf, a line of it, anything of the set, a unit. */
export function called(id: string, leaf?: Leaf): string | undefined {
  return answerName(id, leaf) ?? wordOf(id) ?? nameOf(id);
}

/** What an answer of a leaf is called; figures are what they are where no answer is a choice. */
export function answerName(id: string, leaf: Leaf | undefined): string | undefined {
  if (leaf === undefined) return undefined;
  const chosen = optionsOf(leaf.scale).length + itemsOf(leaf.scale).length > 0;
  if (!chosen && /^[\d.,]+$/.test(id)) return undefined;
  return titleIn(answersOf(leaf.scale), id.replace(`${leaf.id}/`, ""));
}

/** A fact, table or column by its title. */
export function quantity(id: string): string | undefined {
  const { facts = [], tables = [] } = work.value?.criteria ?? {};
  return titleIn([...facts, ...tables, ...tables.flatMap(({ columns = [] }) => columns)], id);
}

/** The leaf with the id. */
export function leafOf(id: string | undefined): Leaf | undefined {
  return work.value?.outline.leaves.find((one) => one.id === id);
}

function nameOf(id: string): string | undefined {
  const { criteria, outline } = work.value ?? {};
  const bands = criteria?.classes?.bands ?? [];
  const known = titleIn([...(outline?.stages ?? []), ...(criteria?.groups ?? [])], id);
  const classes = Array.isArray(bands) ? bands : Object.values(bands).flat();
  return known ?? titleIn(classes, id) ?? quantity(id) ?? roster.value.find((one) => one.id === id)?.name;
}

/** The words of documents that are answers everywhere. */
export function wordOf(id: string): string | undefined {
  return id === "yes" ? say("yes") : id === "no" ? say("no") : undefined;
}

/** Everything that can be said about a leaf, with its title. */
function answersOf(scale: Scale): Titled[] {
  const matrix = matrixOf(scale);
  const lines = tallyOf(scale)?.lines ?? [];
  return [
    ...optionsOf(scale),
    ...bandsOf(scale),
    ...flat(itemsOf(scale)),
    ...(matrix?.rows.bands ?? []),
    ...(matrix?.columns.bands ?? []),
    ...lines.flatMap(({ id, title, amount }) => [
      { id, title },
      ...(typeof amount === "object" ? answersOf(amount) : []),
    ]),
  ];
}

function flat(items: readonly ChecklistItem[]): Titled[] {
  return items.flatMap((item) => [item, ...flat(item.items ?? [])]);
}

function titleIn(list: readonly Titled[], id: string): string | undefined {
  const title = titled(list.find((one) => one.id === id && one.title !== undefined)?.title);
  return title === "" ? undefined : title;
}
