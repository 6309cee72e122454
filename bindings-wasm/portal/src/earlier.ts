// What others handed in before and the engine refuses. It is set aside, so that a later form opens all the same, and said
// with the place where it is mended.

import { ChamdiemError, type Notice, type RoundSubmission } from "chamdiem";

import { isObject } from "./submission";

/** Something in a submission that is refused. */
export interface Amiss {
  stage: string;
  by: string;
  /** The place inside the submission, as {@link placeOf} writes it. */
  place: string;
  problem: Notice;
}

/** Submissions without what was refused of them. */
export interface Sound {
  submissions: readonly RoundSubmission[];
  amiss: readonly Amiss[];
}

/** Sets aside what keeps `open` from taking the submissions; throws what it refuses beside them. */
export function sound(all: readonly RoundSubmission[], open: (all: readonly RoundSubmission[]) => void): Sound {
  let submissions = all;
  const amiss: Amiss[] = [];
  for (;;) {
    try {
      open(submissions);
      return { submissions, amiss };
    } catch (error) {
      if (!(error instanceof ChamdiemError)) throw error;
      const found = error.diagnostics.flatMap((problem) => placed(problem, submissions) ?? []);
      if (found.length === 0) throw error;
      amiss.push(...found.map(({ one: { stage, by }, place, problem }) => ({ stage, by, place, problem })));
      submissions = submissions.flatMap((one) => {
        const places = found.filter((each) => each.one === one).map(({ place }) => place);
        return places.length === 0 ? [one] : without(one, places);
      });
    }
  }
}

function placed(
  problem: Notice,
  submissions: readonly RoundSubmission[],
): { one: RoundSubmission; place: string; problem: Notice } | undefined {
  const [, at, place = ""] = /^\/submissions\/(\d+)(.*)$/.exec(problem.path) ?? [];
  const one = submissions[Number(at)];
  return problem.severity !== "error" || one === undefined ? undefined : { one, place, problem };
}

/** A submission without what stands at the places; nothing where it cannot be without one of them. */
function without(one: RoundSubmission, places: readonly string[]): RoundSubmission[] {
  const left = structuredClone(one);
  return places.every((place) => remove(left, place.split("/").slice(1))) ? [left] : [];
}

/** What can be taken away by itself; the rest says whose the submission is. */
const PARTS = ["at", "class", "answers", "facts", "points", "not_applicable", "tables"];

function remove(from: RoundSubmission, [part = "", ...path]: readonly string[]): boolean {
  if (!PARTS.includes(part)) return false;
  let holder: unknown = from;
  let key = part;
  for (const next of path) {
    const found: unknown = isObject(holder) ? holder[key] : undefined;
    // A value stands by itself, or beside its evidence.
    const value = isObject(found) && !Object.hasOwn(found, next) && isObject(found["value"]) ? found["value"] : found;
    if (!isObject(value) || !Object.hasOwn(value, next)) break;
    [holder, key] = [value, next];
  }
  if (!isObject(holder) || (key === part && path.length > 0)) return false;
  delete holder[key];
  return true;
}
