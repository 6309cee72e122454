// Diagnostics of the engine, in the language of the page.

import type { Diagnostic } from "chamdiem";
import type { JSX } from "preact";

/** Problems beside the field that they belong to. */
export function Problems({ id, of, doubtful }: { id: string; of: readonly Diagnostic[]; doubtful?: string | undefined }): JSX.Element {
  return (
    <div id={id} class="problems" aria-live="polite">
      {doubtful !== undefined && <p class="problem error">{doubtful}</p>}
      {of.map(({ code, severity, message, help }) => (
        <p key={`${code}${message}`} class={`problem ${severity}`}>
          <span>{message}</span>
          {help !== "" && <span class="help">{help}</span>}
        </p>
      ))}
    </div>
  );
}

/** Problems of a document, with their places in it. */
export function DocumentProblems({ of }: { of: readonly Diagnostic[] }): JSX.Element {
  return (
    <ul class="document-problems">
      {of.map(({ code, path, severity, message, help }) => (
        <li key={`${code}${path}${message}`} class={`problem ${severity}`}>
          <span>{message}</span>
          {help !== "" && <span class="help">{help}</span>}
          <code>{`${path === "" ? "/" : path} · ${code}`}</code>
        </li>
      ))}
    </ul>
  );
}
