// The control that fits a scale.

import type { Scale } from "chamdiem";
import type { JSX } from "preact";

import { bandsOf, edges, itemsOf, kindOf, matrixOf, optionsOf, tallyOf, worth } from "../answer";
import type { Filling } from "../filling";
import { shown } from "../figure";
import { say, titled } from "../language";
import { printedMaximum, type Leaf } from "../outline";
import { unit } from "../work";
import { BandSelect, MatrixSelect } from "./controls/Bands";
import { Checklist } from "./controls/Checklist";
import { Choices } from "./controls/Choices";
import type { Control } from "./controls/control";
import { TextInput } from "./controls/Text";
import { Facts } from "./Facts";
import { Field } from "./Field";
import { TallyField } from "./Tally";

interface AnswerOf {
  form: Filling;
  leaf: Leaf;
  open: boolean;
}

/** What a leaf asks for: an answer, or the facts of its measure. */
export function Answer({ form, leaf, open }: AnswerOf): JSX.Element {
  const { id, scale, measured, evidence } = leaf;
  const title = titled(leaf.title, id);
  const tally = tallyOf(scale);
  const standIn = standsIn(scale, measured);
  const answered = !measured && tally === undefined && !isComputed(scale);
  return (
    <>
      {leaf.asks.length > 0 && <Facts form={form} ids={leaf.asks} leaf={id} />}
      {tally !== undefined && <TallyField form={form} leaf={leaf} tally={tally} open={open} />}
      {(answered || standIn) && (
        <Field
          form={form}
          at={{ part: "answers", id }}
          label={standIn && !answered ? say("band_on_record") : title}
          hint={answered ? hintOf(scale) : undefined}
          scale={scale}
          open={open}
          evidence={evidence}
          quiet={answered}
          control={(control) => controlOf(scale, leaf, standIn && !answered)(control)}
        />
      )}
    </>
  );
}

/** The control of a scale that is answered. */
export function controlOf(scale: Scale, leaf: Leaf, standIn: boolean): (control: Control) => JSX.Element {
  const kind = kindOf(scale);
  if (kind === "yes_no") {
    const maximum = printedMaximum(leaf.max, unit.value?.group);
    const choices = [
      { value: "yes", title: say("yes"), worth: maximum === undefined ? "" : worth({ points: maximum }) },
      { value: "no", title: say("no"), worth: worth({ points: 0 }) },
    ];
    return (control) => <Choices {...control} choices={choices} />;
  }
  if (kind === "options") {
    const choices = optionsOf(scale).map((one) => ({
      value: one.id,
      title: titled(one.title, one.id),
      worth: worth(one),
    }));
    return (control) => <Choices {...control} choices={choices} />;
  }
  if (kind === "checklist") return (control) => <Checklist {...control} items={itemsOf(scale)} />;
  const matrix = matrixOf(scale);
  if (matrix !== undefined) return (control) => <MatrixSelect {...control} matrix={matrix} />;
  if (standIn) return (control) => <BandSelect {...control} bands={bandsOf(scale)} />;
  const named = bandsOf(scale).some(({ id }) => id !== undefined);
  return (control) => (
    <span class="either">
      <TextInput {...control} type="number" value={typeof control.value === "object" ? undefined : control.value} />
      {named && <BandSelect {...control} id={`${control.id}:band`} bands={bandsOf(scale)} />}
    </span>
  );
}

/** Whether bands can stand in for a measure. */
function standsIn(scale: Scale, measured: boolean): boolean {
  const matrix = matrixOf(scale);
  if (matrix !== undefined)
    return [...(matrix.rows.bands ?? []), ...(matrix.columns.bands ?? [])].every(({ id }) => id !== undefined);
  return measured && bandsOf(scale).some(({ id }) => id !== undefined);
}

/** A matrix of two formulas is computed. */
function isComputed(scale: Scale): boolean {
  const matrix = matrixOf(scale);
  return matrix?.rows.of !== undefined || matrix?.columns.of !== undefined;
}

/** What the scale says about its numbers. */
export function hintOf(scale: Scale): string | undefined {
  if (typeof scale === "string") return undefined;
  if ("entered" in scale) {
    const { from, to, step } = scale.entered;
    return step === undefined
      ? say("from_to", shown(from), shown(to))
      : say("from_to_step", shown(from), shown(to), shown(step));
  }
  if ("proportional" in scale) {
    const { target, zero_below } = scale.proportional;
    return zero_below === undefined
      ? say("target", shown(target))
      : say("target_from", shown(target), shown(zero_below));
  }
  if ("bands" in scale)
    return bandsOf(scale)
      .map((band) => `${edges(band)}: ${worth(band)}`)
      .join(" · ");
  if ("interpolate" in scale) {
    return (scale.interpolate.knots ?? [])
      .map(([value, points]) => `${shown(String(value))}: ${say("points_of", shown(String(points)))}`)
      .join(" · ");
  }
  if ("value" in scale) {
    const { from, to } = scale.value;
    return from === undefined || to === undefined ? undefined : say("from_to", shown(from), shown(to));
  }
  return "relative" in scale ? say("compared") : undefined;
}
