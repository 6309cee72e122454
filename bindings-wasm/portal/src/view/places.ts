// Going to a place of the page.

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
