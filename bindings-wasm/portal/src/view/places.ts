// Going to a place of the page.

import { signal } from "@preact/signals";

/** Shows only what the party may set. */
export const onlyOwn = signal(true);

/** Shows the field or leaf and puts the focus there. */
export function goTo(id: string): void {
  const found = document.getElementById(id);
  if (found === null) return;
  found.scrollIntoView({ block: "center", behavior: "instant" });
  found.focus({ preventScroll: true });
}

/**
 * Puts the focus there once what a click brought is shown: the button that was pressed may be gone. Before the browser
 * hands on what is pressed next, so that it goes where the focus goes.
 */
export function focusNext(id: string): void {
  queueMicrotask(() => document.getElementById(id)?.focus());
}

/** Goes to a place of the form, which may be the part of another. */
export function reach(id: string): void {
  if (document.getElementById(id) === null) onlyOwn.value = false;
  goNext([id]);
}

/** Goes to the first of the places that is there, once what a click brought is shown. */
export function goNext(ids: readonly string[]): void {
  queueMicrotask(() => {
    const found = ids.find((id) => document.getElementById(id) !== null);
    if (found !== undefined) goTo(found);
  });
}
