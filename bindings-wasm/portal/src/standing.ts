// How the whole round stands at a stage: totals, classes, ranks. Scored by the worker after every change; of a large
// round when it is asked for.

import { batch, computed, effect, signal, untracked } from "@preact/signals";
import { ChamdiemError, type Notice, type Results } from "chamdiem";

import { language } from "./language";
import type { Asked, Told } from "./scorer";
import { here, large, stage, standingRound, units, work } from "./work";

export const results = signal<Results | undefined>();
/** Why the round cannot be scored as it stands. */
export const problems = signal<readonly Notice[]>([]);
export const running = signal(false);
/** How many units are done while it runs. */
export const done = signal(0);
/** Whether the worker did not start. */
export const failed = signal(false);
/** Whether something changed since the results. */
export const outdated = signal(false);

/** The stage that the results are for: the one that is open, in the result view the last. */
export const scored = computed(() => stage.value?.id ?? finalStage());

/** The results, where they are for the stage that is looked at. */
export const shownResults = computed(() => (results.value?.final === scored.value ? results.value : undefined));

let worker: Worker | undefined;
let again: ReturnType<typeof setTimeout> | undefined;

/** Scores the round as it stands. */
export function score(): void {
  const opened = work.value;
  if (opened === undefined) return;
  if (running.value) cancel();
  worker ??= start();
  const asked: Asked = { criteria: opened.text, round: standingRound(), stage: scored.value, lang: language.value };
  batch(() => {
    running.value = true;
    done.value = 0;
    outdated.value = false;
    failed.value = false;
  });
  worker.postMessage(asked);
}

/** How many errors of the round, at whichever unit and stage, keep it from being scored. */
export function refusals(): number {
  const opened = work.value;
  // A round without units is only begun.
  if (opened === undefined || units.value.length === 0) return 0;
  try {
    opened.set.score(standingRound(), { detail: "totals", lang: language.value });
    return 0;
  } catch (error) {
    if (!(error instanceof ChamdiemError)) throw error;
    return error.diagnostics.filter(({ severity }) => severity === "error").length + error.omitted;
  }
}

/** Ends the scoring that is running. */
export function cancel(): void {
  worker?.terminate();
  worker = undefined;
  batch(() => {
    running.value = false;
    outdated.value = true;
  });
}

/** The worker cannot start, without a network say: another is asked for when the reader tries again. */
function fail(): void {
  cancel();
  failed.value = true;
}

function start(): Worker {
  const made = new Worker(new URL("./scorer.ts", import.meta.url), { type: "module" });
  made.addEventListener("message", ({ data }: MessageEvent<Told>) => {
    if ("done" in data) {
      done.value = data.done;
      return;
    }
    batch(() => {
      running.value = false;
      results.value = "results" in data ? data.results : undefined;
      problems.value = "problems" in data ? data.problems : [];
    });
    if ("failure" in data) fail();
  });
  made.addEventListener("error", fail);
  made.addEventListener("messageerror", fail);
  return made;
}

function finalStage(): string {
  const stages = work.value?.outline.stages ?? [];
  return (stages.find(({ final }) => final === true) ?? stages.at(-1))?.id ?? "self";
}

effect(() => {
  const opened = work.value;
  void [units.value, scored.value, language.value, here.value.view];
  untracked(() => {
    clearTimeout(again);
    if (opened === undefined) {
      results.value = undefined;
      return;
    }
    outdated.value = true;
    if (!large.value) again = setTimeout(score, 120);
  });
});
