// The form that is open: of the unit and the stage where one is.

import { batch, effect, signal, untracked } from "@preact/signals";
import { ChamdiemError, type Language, type Notice, type RoundSubmission, type RoundUnit } from "chamdiem";

import { answeredLines, tallyOf } from "./answer";
import { sound, type Amiss } from "./earlier";
import { Filling, type Draft } from "./filling";
import { language, say } from "./language";
import { parties, partyOf, type Party } from "./party";
import { sheetOf } from "./sheet";
import { isObject, settingOf, type Key } from "./submission";
import { change, drafts, here, large, ownOf, selfScored, stage, standingRound, unit, work, type Work } from "./work";

export const form = signal<Filling | undefined>();
/** What is wrong with its head, so that it is open in part or not at all. */
export const refused = signal<readonly Notice[]>([]);
/** What was handed in before and the form stands without. */
export const amiss = signal<readonly Amiss[]>([]);

// The form follows the place, the party and the language.
effect(() => {
  const [at, chosen, opened, lang] = [here.value, stage.value, work.value, language.value];
  void parties.value;
  untracked(() => {
    const last = form.value;
    batch(() => {
      form.value = undefined;
      refused.value = [];
      amiss.value = [];
      const one = unit.value;
      if (opened === undefined || chosen === undefined || one === undefined) return;
      // A form without a name can be looked at; the stage stands for it, and nothing is set.
      const party = signedBy(partyOf(one, chosen.id), chosen.id);
      try {
        form.value = fill(opened, one, chosen.id, party, lang);
      } catch (error) {
        if (!(error instanceof ChamdiemError)) throw error;
        refused.value = error.diagnostics;
        // A day outside of the window of the stage does not take the form away.
        if (party.day !== "") form.value = undated(opened, one, chosen.id, party, lang);
      }
    });
    last?.free();
    document.title = [unit.value?.name ?? at.unit, say("name")].filter((word) => word !== "").join(" · ");
  });
});

function signedBy(party: Party, id: string): Party {
  return party.by !== "" || selfScored.value ? party : { ...party, by: id };
}

/** The form without the day on which it is handed in, if it is that which is refused. */
function undated(opened: Work, one: RoundUnit, id: string, party: Party, lang: Language): Filling | undefined {
  const by = party.by === "" ? one.id : party.by;
  const all = one.submissions ?? [];
  const submissions = all.map((submission) => {
    const { at: _, ...rest } = submission;
    return submission === ownOf(all, id, by) ? rest : submission;
  });
  try {
    return fill(opened, { ...one, submissions }, id, { ...party, day: "" }, lang);
  } catch (error) {
    if (error instanceof ChamdiemError) return undefined;
    throw error;
  }
}

function fill(opened: Work, one: RoundUnit, id: string, party: Party, lang: Language): Filling {
  const order = opened.outline.stages.map((each) => each.id);
  const by = party.by === "" ? one.id : party.by;
  const place = `${id}/${by}`;
  const until = (all: readonly RoundSubmission[]) => {
    const stages = order.slice(0, order.indexOf(id) + 1);
    return all.filter((submission) => stages.includes(submission.stage));
  };
  const rest = (all: readonly RoundSubmission[]) => all.filter((submission) => submission !== ownOf(all, id, by));
  let known = compared(opened, id);
  const sheet = (of: RoundUnit, all = of.submissions ?? []) =>
    // A sheet is the latest stage that is worked on: what came after it is not asked.
    sheetOf(opened, { ...of, submissions: until(all) }, id, party, lang, known);
  const typed = drafts.get(one.id)?.get(place) ?? [];
  const own = ownOf(one.submissions ?? [], id, by);
  let begun;
  let before = typed;
  let others: readonly RoundSubmission[] = rest(until(one.submissions ?? []));
  try {
    begun = sheet(one);
  } catch (error) {
    if (!(error instanceof ChamdiemError)) throw error;
    const stand = sound(others, (all) => sheet(one, [...all]).free());
    others = stand.submissions;
    amiss.value = stand.amiss;
    const ours = own === undefined ? [] : [own];
    try {
      begun = sheet(one, [...others, ...ours]);
    } catch (refusal) {
      if (!(refusal instanceof ChamdiemError)) throw refusal;
      // What it says is typed again, one by one: what is refused stands beside its field.
      begun = sheet(one, [...others]);
      before = [...ours.flatMap((each) => said(each, opened)), ...typed];
    }
  }
  const filling = new Filling(begun, others, order, before, (submission, unfinished) => {
    const typed = drafts.get(one.id) ?? new Map<string, readonly Draft[]>();
    drafts.set(one.id, typed.set(place, unfinished));
    change(one.id, (all) => {
      const [own, next] = [ownOf(all, id, by), submission === undefined ? [] : [submission]];
      return own === undefined ? [...all, ...next] : all.flatMap((each) => (each === own ? next : [each]));
    });
    // What the unit itself says is among the figures that it is compared with.
    clearTimeout(again);
    if (!large.value && compares(opened)) again = setTimeout(renew, 120);
  });
  const renew = () => {
    const [figures, now] = [compared(opened, id), unit.value];
    if (form.value !== filling || now === undefined || figures === known) return;
    known = figures;
    try {
      filling.renew(sheet(now));
    } catch (error) {
      // A form that stands without its day, which is refused, goes on with the figures it had.
      if (!(error instanceof ChamdiemError)) throw error;
    }
  };
  return filling;
}

/** What a submission sets, as if it had been typed. */
function said(own: RoundSubmission, { outline }: Work): Draft[] {
  const linesOf = (leaf: string, answer: unknown): string[] => {
    const scale = outline.leaves.find((one) => one.id === leaf)?.scale;
    const tally = scale === undefined || !isObject(answer) ? undefined : tallyOf(scale);
    const lines = tally === undefined ? [] : answeredLines(tally);
    return lines.length === 0 ? [leaf] : lines.map((line) => `${leaf}/${line.id}`);
  };
  const keys: Key[] = [
    ...(["facts", "points", "not_applicable"] as const).flatMap((part) =>
      Object.keys(own[part] ?? {}).map((id) => ({ part, id })),
    ),
    ...Object.entries(own.answers ?? {}).flatMap(([leaf, answer]) =>
      linesOf(leaf, answer).map((id) => ({ part: "answers" as const, id })),
    ),
    ...(own.class === undefined ? [] : [{ part: "class" as const, id: "" }]),
  ];
  return keys.flatMap((key) => {
    const setting = settingOf(own, key);
    return setting === undefined ? [] : [{ key, setting, typed: undefined, problems: [] }];
  });
}

let again: ReturnType<typeof setTimeout> | undefined;

/** Whether the set may compare units. */
function compares({ text }: Work): boolean {
  return /"relative"|"quotas"|\b(peers|everyone)\b/.test(text);
}

/** The figures that the unit is compared with, where the round can be scored. */
function compared(opened: Work, id: string): string | undefined {
  if (!compares(opened)) return undefined;
  try {
    return JSON.stringify(opened.set.statistics(standingRound(), { stage: id }));
  } catch (error) {
    if (error instanceof ChamdiemError) return undefined;
    throw error;
  }
}
