// The indices of a group as bars, the mean as a line. Numbers become lengths here, and only here; every figure that is
// printed is the engine's.

import { signal } from "@preact/signals";
import type { StageResult, UnitResult } from "chamdiem";
import type { JSX } from "preact";

import { shown } from "../figure";
import { say, titled } from "../language";
import { unit, work } from "../work";

/** How much room there is: on a narrow screen the names stand above their bars. */
const WIDE = { width: 760, names: 210, end: 70, row: 30, bar: 6, name: 20 };
const NARROW = { width: 360, names: 2, end: 52, row: 46, bar: 22, name: 15 };
type Room = typeof WIDE;

const narrow = matchMedia("(max-width: 600px)");
const room = signal<Room>(narrow.matches ? NARROW : WIDE);
narrow.addEventListener("change", ({ matches }) => (room.value = matches ? NARROW : WIDE));

interface Bar {
  one: UnitResult;
  last: string | undefined;
  /** An earlier stage, once all was scored there. */
  before: StageResult | undefined;
}

interface ChartOf {
  title: string;
  members: readonly UnitResult[];
  mean: string | undefined;
}

export function Chart({ title, members, mean }: ChartOf): JSX.Element {
  const bars = members.map((one): Bar => {
    const before = one.stages?.slice(0, -1).find(({ state }) => state === "scored");
    return { one, last: one.stages?.at(-1)?.index, before };
  });
  const { width, names, end, row } = room.value;
  const most = Math.max(100, ...bars.map(({ last }) => Number(last ?? 0)));
  const at = (figure: string) => names + (Math.max(0, Number(figure)) / most) * (width - names - end);
  const floor = bars.length * row + 4;
  const before = work.value?.outline.stages.find(({ id }) => bars.some((bar) => bar.before?.stage === id));
  const told = bars.map(({ one, last }) => `${one.name ?? one.id} ${shown(last)}`).join("; ");
  return (
    <figure class="chart">
      <svg viewBox={`0 0 ${width} ${floor + 20}`} role="img" aria-label={`${say("chart_of", title)}: ${told}`}>
        {["0", "25", "50", "75", "100"].map((tick) => (
          <g key={tick} class="tick">
            <line x1={at(tick)} x2={at(tick)} y1={0} y2={floor} />
            <text x={at(tick)} y={floor + 14} text-anchor={tick === "0" ? "start" : "middle"}>
              {tick}
            </text>
          </g>
        ))}
        {mean !== undefined && <line class="mean" x1={at(mean)} x2={at(mean)} y1={0} y2={floor} />}
        {bars.map((bar, place) => (
          <BarOf key={bar.one.id} bar={bar} y={place * row} at={at} />
        ))}
      </svg>
      <figcaption>
        <span class="key key-bar">{say("index")}</span>
        {mean !== undefined && <span class="key key-mean">{say("mean", shown(mean))}</span>}
        {before !== undefined && <span class="key key-begun">{titled(before.title, before.id)}</span>}
      </figcaption>
    </figure>
  );
}

function BarOf({ bar, y, at }: { bar: Bar; y: number; at: (figure: string) => number }): JSX.Element {
  const { one, last, before } = bar;
  const { width, names, row, bar: top, name } = room.value;
  const beside = names > 10;
  const begun = before?.index;
  const kind = `bar${one.id === unit.value?.id ? " current" : ""}${one.state === "scored" ? "" : " unfinished"}`;
  return (
    <g class={kind} transform={`translate(0 ${y})`}>
      <text class="name" x={beside ? names - 10 : 0} y={name} text-anchor={beside ? "end" : "start"}>
        <title>{one.name ?? one.id}</title>
        {short(one.name ?? one.id, beside ? names - 20 : width - 10)}
      </text>
      {last !== undefined && <rect x={names} y={top} width={at(last) - names} height={18} rx={2} />}
      {begun !== undefined && <line class="begun" x1={at(begun)} x2={at(begun)} y1={top - 3} y2={row - 3} />}
      <text class="value" x={at(last ?? "0") + 8} y={top + 14}>
        {shown(last)}
      </text>
    </g>
  );
}

const pen = document.createElement("canvas").getContext("2d");

/** As much of a name as there is room for. */
function short(name: string, room: number): string {
  if (pen === null) return name;
  // The letters of the chart, as wide as they are for the unit that is looked at.
  pen.font = `700 14px ${getComputedStyle(document.body).fontFamily}`;
  const fits = (text: string) => pen.measureText(text).width <= room;
  if (fits(name)) return name;
  const letters = [...name];
  while (letters.length > 1 && !fits(`${letters.join("").trimEnd()}…`)) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}
