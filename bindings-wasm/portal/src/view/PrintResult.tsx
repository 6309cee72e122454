// The result of the round on paper: each group with its ranks, and what decided them.

import type { UnitResult } from "chamdiem";
import type { JSX } from "preact";

import { shown } from "../figure";
import { say, titled } from "../language";
import { outdated, running, scored, shownResults } from "../standing";
import { naming, stage, work } from "../work";
import { classOf } from "./ClassField";
import { PaperHead, PaperSign } from "./Paper";
import { rankings, rankingTitle, reasons } from "./Ranks";
import { groupsOf } from "./Result";

/** Whether there is a result that can be printed. */
export function hasResult(): boolean {
  const settled = !outdated.value && !running.value;
  return stage.value === undefined && !naming.value && settled && (shownResults.value?.units ?? []).length > 0;
}

export function PrintResult(): JSX.Element | null {
  const [opened, found] = [work.value, shownResults.value];
  if (opened === undefined || found === undefined || !hasResult()) return null;
  const at = opened.outline.stages.find(({ id }) => id === scored.value);
  return (
    <div class="paper" aria-hidden="true">
      <PaperHead by={say("paper_office")} />
      <h1>{say("paper_result")}</h1>
      <p class="paper-under">{titled(opened.criteria.title, opened.criteria.id)}</p>
      <p class="paper-under">
        {`${say("paper_period", opened.round.period.id)} – ${say("paper_stage", titled(at?.title, scored.value))}`}
      </p>
      {opened.example && <p class="paper-example">{say("example_note")}</p>}
      {groupsOf(found.units ?? []).map(({ id, title, members }) => {
        const statistics = found.groups?.find((one) => one.id === id);
        return (
          <section key={id} class="paper-group">
            {title !== "" && <h2>{title}</h2>}
            {statistics?.mean !== undefined && (
              <p>
                {say(
                  "statistics",
                  statistics.count,
                  shown(statistics.mean),
                  shown(statistics.minimum),
                  shown(statistics.maximum),
                )}
              </p>
            )}
            <Standings members={members} />
          </section>
        );
      })}
      <PaperSign day="" />
    </div>
  );
}

function Standings({ members }: { members: readonly UnitResult[] }): JSX.Element {
  const shapes = rankings();
  return (
    <table>
      <thead>
        <tr>
          <th>{say("number")}</th>
          <th>{say("unit")}</th>
          <th>{say("total")}</th>
          <th>{say("index")}</th>
          <th>{say("class")}</th>
          {shapes.map((ranking) => (
            <th key={ranking.id}>{rankingTitle(ranking)}</th>
          ))}
          <th>{say("note")}</th>
        </tr>
      </thead>
      <tbody>
        {members.map((one, at) => {
          const last = one.stages?.at(-1);
          const places = shapes.map(({ id = "rank" }) => one.ranks?.find(({ ranking }) => ranking === id));
          const decided = shapes.flatMap((ranking, column) => {
            const place = places[column];
            const why = place === undefined ? [] : reasons(place);
            return shapes.length === 1 || why.length === 0 ? why : [`${rankingTitle(ranking)}: ${why.join(", ")}`];
          });
          return (
            <tr key={one.id}>
              <td>{at + 1}</td>
              <th>{one.name ?? one.id}</th>
              <td>{shown(last?.total)}</td>
              <td>{shown(last?.index)}</td>
              <td>{classOf(one)}</td>
              {places.map((place, column) => (
                <td key={shapes[column]?.id}>{shown(place?.rank)}</td>
              ))}
              <td class="paper-notes">{notesOf(one, decided)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** The conditions that held, and what decided its places. */
function notesOf(one: UnitResult, decided: readonly string[]): string {
  const gates = (work.value?.criteria.gates ?? []).filter(({ id }) => one.gates?.includes(id));
  return [...gates.map(({ id, reason }) => titled(reason, id)), ...decided].join("; ");
}
