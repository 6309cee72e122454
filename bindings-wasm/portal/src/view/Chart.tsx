// The indices of a group as bars, the mean as a line. Numbers become lengths here, and only here; every figure that is
// printed is the engine's.

import type { UnitResult } from "chamdiem";
import type { JSX } from "preact";

import { shown } from "../figure";
import { say, titled } from "../language";
import { unit, work } from "../work";

const ROW = 30;
const NAMES = 210;
const WIDTH = 760;
const END = 70;

export function Chart({
  title,
  members,
  mean,
}: {
  title: string;
  members: readonly UnitResult[];
  mean: string | undefined;
}): JSX.Element {
  const figures = members.map((one) => ({
    one,
    last: one.stages?.at(-1)?.index,
    // What an earlier stage had, once all was scored there.
    begun: one.stages?.slice(0, -1).find(({ state }) => state === "scored"),
  }));
  const most = Math.max(100, ...figures.map(({ last }) => Number(last ?? 0)));
  const length = (figure: string) => (Math.max(0, Number(figure)) / most) * (WIDTH - NAMES - END);
  const height = figures.length * ROW + 24;
  const stages = work.value?.outline.stages ?? [];
  const begun = stages.find(({ id }) => figures.some((one) => one.begun?.stage === id));
  const told = figures.map(({ one, last }) => `${one.name ?? one.id} ${shown(last)}`).join("; ");
  return (
    <figure class="chart">
      <svg viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={`${say("chart_of", title)}: ${told}`}>
        {[0, 25, 50, 75, 100].map((tick) => (
          <g key={tick} class="tick">
            <line x1={NAMES + length(String(tick))} x2={NAMES + length(String(tick))} y1={0} y2={height - 20} />
            <text x={NAMES + length(String(tick))} y={height - 6} text-anchor="middle">
              {tick}
            </text>
          </g>
        ))}
        {mean !== undefined && (
          <line class="mean" x1={NAMES + length(mean)} x2={NAMES + length(mean)} y1={0} y2={height - 20} />
        )}
        {figures.map(({ one, last, begun: { index: before } = {} }, at) => (
          <g
            key={one.id}
            class={`bar${one.id === unit.value?.id ? " current" : ""}${one.state === "scored" ? "" : " unfinished"}`}
            transform={`translate(0 ${at * ROW})`}
          >
            <text class="name" x={NAMES - 10} y={ROW / 2 + 5} text-anchor="end">
              {short(one.name ?? one.id)}
            </text>
            {last !== undefined && <rect x={NAMES} y={6} width={length(last)} height={ROW - 12} rx={2} />}
            {before !== undefined && (
              <line class="begun" x1={NAMES + length(before)} x2={NAMES + length(before)} y1={3} y2={ROW - 3} />
            )}
            <text class="value" x={NAMES + length(last ?? "0") + 8} y={ROW / 2 + 5}>
              {shown(last)}
            </text>
          </g>
        ))}
      </svg>
      <figcaption>
        <span class="key key-bar">{say("index")}</span>
        {mean !== undefined && <span class="key key-mean">{say("mean", shown(mean))}</span>}
        {begun !== undefined && <span class="key key-begun">{titled(begun.title, begun.id)}</span>}
      </figcaption>
    </figure>
  );
}

function short(name: string): string {
  return name.length > 28 ? `${name.slice(0, 27)}…` : name;
}
