// Diagnostics of the engine, in the language of the page.

import type { Notice } from "chamdiem";
import type { JSX } from "preact";

import { help, message, sentence } from "../phrase";

/** Problems beside the field that they belong to. */
export function Problems({
  id,
  of,
  said,
}: {
  id: string;
  of: readonly Notice[];
  /** What the page itself says. */
  said?: string | undefined;
}): JSX.Element {
  return (
    <div id={id} class="problems" aria-live="polite">
      {said !== undefined && <p class="problem error">{said}</p>}
      {of.map((one) => (
        <p key={`${one.code}${one.message}`} class={`problem ${one.severity}`}>
          <span>{sentence(message(one))}</span>
          <span class="help">{sentence(help(one))}</span>
        </p>
      ))}
    </div>
  );
}

/** Problems of a document, with their places in it. */
export function DocumentProblems({ of }: { of: readonly Notice[] }): JSX.Element {
  return (
    <ul class="document-problems">
      {of.map(({ code, path, severity, message: text, help: mend }) => (
        <li key={`${code}${path}${text}`} class={`problem ${severity}`}>
          <span>{sentence(text)}</span>
          {mend !== "" && <span class="help">{sentence(mend)}</span>}
          <code>{`${path === "" ? "/" : path} · ${code}`}</code>
        </li>
      ))}
    </ul>
  );
}
