// The browser's storage: nothing typed is lost when the page is closed. Where there is none, the page works without,
// and says so. Two pages with the same work do not overwrite each other: who comes late is told, and keeps nothing.

import { signal } from "@preact/signals";

import type { Draft } from "./filling";
import type { Party } from "./party";
import type { Fields } from "./roster";

/** A work as it is kept: the documents as they were opened. */
export interface KeptWork {
  criteria: string;
  round: string;
  example: boolean;
}

/** What was changed in a unit since its round was opened. */
export interface KeptUnit {
  id: string;
  submissions: string;
  drafts: [place: string, drafts: Draft[]][];
}

/** Everything that is kept. */
export interface Kept {
  work: KeptWork;
  units: KeptUnit[];
  parties: Map<string, Party>;
  begun: Readonly<Record<string, Fields>>;
  /** Whether anything was changed since the work was opened. */
  touched: boolean;
}

/** Whether the browser keeps what is typed. */
export const keeps = signal(true);
/** The units that another page has changed, which this one does not write any more; all of them with {@link WHOLE}. */
export const overtaken = signal<ReadonlySet<string>>(new Set());
/** The whole work: another page opened or put away one, or changed its units. */
export const WHOLE = "";
/** Forms of units that are filled in part, beside the work. */
const BEGUN = "begun";

const opened: Promise<IDBDatabase | undefined> = new Promise((resolve) => {
  try {
    const asked = indexedDB.open("chamdiem-portal", 1);
    asked.onupgradeneeded = () => {
      for (const name of ["work", "units", "parties"]) asked.result.createObjectStore(name);
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => resolve(undefined);
  } catch {
    resolve(undefined);
  }
});

let database: IDBDatabase | undefined;
/** The id of the work of this page; nothing where none is open. */
let current: string | undefined;
/** How often each of its units was written, as far as this page knows. */
const versions = new Map<string, number>();

/** What was written: a work, or a unit of it. */
interface Told {
  work: string | undefined;
  unit: string;
}

const others = channel();
others?.addEventListener("message", ({ data: { work, unit } }: MessageEvent<Told>) => {
  if (current !== undefined && (unit === WHOLE || work === current)) overtake(unit);
});

/** To the other pages; a browser that keeps nothing may deny it, too. */
function channel(): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel("chamdiem-portal");
  } catch {
    return undefined;
  }
}

function overtake(unit: string): void {
  overtaken.value = new Set(overtaken.value).add(unit);
}

function tell(unit: string): void {
  others?.postMessage({ work: current, unit } satisfies Told);
}

/** A key of the work; one that was kept before works had ids stands alone. */
function keyOf(name: string): IDBValidKey {
  return current === undefined || current === "" ? name : [current, name];
}

/** Everything that is kept. */
export async function recall(): Promise<Kept | undefined> {
  database = await opened;
  keeps.value = database !== undefined;
  const work = await ask<KeptWork & { id?: string; touched?: boolean }>("work", (store) => store.get("work"));
  if (work === undefined) return undefined;
  const id = (current = work.id ?? "");
  const all = id === "" ? IDBKeyRange.bound("", "\uffff") : IDBKeyRange.bound([id], [id, []]);
  const units = (await ask<(KeptUnit & { version?: number })[]>("units", (store) => store.getAll(all))) ?? [];
  for (const unit of units) versions.set(unit.id, unit.version ?? 0);
  const keys = (await ask<IDBValidKey[]>("parties", (store) => store.getAllKeys(all))) ?? [];
  const parties = (await ask<Party[]>("parties", (store) => store.getAll(all))) ?? [];
  const named = keys.map((key, at) => [String([key].flat().at(-1)), parties[at] as Party] as const);
  // Before days and times were kept apart, a party had neither.
  const parted = new Map(named.filter(([, { day }]) => day !== undefined));
  const begun = (await ask<Kept["begun"]>("work", (store) => store.get(keyOf(BEGUN)))) ?? {};
  const touched = units.length > 0 || work.touched === true;
  return { work, units, parties: parted, begun, touched };
}

/** Keeps a work that was opened, and forgets the one before. */
export function keepWork(work: KeptWork): void {
  forget();
  const id = (current = [...crypto.getRandomValues(new Uint32Array(4))].join("-"));
  change("work", (store) => store.put({ ...work, id }, "work"));
}

/** Keeps the round again, as its units were changed. */
export function keepRound(round: string): void {
  if (overtaken.value.has(WHOLE)) return;
  change(
    "work",
    (store) => {
      const found = store.get("work");
      found.onsuccess = () => {
        const { id = "", ...work } = (found.result ?? {}) as KeptWork & { id?: string };
        if (id === current) store.put({ ...work, id, round, touched: true }, "work");
        else overtake(WHOLE);
      };
    },
    false,
  );
  tell(WHOLE);
}

/** Keeps a unit, unless another page has changed it: then that stays. */
export function keepUnit(unit: KeptUnit): void {
  if (overtaken.value.has(WHOLE) || overtaken.value.has(unit.id)) return;
  const [key, known] = [keyOf(unit.id), versions.get(unit.id) ?? 0];
  versions.set(unit.id, known + 1);
  change("units", (store) => {
    // The transaction ends with this call, so what was there is seen when it is overwritten, and then put back.
    const there = store.get(key);
    there.onsuccess = () => {
      const found = there.result as { version?: number } | undefined;
      if ((found?.version ?? 0) === known) return tell(unit.id);
      overtake(unit.id);
      change("units", (again) => (found === undefined ? again.delete(key) : again.put(found, key)));
    };
    store.put({ ...unit, version: known + 1 }, key);
  });
}

/** Forgets what was kept of a unit that is called otherwise, or is gone. */
export function forgetUnit(id: string): void {
  versions.delete(id);
  if (!overtaken.value.has(WHOLE)) change("units", (store) => store.delete(keyOf(id)));
}

/** Keeps the forms of units that are filled in part. */
export function keepBegun(begun: Kept["begun"]): void {
  if (!overtaken.value.has(WHOLE)) change("work", (store) => store.put(begun, keyOf(BEGUN)));
}

export function forgetParty(place: string): void {
  if (!overtaken.value.has(WHOLE)) change("parties", (store) => store.delete(keyOf(place)));
}

export function keepParty(place: string, party: Party): void {
  if (!overtaken.value.has(WHOLE)) change("parties", (store) => store.put(party, keyOf(place)));
}

export function forget(): void {
  for (const name of ["work", "units", "parties"]) change(name, (store) => store.clear());
  current = undefined;
  versions.clear();
  overtaken.value = new Set();
  tell(WHOLE);
}

/** Written and committed before the call returns to the page, so that closing it loses nothing. */
function change(name: string, act: (store: IDBObjectStore) => void, whole = true): void {
  try {
    const transaction = database?.transaction(name, "readwrite");
    if (transaction === undefined) return;
    // No room, say.
    transaction.onabort = () => (keeps.value = false);
    act(transaction.objectStore(name));
    if (whole) transaction.commit();
  } catch {
    keeps.value = false;
  }
}

function ask<T>(name: string, act: (store: IDBObjectStore) => IDBRequest): Promise<T | undefined> {
  return new Promise((resolve) => {
    if (database === undefined) return resolve(undefined);
    const asked = act(database.transaction(name).objectStore(name));
    asked.onsuccess = () => resolve(asked.result as T | undefined);
    asked.onerror = () => resolve(undefined);
  });
}
