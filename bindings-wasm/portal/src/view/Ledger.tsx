// The ledger of a figure: the lines that add up to it, as the engine explains them.

import { signal } from "@preact/signals";
import type { Ledger, LedgerEntry } from "chamdiem";
import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

import { shown } from "../figure";
import { language, say } from "../language";
import { form } from "../form";
import { added, told } from "../lines";
import { here, RESULT, standingRound, unit, work } from "../work";
import { className } from "./ClassField";
import { focusNext } from "./places";

/** What is explained: a part of the set by its id, or {@link FIGURES}. */
export const explained = signal<string | undefined>();
/** The figures of the unit: total, index and class. No part of a set is called so. */
export const FIGURES = "";

/** Whether an entry is one of the unit's figures: a part of the set may have the same id. */
function isFigure({ kind }: LedgerEntry): boolean {
  return kind === "total" || kind === "index" || kind === "class";
}

/** A figure that opens its ledger. */
export function Explained({
  id,
  title,
  figure,
  maximum,
  kind = "points-now",
}: {
  id: string;
  title: string;
  figure: string;
  maximum: string | number | undefined;
  kind?: string;
}): JSX.Element {
  return (
    <button type="button" class={kind} onClick={() => (explained.value = id)}>
      <span class="unseen">{`${title}: `}</span>
      <strong>{figure}</strong>
      {maximum !== undefined && <span class="of">{` / ${shown(maximum)}`}</span>}
      <span class="unseen">{` – ${say("see_ledger")}`}</span>
    </button>
  );
}

export function LedgerDialog(): JSX.Element | null {
  const id = explained.value;
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    if (id !== undefined && dialog.current?.open === false) dialog.current.showModal();
  }, [id]);
  if (id === undefined) return null;
  const ledger = read(id);
  const entries = ledger?.entries ?? [];
  const chosen = entries.filter((entry) => (id === FIGURES ? isFigure(entry) : entry.id === id && !isFigure(entry)));
  const parent = id === FIGURES ? undefined : (chosen[0]?.parent ?? FIGURES);
  // That it was closed is told late: it may be open again.
  const closed = () => {
    if (dialog.current?.open === false) explained.value = undefined;
  };
  return (
    <dialog ref={dialog} class="ledger" aria-labelledby="ledger-title" onClose={closed}>
      <header>
        <h2
          id="ledger-title"
          tabIndex={-1}
        >{`${say("ledger")}: ${ledger?.name ?? unit.value?.name ?? unit.value?.id ?? ""}`}</h2>
        <button type="button" class="plain" onClick={() => dialog.current?.close()}>
          {say("close")}
        </button>
      </header>
      {parent !== undefined && (
        <button type="button" class="plain small" onClick={() => go(parent)}>
          {`↑ ${say("above")}`}
        </button>
      )}
      {chosen.map((entry) => (
        <EntryLines key={`${entry.kind}/${entry.id}`} entry={entry} />
      ))}
    </dialog>
  );
}

/** Goes on inside the dialog. */
function go(id: string | undefined): void {
  explained.value = id;
  focusNext("ledger-title");
}

function EntryLines({ entry }: { entry: LedgerEntry }): JSX.Element {
  const figure = entry.printed ?? entry.points;
  return (
    <section class="ledger-entry">
      <h3>
        <span>
          {entry.kind === "leaf" || entry.kind === "node" ? <span class="number">{entry.id}</span> : null} {entry.title}
        </span>
        <strong>
          {entry.kind === "class" ? className(entry.value, unit.value?.group) : shown(figure)}
          {entry.maximum !== undefined && <span class="of">{` / ${shown(entry.maximum)}`}</span>}
        </strong>
      </h3>
      <table>
        <thead class="unseen">
          <tr>
            <th>{say("what")}</th>
            <th>{say("how")}</th>
            <th>{say("adds")}</th>
          </tr>
        </thead>
        <tbody>
          {(entry.lines ?? []).map((line, at) => (
            <tr key={at} class={`line-${line.kind}`}>
              <th scope="row">
                {line.kind === "child" && line.id !== undefined ? (
                  <button type="button" class="plain" onClick={() => go(line.id)}>
                    {line.title ?? line.id}
                  </button>
                ) : (
                  (line.title ?? line.id)
                )}
              </th>
              <td>{told(line, entry)}</td>
              <td class="amount">{added(line)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {(entry.ways ?? []).length > 0 && (
        <div class="ways">
          <h4>{say("ways")}</h4>
          <ul>
            {(entry.ways ?? []).map((way, at) => (
              <li key={at}>
                {way.text}
                {way.amount !== undefined && <strong>{` +${shown(way.amount)}`}</strong>}
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

/** The ledger: of the open form, or of the round's result. */
function read(id: string): Ledger | undefined {
  if (form.value !== undefined) {
    void form.value.result.value;
    return form.value.ledger(id === FIGURES ? undefined : id);
  }
  const opened = work.value;
  if (opened === undefined || here.value.view !== RESULT) return undefined;
  return opened.set.explain(standingRound(), here.value.unit, {
    lang: language.value,
    ...(id === FIGURES ? {} : { indicator: id }),
  });
}
