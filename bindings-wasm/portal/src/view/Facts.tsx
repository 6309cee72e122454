// Given facts, each with its control.

import type { Fact } from "chamdiem";
import type { JSX } from "preact";

import { spoken } from "../answer";
import type { Filling } from "../filling";
import { say, titled } from "../language";
import { opensFact } from "../rights";
import { settingOf } from "../submission";
import { unit, work } from "../work";
import { YesNo } from "./controls/Choices";
import { TextInput } from "./controls/Text";
import { Field } from "./Field";

export function Facts({ form, ids, leaf }: { form: Filling; ids: readonly string[]; leaf?: string }): JSX.Element {
  const facts = ids.flatMap((id) => work.value?.outline.facts.get(id) ?? []);
  return (
    <div class="facts" role="group" aria-label={leaf === undefined ? say("other_facts") : say("facts_of", leaf)}>
      {facts.map((fact) => (
        <FactField key={fact.id} form={form} fact={fact} />
      ))}
    </div>
  );
}

function FactField({
  form,
  fact: { id, title, type = "number", unit: measuredIn },
}: {
  form: Filling;
  fact: Fact;
}): JSX.Element {
  const at = { part: "facts", id } as const;
  const known = settingOf(unit.value, at);
  return (
    <Field
      form={form}
      at={at}
      label={titled(title, id)}
      hint={known === undefined ? undefined : say("of_unit", spoken(known.value, undefined))}
      open={opensFact(id)}
      control={(control) =>
        type === "boolean" ? <YesNo {...control} /> : <TextInput {...control} type={type} unit={measuredIn} />
      }
    />
  );
}
