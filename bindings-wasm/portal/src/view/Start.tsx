// Where nothing is open yet: files, or the example. Files can be dropped anywhere, at any time.

import { signal } from "@preact/signals";
import { ChamdiemError, type Notice } from "chamdiem";
import type { JSX } from "preact";

import { openExample, openFiles, Unclear } from "../documents";
import { say } from "../language";
import { touched, work } from "../work";
import { focusNext } from "./places";
import { DocumentProblems } from "./Problems";

/** Why files were not opened. */
export const broken = signal<readonly Notice[] | Unclear | undefined>();

/** Opens files; what was open stays where they are broken. */
export async function take(files: readonly File[]): Promise<void> {
  if (files.length === 0) return;
  broken.value = undefined;
  try {
    const agree = () => work.value === undefined || (work.value.example && !touched.value) || confirm(say("open_sure"));
    await openFiles(files, agree);
  } catch (error) {
    if (error instanceof ChamdiemError) broken.value = error.diagnostics;
    else if (error instanceof Unclear) broken.value = error;
    else throw error;
  }
}

/** The files of an input, which is emptied: the same file may be chosen again once it is mended. */
export function chosen(input: HTMLInputElement): File[] {
  const files = [...(input.files ?? [])];
  input.value = "";
  return files;
}

/** What is wrong with the files. */
export function Broken(): JSX.Element | null {
  const why = broken.value;
  if (why === undefined) return null;
  return (
    <section class="broken" role="alert">
      <header>
        <h2>{say("broken")}</h2>
        <button type="button" class="plain" onClick={() => (broken.value = undefined)}>
          {say("close")}
        </button>
      </header>
      {why instanceof Unclear ? <p>{say(why.why, why.which)}</p> : <DocumentProblems of={why} />}
    </section>
  );
}

export function Start(): JSX.Element {
  return (
    <div class="start">
      <h2>{say("welcome")}</h2>
      <p>{say("welcome_help")}</p>
      <div class="start-choices">
        <label class="drop">
          <strong>{say("open_files")}</strong>
          <span>{say("drop_help")}</span>
          <span class="picker">{say("choose_files")}</span>
          <input
            type="file"
            accept=".json,application/json"
            multiple
            onChange={({ currentTarget }) => void take(chosen(currentTarget))}
          />
        </label>
        <div class="drop">
          <strong>{say("example")}</strong>
          <span>{say("example_help")}</span>
          <button
            type="button"
            class="strong"
            onClick={() => {
              openExample();
              focusNext("main");
              // The head stays in sight.
              queueMicrotask(() => scrollTo(0, 0));
            }}
          >
            {say("open_example")}
          </button>
        </div>
      </div>
    </div>
  );
}
