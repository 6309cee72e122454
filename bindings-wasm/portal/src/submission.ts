// What a submission says about one thing: a fact, an answer, the line of a tally, overridden points.

import type { Input, RoundSubmission } from "chamdiem";

/** The parts of a submission that a form fills. */
export type Part = "facts" | "answers" | "points" | "not_applicable" | "class";

/** Something that can be set: `leaf/line` is one line of a tally. */
export interface Key {
  part: Part;
  id: string;
}

/** A value with what is said about it. */
export interface Setting {
  value: unknown;
  reason: string;
  evidence: string;
  /** Of a line of a tally: the cases that are excused. */
  excused?: unknown;
}

/** Who set it, and when. */
export interface Signed extends Setting {
  stage: string;
  by: string;
  at: string | undefined;
}

/** A key as one text: the place inside the submission. */
export function placeOf({ part, id }: Key): string {
  return part === "class" ? "/class" : `/${part}/${id}`;
}

/** A submission, or a unit with the facts of its own. */
type Settings = Partial<Pick<RoundSubmission, Part>>;

/** What a submission sets, if it does. */
export function settingOf(submission: Settings | undefined, key: Key): Setting | undefined {
  const input = inputOf(submission, key);
  return input === undefined ? undefined : read(input, key);
}

/** What submissions set, in the order of the stages. */
export function settingsOf(submissions: readonly RoundSubmission[], stages: readonly string[], key: Key): Signed[] {
  const found = submissions.flatMap((submission) => {
    const setting = settingOf(submission, key);
    return setting === undefined ? [] : [{ ...setting, stage: submission.stage, by: submission.by, at: submission.at }];
  });
  const place = ({ stage }: Signed) => stages.indexOf(stage);
  return found.sort((one, other) => place(one) - place(other) || (one.at ?? "").localeCompare(other.at ?? ""));
}

/** A setting in the shortest form that says it. */
export function written({ value, reason, evidence, excused }: Setting, { part }: Key): Input {
  if (part === "not_applicable") return { reason };
  const bare = reason === "" && evidence === "" && excused === undefined;
  if (bare && part !== "points" && part !== "class") return value as Input;
  return {
    value,
    ...(excused === undefined ? {} : { excused }),
    ...(reason === "" ? {} : { reason }),
    ...(evidence === "" ? {} : { evidence: lines(evidence) }),
  };
}

/** Several lines of evidence are a list of texts. */
function lines(evidence: string): string | string[] {
  const each = evidence
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  return each.length > 1 ? each : (each[0] ?? evidence);
}

function inputOf(submission: Settings | undefined, { part, id }: Key): Input | undefined {
  if (submission === undefined) return undefined;
  if (part === "class") return submission.class;
  const inputs = submission[part] ?? {};
  if (Object.hasOwn(inputs, id) || part !== "answers") return inputs[id];
  const [leaf = "", line = ""] = id.split("/");
  const tally = inputs[leaf];
  if (line === "" || !isObject(tally)) return undefined;
  const answer = isObject(tally["value"]) ? tally["value"] : tally;
  return answer[line] as Input | undefined;
}

function read(input: Input, { part }: Key): Setting {
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  if (part === "not_applicable")
    return { value: true, reason: text(isObject(input) ? input["reason"] : input), evidence: "" };
  const full = isObject(input) && ["value", "reason", "evidence", "excused"].some((key) => Object.hasOwn(input, key));
  if (!full) return { value: input, reason: "", evidence: "" };
  const { value, reason, evidence, excused } = input;
  const shown = Array.isArray(evidence) ? evidence.join("\n") : text(evidence);
  return { value, reason: text(reason), evidence: shown, ...(excused === undefined ? {} : { excused }) };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
