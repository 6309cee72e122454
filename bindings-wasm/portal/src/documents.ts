// Documents from files: which is which, opening and saving them.

import type { CriteriaSetDocument } from "chamdiem";

import criteriaExample from "../../../examples/district-par-index/criteria.json?raw";
import roundExample from "../../../examples/district-par-index/synthetic-districts.json?raw";
import type { Given } from "./judge";
import { open } from "./opening";
import { isObject } from "./submission";
import { standingRound, UNNAMED, work } from "./work";

export function openExample(): void {
  open(criteriaExample, roundExample, true);
}

/** What a file is. */
type Kind = "sets" | "rounds" | "calendars";

/** Why files were not opened, before the engine was asked: a text of the page, and what it is filled with. */
export class Unclear extends Error {
  constructor(
    readonly why: "no_criteria" | "unreadable" | "no_round" | "calendar_broken" | `several_${Kind}`,
    readonly which: string,
  ) {
    super(why);
  }
}

/**
 * Opens files that were chosen or dropped: a criteria set, a round, or both; beside a round its calendar. Where something
 * is open that would be put away, `agree` is asked once they are known to be good.
 */
export async function openFiles(files: readonly File[], agree: () => boolean): Promise<void> {
  const read = await Promise.all(
    files.map(async (file) => {
      const bytes = new Uint8Array(await bytesOf(file));
      return { name: file.name, bytes, kind: kindOf(decoded(bytes)) };
    }),
  );
  const one = (kind: Kind): Uint8Array | undefined => {
    const found = read.filter((each) => each.kind === kind);
    if (found.length > 1) throw new Unclear(`several_${kind}`, found.map(({ name }) => name).join(", "));
    return found[0]?.bytes;
  };
  const [own, round, calendar] = [one("sets"), one("rounds"), one("calendars")];
  if (calendar !== undefined && round === undefined) throw new Unclear("no_round", "");
  // A round alone is for the set that is open, a set alone asks for a new round.
  const criteria = own ?? work.value?.text;
  if (criteria === undefined) throw new Unclear("no_criteria", "");
  const whole = round === undefined || calendar === undefined ? round : withCalendar(round, calendar);
  open(criteria, whole ?? emptyRound(typeof criteria === "string" ? criteria : decoded(criteria)), false, agree);
}

/** What is in a file; a folder that was dropped has nothing to read. */
async function bytesOf(file: File): Promise<ArrayBuffer> {
  try {
    return await file.arrayBuffer();
  } catch {
    throw new Unclear("unreadable", file.name);
  }
}

/** A round with its calendar inside, byte for byte; a broken one stays as it is, for the engine to say what is wrong. */
function withCalendar(round: Uint8Array, calendar: Uint8Array): Given {
  const document = parsed(decoded(round));
  if (!isObject(document)) return round;
  const days = decoded(calendar);
  let worked: unknown;
  try {
    worked = JSON.parse(days);
  } catch (error) {
    throw new Unclear("calendar_broken", String(error));
  }
  // The calendar that is given takes the place of one that the round has.
  if ("calendar" in document) return JSON.stringify({ ...document, calendar: worked });
  const [end, rest] = [round.lastIndexOf("}".charCodeAt(0)), new TextEncoder().encode(`,"calendar":${days}}`)];
  const whole = new Uint8Array(end + rest.length);
  whole.set(round.subarray(0, end));
  whole.set(rest, end);
  return whole;
}

/** Bytes as a text to look at; what is no UTF-8 in them the engine refuses. */
function decoded(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** The keys that only one kind of document has. */
const KEYS: [Kind, string[]][] = [
  ["rounds", ["criteria_set", "units", "period"]],
  ["calendars", ["covers", "holidays", "weekend", "worked"]],
];

/** What a text is, by its keys; of one that is broken by those that can be read. What is nothing else is a set. */
function kindOf(text: string): Kind {
  const document = parsed(text);
  const has = (key: string) =>
    document === undefined ? text.includes(`"${key}"`) : isObject(document) && key in document;
  const isSet = has("tree") && !has("units");
  return (isSet ? undefined : KEYS.find(([, keys]) => keys.some(has))?.[0]) ?? "sets";
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The engine says what is wrong with it.
    return undefined;
  }
}

function emptyRound(text: string): string {
  const { id = "", version = "" } = (parsed(text) ?? {}) as Partial<CriteriaSetDocument>;
  return JSON.stringify({ format: 1, criteria_set: { id, version }, period: { id: UNNAMED }, units: [] });
}

/** Gives the round as a file. */
export function save(): void {
  const round = standingRound();
  download(`${round.criteria_set.id}-${round.period.id}.json`, `${JSON.stringify(round, null, 2)}\n`);
}

/** Gives a text as a file. */
export function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
