// The place in the work stands in the address of the page, so that going back and reloading find it.

import { effect } from "@preact/signals";

import { EDIT, here, NEW, RESULT, units, work } from "./work";

/** Goes where the address says, if there is such a place. */
function follow(): void {
  const [unit = "", view = ""] = location.hash.slice(1).split("/").map(decode);
  const views = [RESULT, NEW, EDIT, ...(work.value?.outline.stages ?? []).map(({ id }) => id)];
  if (views.includes(view) && units.value.some(({ id }) => id === unit)) here.value = { unit, view };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Begins to keep the address and the place together. */
export function keepAddress(): void {
  follow();
  addEventListener("hashchange", follow);
  effect(() => {
    const { unit, view } = here.value;
    const hash = unit === "" ? "" : `#${encodeURIComponent(unit)}/${encodeURIComponent(view)}`;
    if (location.hash !== hash) history.pushState(null, "", hash === "" ? location.pathname : hash);
  });
}
