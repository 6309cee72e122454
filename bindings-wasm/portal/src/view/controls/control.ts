// What every control is given.

import type { Typed } from "../../filling";

export interface Control {
  /** Its id; several inputs of one control begin with it. */
  id: string;
  /** What it is called; shown beside it already. */
  label: string;
  value: unknown;
  /** What was typed, where the engine did not take it. */
  text: string | undefined;
  invalid: boolean;
  describedBy: string | undefined;
  /** Takes a value; `undefined` takes it back. */
  give: (value: unknown, typed?: Typed) => void;
}
