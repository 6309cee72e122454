// Typed values: numbers, texts, days, moments. While the reader types, what is typed stands; after that, what was taken.

import { useState } from "preact/hooks";
import type { JSX, TargetedInputEvent } from "preact";

import { typed, written } from "../../figure";
import { language } from "../../language";
import type { Control } from "./control";

interface TextControl extends Control {
  type: "number" | "text" | "date" | "datetime";
  unit?: string | undefined;
}

export function TextInput({ type, unit, ...at }: TextControl): JSX.Element {
  const [typing, setTyping] = useState<string | undefined>();
  const spoken = language.value;
  const standing =
    at.text ?? (type === "number" ? written(at.value, spoken) : typeof at.value === "string" ? at.value : "");
  const take = (text: string) => {
    setTyping(text);
    const value = type === "number" ? typed(text, spoken) : text;
    at.give(text.trim() === "" ? undefined : (value ?? text), { text, doubtful: value === undefined });
  };
  const common = {
    id: at.id,
    autocomplete: "off",
    "aria-label": at.label,
    "aria-invalid": at.invalid,
    "aria-describedby": at.describedBy,
    value: typing ?? standing,
    onInput: (event: TargetedInputEvent<HTMLInputElement>) => take(event.currentTarget.value),
    onBlur: () => setTyping(undefined),
  } as const;
  return (
    <span class={`typed typed-${type}`}>
      {type === "date" ? (
        <input {...common} type="date" />
      ) : type === "datetime" ? (
        <input {...common} type="datetime-local" />
      ) : type === "number" ? (
        <input {...common} type="text" inputMode="decimal" />
      ) : (
        <input {...common} type="text" />
      )}
      {unit !== undefined && <span class="unit">{unit}</span>}
    </span>
  );
}
