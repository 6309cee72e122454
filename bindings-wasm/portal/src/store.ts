// The browser's storage: nothing typed is lost when the page is closed. Where there is none, the page works without.

import type { Draft } from "./filling";
import type { Party } from "./party";

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

/** Everything that is kept. */
export async function recall(): Promise<
  { work: KeptWork; units: KeptUnit[]; parties: Map<string, Party> } | undefined
> {
  database = await opened;
  const work = await ask<KeptWork>("work", (store) => store.get("work"));
  if (work === undefined) return undefined;
  const units = (await ask<KeptUnit[]>("units", (store) => store.getAll())) ?? [];
  const names = (await ask<IDBValidKey[]>("parties", (store) => store.getAllKeys())) ?? [];
  const parties = (await ask<Party[]>("parties", (store) => store.getAll())) ?? [];
  return { work, units, parties: new Map(names.map((name, at) => [String(name), parties[at] as Party])) };
}

/** Keeps a work that was opened, and forgets the one before. */
export function keepWork(work: KeptWork): void {
  change("units", (store) => store.clear());
  change("parties", (store) => store.clear());
  change("work", (store) => store.put(work, "work"));
}

/** Keeps the round again, as a unit was added to it. */
export async function keepRound(round: string): Promise<void> {
  const work = await ask<KeptWork>("work", (store) => store.get("work"));
  if (work !== undefined) change("work", (store) => store.put({ ...work, round }, "work"));
}

export function keepUnit(unit: KeptUnit): void {
  change("units", (store) => store.put(unit, unit.id));
}

export function keepParty(stage: string, party: Party): void {
  change("parties", (store) => store.put(party, stage));
}

export function forget(): void {
  for (const name of ["work", "units", "parties"]) change(name, (store) => store.clear());
}

/** Whether what is typed is kept. */
export function keeps(): boolean {
  return database !== undefined;
}

/** Written and committed before the call returns to the page, so that closing it loses nothing. */
function change(name: string, act: (store: IDBObjectStore) => void): void {
  const transaction = database?.transaction(name, "readwrite");
  if (transaction === undefined) return;
  act(transaction.objectStore(name));
  transaction.commit();
}

function ask<T>(name: string, act: (store: IDBObjectStore) => IDBRequest): Promise<T | undefined> {
  return new Promise((resolve) => {
    if (database === undefined) return resolve(undefined);
    const asked = act(database.transaction(name).objectStore(name));
    asked.onsuccess = () => resolve(asked.result as T | undefined);
    asked.onerror = () => resolve(undefined);
  });
}
