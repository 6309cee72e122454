// The result of the round: each group in the order of its ranks, with a chart.

import type { GroupResult, UnitResult } from "chamdiem";
import type { JSX } from "preact";

import { shown } from "../figure";
import { say, titled } from "../language";
import { problems, scored, shownResults } from "../standing";
import { here, unit, work } from "../work";
import { Chart } from "./Chart";
import { classOf } from "./ClassField";
import { awayAt, Elsewhere } from "./Elsewhere";
import { explained, FIGURES } from "./Ledger";
import { DocumentProblems } from "./Problems";
import { Place, Scoring, rankings, rankingTitle } from "./Ranks";

export function Result(): JSX.Element {
  const found = shownResults.value;
  const away = problems.value.flatMap((one) => awayAt(one) ?? []);
  const others = problems.value.filter((one) => awayAt(one) === undefined);
  const titles = new Map(work.value?.outline.stages.map((one) => [one.id, titled(one.title, one.id)]));
  return (
    <div class="result">
      <div class="intro">
        <h2>{say("result")}</h2>
        <p>{say("result_help", titles.get(scored.value) ?? scored.value)}</p>
        <dl class="scoring-row">
          <Scoring told={false} />
        </dl>
      </div>
      <Elsewhere title={say("round_amiss")} of={away} />
      {others.length > 0 && (
        <section class="broken">
          <h3>{say("not_ranked")}</h3>
          <DocumentProblems of={others} />
        </section>
      )}
      {groupsOf(found?.units ?? []).map(({ id, title, members }) => (
        <Group key={id} title={title} members={members} statistics={found?.groups?.find((one) => one.id === id)} />
      ))}
    </div>
  );
}

/** The groups with their members in the order of the first ranking; all in one where the set has no groups. */
export function groupsOf(all: readonly UnitResult[]): { id: string; title: string; members: readonly UnitResult[] }[] {
  const groups = work.value?.criteria.groups ?? [];
  if (groups.length === 0) return [{ id: "", title: "", members: ordered(all) }];
  const members = (id: string) => ordered(all.filter((one) => one.group === id));
  return groups
    .map(({ id, title }) => ({ id, title: titled(title, id), members: members(id) }))
    .filter((group) => group.members.length > 0);
}

/** By the first ranking; who has no place stands last, as in the round. */
function ordered(members: readonly UnitResult[]): UnitResult[] {
  const order = rankings()[0]?.id ?? "rank";
  const place = (one: UnitResult) => Number(one.ranks?.find(({ ranking }) => ranking === order)?.rank ?? Infinity);
  return [...members].sort((one, other) => (place(one) === place(other) ? 0 : place(one) - place(other)));
}

function Group({
  title,
  members,
  statistics,
}: {
  title: string;
  members: readonly UnitResult[];
  statistics: GroupResult | undefined;
}): JSX.Element {
  const shapes = rankings();
  return (
    <section class="section group" aria-label={title === "" ? say("result") : title}>
      <header>
        <h3>{title === "" ? say("all_units") : title}</h3>
        {statistics?.mean !== undefined && (
          <p class="hint">
            {say(
              "statistics",
              statistics.count,
              shown(statistics.mean),
              shown(statistics.minimum),
              shown(statistics.maximum),
            )}
          </p>
        )}
      </header>
      {members.length <= 60 && <Chart title={title} members={members} mean={statistics?.mean} />}
      <div class="scroll">
        <table class="standings">
          <thead>
            <tr>
              <th scope="col">{say("unit")}</th>
              <th scope="col" class="amount">
                {say("total")}
              </th>
              <th scope="col" class="amount">
                {say("index")}
              </th>
              <th scope="col">{say("class")}</th>
              {shapes.map((ranking) => (
                <th key={ranking.id} scope="col" class="amount">
                  {rankingTitle(ranking)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {members.map((one) => (
              <Row key={one.id} one={one} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Row({ one }: { one: UnitResult }): JSX.Element {
  const last = one.stages?.at(-1);
  const current = one.id === unit.value?.id;
  const gates = (work.value?.criteria.gates ?? []).filter(({ id }) => one.gates?.includes(id));
  return (
    <tr class={current ? "current" : ""} aria-current={current ? "true" : undefined}>
      <th scope="row">
        <button type="button" class="plain" onClick={() => (here.value = { ...here.value, unit: one.id })}>
          {one.name ?? one.id}
        </button>
        {gates.map((gate) => (
          <span key={gate.id} class="gate">
            {titled(gate.reason, gate.id)}
          </span>
        ))}
      </th>
      <td class="amount" data-label={say("total")}>
        <button
          type="button"
          class="plain"
          onClick={() => {
            here.value = { ...here.value, unit: one.id };
            explained.value = FIGURES;
          }}
        >
          <span class="unseen">{`${one.name ?? one.id}, ${say("see_ledger")}: `}</span>
          {shown(last?.total)}
        </button>
      </td>
      <td class="amount" data-label={say("index")}>
        <span>{shown(last?.index)}</span>
      </td>
      <td data-label={say("class")}>
        <span>{classOf(one)}</span>
      </td>
      {rankings().map((ranking) => (
        <td key={ranking.id} class="amount" data-label={rankingTitle(ranking)}>
          <Place place={one.ranks?.find((place) => place.ranking === (ranking.id ?? "rank"))} />
        </td>
      ))}
    </tr>
  );
}
