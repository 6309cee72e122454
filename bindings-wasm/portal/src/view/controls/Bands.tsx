// Bands by name, where only the band is on record: of one value, or of the two of a matrix.

import type { Band, Matrix, MatrixBand } from "chamdiem";
import type { JSX } from "preact";

import { banded, worth } from "../../answer";
import { say } from "../../language";
import { isObject } from "../../submission";
import type { Control } from "./control";

export function BandSelect({ bands, ...at }: Control & { bands: readonly Band[] }): JSX.Element {
  const chosen = isObject(at.value) ? at.value["band"] : undefined;
  return (
    <select
      id={at.id}
      aria-label={at.label}
      aria-invalid={at.invalid}
      aria-describedby={at.describedBy}
      onChange={({ currentTarget: { value } }) => at.give(value === "" ? undefined : { band: value })}
    >
      <option value="" selected={chosen === undefined}>
        {say("choose_band")}
      </option>
      {bands.flatMap((band) =>
        band.id === undefined
          ? []
          : [
              <option key={band.id} value={band.id} selected={band.id === chosen}>
                {`${banded(band)}: ${worth(band)}`}
              </option>,
            ],
      )}
    </select>
  );
}

export function MatrixSelect({ matrix, ...at }: Control & { matrix: Matrix }): JSX.Element {
  const pair = isObject(at.value) ? at.value : {};
  const side = (name: "row" | "column", bands: readonly MatrixBand[], label: string) => (
    <select
      id={name === "row" ? at.id : `${at.id}:column`}
      aria-label={`${at.label}: ${label}`}
      aria-invalid={at.invalid}
      aria-describedby={at.describedBy}
      onChange={({ currentTarget: { value } }) => {
        const { [name]: _left, ...other } = pair;
        const next = value === "" ? other : { ...other, [name]: value };
        at.give(Object.keys(next).length === 0 ? undefined : next);
      }}
    >
      <option value="" selected={pair[name] === undefined}>
        {label}
      </option>
      {bands.map((band) => (
        <option key={band.id} value={band.id} selected={band.id === pair[name]}>
          {banded(band)}
        </option>
      ))}
    </select>
  );
  return (
    <span class="pair">
      {side("row", matrix.rows.bands ?? [], say("choose_row"))}
      {side("column", matrix.columns.bands ?? [], say("choose_column"))}
    </span>
  );
}
