// Typed values: numbers, texts, days, moments. While the reader types, what is typed stands; after that, what was taken.

import { useState } from "preact/hooks";
import type { JSX, TargetedInputEvent } from "preact";

import { isWhole, moment, typed, typedMoment, written } from "../../figure";
import { language, say } from "../../language";
import type { Control } from "./control";

interface TextControl extends Control {
  type: "number" | "text" | "date" | "datetime";
  unit?: string | undefined;
}

export function TextInput({ type, unit, ...at }: TextControl): JSX.Element {
  const [typing, setTyping] = useState<string | undefined>();
  const spoken = language.value;
  const dated = type === "date" || type === "datetime";
  const text = typeof at.value === "string" ? at.value : "";
  const standing = at.text ?? (type === "number" ? written(at.value, spoken) : dated ? moment(text) : text);
  const take = (text: string) => {
    const value = type === "number" ? typed(text, spoken) : dated ? typedMoment(text) : text;
    at.give(text.trim() === "" ? undefined : (value ?? text), { text, doubtful: value === undefined });
  };
  // Half a day is none yet, and not lost either.
  const hold = (text: string) => at.give(text, { text, unfinished: true });
  const common = {
    id: at.id,
    autocomplete: "off",
    "aria-label": at.label,
    "aria-invalid": at.invalid,
    "aria-describedby": at.describedBy,
    value: typing ?? standing,
    onInput: ({ currentTarget: { value } }: TargetedInputEvent<HTMLInputElement>) => {
      setTyping(value);
      if (!dated || value === "" || isWhole(value)) take(value);
      else hold(value);
    },
    onBlur: () => {
      if (dated && typing !== undefined) take(typing);
      setTyping(undefined);
    },
  } as const;
  return (
    <span class={`typed typed-${type}`}>
      {dated ? (
        <input {...common} type="text" placeholder={say(type === "date" ? "day_form" : "moment_form")} />
      ) : type === "number" ? (
        <input {...common} type="text" inputMode="decimal" />
      ) : (
        <input {...common} type="text" />
      )}
      {unit !== undefined && <span class="unit">{unit}</span>}
    </span>
  );
}
