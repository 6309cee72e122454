// One of a few: yes or no, options, a condition.

import type { JSX } from "preact";

import { say } from "../../language";
import type { Control } from "./control";

export interface Choosable {
  value: string | boolean;
  title: string;
  worth: string;
}

export function Choices({ choices, ...at }: Control & { choices: readonly Choosable[] }): JSX.Element {
  const chosen = at.value === true ? "yes" : at.value === false ? "no" : at.value;
  const told = (value: string | boolean) => (value === true ? "yes" : value === false ? "no" : value);
  return (
    <div
      class="choices"
      role="radiogroup"
      aria-label={at.label}
      aria-describedby={at.describedBy}
      aria-invalid={at.invalid}
    >
      {choices.map(({ value, title, worth }, place) => (
        <label key={told(value)} class="choice">
          <input
            type="radio"
            id={place === 0 ? at.id : undefined}
            name={at.id}
            checked={chosen === told(value)}
            onChange={() => at.give(value)}
          />
          <span class="choice-title">{title}</span>
          {worth !== "" && <span class="worth">{worth}</span>}
        </label>
      ))}
    </div>
  );
}

/** A fact that holds or not. */
export function YesNo(at: Control): JSX.Element {
  const choices = [
    { value: true, title: say("yes"), worth: "" },
    { value: false, title: say("no"), worth: "" },
  ];
  return <Choices {...at} choices={choices} />;
}
