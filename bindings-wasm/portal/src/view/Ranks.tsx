// The places of the unit in the rankings, as the round stands.

import type { RankResult, Ranking } from "chamdiem";
import type { JSX } from "preact";

import { shown } from "../figure";
import { say, titled } from "../language";
import { key, message } from "../phrase";
import { cancel, done, failed, outdated, problems, results, running, score } from "../standing";
import { large, roster, unit, units, work } from "../work";

export function rankings(): readonly Ranking[] {
  const { ranking } = work.value?.criteria ?? {};
  return ranking === undefined ? [] : [ranking].flat();
}

/** What a ranking is called. */
export function rankingTitle({ id, title }: Ranking): string {
  return titled(title, id === undefined || id === "rank" ? say("rank") : id);
}

/** A place in a ranking: what it was decided by, and who shares it. */
export function Place({ place, of = false }: { place: RankResult | undefined; of?: boolean }): JSX.Element {
  const why = place === undefined ? [] : reasons(place);
  return (
    <>
      <span>{place === undefined ? "–" : of ? `${shown(place.rank)} / ${shown(place.of)}` : shown(place.rank)}</span>
      {why.map((text) => (
        <span key={text} class="place-why">
          {text}
        </span>
      ))}
    </>
  );
}

/** What stands beside a place in words. */
export function reasons({ broken_by: keys = [], tied = 0, tied_with: others = [] }: RankResult): string[] {
  const names = new Map(roster.value.map(({ id, name }) => [id, name ?? id]));
  const shared = others.map((id) => names.get(id) ?? id).join(", ");
  return [
    ...(keys.length === 0 ? [] : [say("decided_by", keys.map(key).join(", "))]),
    ...(tied === 0 ? [] : [say("tied_with", tied > others.length ? `${shared}, …` : shared)]),
  ];
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
            <dd>
              <Place place={place} of />
            </dd>
          </div>
        );
      })}
      <Scoring />
    </>
  );
}

/** A large round is scored when it is asked for; that can be stopped. Why none was, where that is `told` here. */
export function Scoring({ told = true }: { told?: boolean }): JSX.Element | null {
  if (running.value && large.value) {
    return (
      <div class="scoring" role="status">
        <dt>{say("scoring")}</dt>
        <dd>
          <progress aria-label={say("scoring")} value={done.value} max={units.value.length} />
          <span class="hint">{say("scored_units", done.value, units.value.length)}</span>
          <button type="button" class="small" onClick={cancel}>
            {say("cancel")}
          </button>
        </dd>
      </div>
    );
  }
  if (failed.value || (large.value && outdated.value)) {
    return (
      <div class="scoring">
        <dt>{failed.value ? <span role="alert">{say("scoring_failed")}</span> : say("outdated")}</dt>
        <dd>
          <button type="button" class="small" onClick={score}>
            {say("score_round")}
          </button>
        </dd>
      </div>
    );
  }
  const [problem] = problems.value;
  if (problem === undefined || !told) return null;
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
