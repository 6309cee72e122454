// The whole page: head, steps, and the view that is open.

import type { JSX } from "preact";
import { useEffect } from "preact/hooks";

import { say, titled } from "../language";
import { keeps, overtaken, WHOLE } from "../store";
import { here, naming, RESULT, stage, units, work } from "../work";
import { FormView } from "./FormView";
import { Header } from "./Header";
import { LedgerDialog } from "./Ledger";
import { goTo } from "./places";
import { PrintForm } from "./PrintForm";
import { PrintNone } from "./PrintNone";
import { PrintResult } from "./PrintResult";
import { Result } from "./Result";
import { Broken, Start, take } from "./Start";
import { UnitForm } from "./UnitForm";

export function Page(): JSX.Element {
  useEffect(dropsOpenFiles, []);
  const opened = work.value;
  return (
    <>
      <div class="screen">
        <a
          class="skip"
          href="#main"
          onClick={(event) => {
            // The address says where one is in the work.
            event.preventDefault();
            goTo("main");
          }}
        >
          {say("skip")}
        </a>
        <Header />
        {opened?.example === true && (
          <aside class="example" aria-label={say("example")}>
            {say("example_note")}
          </aside>
        )}
        <Kept />
        {units.value.length > 0 && <Steps />}
        <main id="main" tabIndex={-1}>
          <Broken />
          {opened === undefined ? (
            <Start />
          ) : naming.value ? (
            <UnitForm key={`${here.value.unit}/${here.value.view}`} />
          ) : stage.value === undefined ? (
            <Result />
          ) : (
            <FormView key={`${here.value.unit}/${here.value.view}`} />
          )}
        </main>
        <LedgerDialog />
      </div>
      <PrintForm />
      <PrintResult />
      <PrintNone />
    </>
  );
}

/** That what is typed is not kept, where it is not. */
function Kept(): JSX.Element | null {
  const late = overtaken.value.has(WHOLE) || overtaken.value.has(here.value.unit);
  if (work.value === undefined || (keeps.value && !late)) return null;
  return (
    <div class="example" role="status">
      {say(late ? "overtaken" : "not_kept")}{" "}
      {late && (
        <button type="button" class="small" onClick={() => location.reload()}>
          {say("reload")}
        </button>
      )}
    </div>
  );
}

/** The stages in their order, and the result. */
function Steps(): JSX.Element {
  const stages = work.value?.outline.stages ?? [];
  const step = (view: string, number: string, title: string) => (
    <li key={view}>
      <button
        type="button"
        aria-current={here.value.view === view ? "step" : undefined}
        onClick={() => (here.value = { ...here.value, view })}
      >
        <span class="step-number">{number}</span>
        <span>{title}</span>
      </button>
    </li>
  );
  return (
    <nav class="steps" aria-label={say("steps")}>
      <ol>
        {stages.map(({ id, title }, at) => step(id, String(at + 1), titled(title, id)))}
        {step(RESULT, "★", say("result"))}
      </ol>
    </nav>
  );
}

function dropsOpenFiles(): () => void {
  const over = (event: DragEvent) => event.preventDefault();
  const drop = (event: DragEvent) => {
    event.preventDefault();
    void take([...(event.dataTransfer?.files ?? [])]);
  };
  addEventListener("dragover", over);
  addEventListener("drop", drop);
  return () => {
    removeEventListener("dragover", over);
    removeEventListener("drop", drop);
  };
}
