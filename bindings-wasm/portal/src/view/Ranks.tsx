// The places of the unit in the rankings, as the round stands.

import type { Ranking } from "chamdiem";
import type { JSX } from "preact";

import { shown } from "../figure";
import { say, titled } from "../language";
import { message } from "../phrase";
import { cancel, large, outdated, problems, results, running, score } from "../standing";
import { unit, units, work } from "../work";

export function rankings(): readonly Ranking[] {
  const { ranking } = work.value?.criteria ?? {};
  return ranking === undefined ? [] : [ranking].flat();
}

/** What a ranking is called. */
export function rankingTitle({ id, title }: Ranking): string {
  return titled(title, id === undefined || id === "rank" ? say("rank") : id);
}

export function Ranks(): JSX.Element {
  const found = results.value?.units?.find(({ id }) => id === unit.value?.id);
  return (
    <>
      {rankings().map((ranking) => {
        const place = found?.ranks?.find((one) => one.ranking === (ranking.id ?? "rank"));
        return (
          <div key={ranking.id} class={outdated.value ? "outdated" : ""}>
            <dt>{rankingTitle(ranking)}</dt>
            <dd>{place === undefined ? "–" : `${shown(place.rank)} / ${shown(place.of)}`}</dd>
          </div>
        );
      })}
      <Scoring />
    </>
  );
}

/** A large round is scored when it is asked for; that can be stopped. */
export function Scoring(): JSX.Element | null {
  if (running.value && large.value) {
    return (
      <div class="scoring" role="status">
        <dt>{say("scoring")}</dt>
        <dd>
          <progress aria-label={say("scoring")} />
          <button type="button" class="small" onClick={cancel}>
            {say("cancel")}
          </button>
        </dd>
      </div>
    );
  }
  if (large.value && outdated.value) {
    return (
      <div class="scoring">
        <dt>{say("outdated")}</dt>
        <dd>
          <button type="button" class="small" onClick={score}>
            {say("score_round")}
          </button>
        </dd>
      </div>
    );
  }
  const [problem] = problems.value;
  if (problem === undefined) return null;
  const at = /^\/units\/(\d+)/.exec(problem.path)?.[1];
  const whose = units.value[Number(at ?? -1)];
  return (
    <div class="scoring">
      <dt>{say("not_ranked")}</dt>
      <dd class="hint">
        {whose === undefined ? message(problem) : say("unit_problem", whose.name ?? whose.id, message(problem))}
      </dd>
    </div>
  );
}
