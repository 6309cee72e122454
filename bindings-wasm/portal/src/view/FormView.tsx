// The form of a stage: self-score, appraisal, council.

import type { JSX } from "preact";

import type { Filling } from "../filling";
import { say, titled } from "../language";
import { leavesOf, type Leaf, type Section } from "../outline";
import { isSigned, opensLeaf } from "../rights";
import { amiss, form } from "../form";
import { keeps } from "../store";
import { selfScored, stage, unit, work } from "../work";
import { ClassField } from "./ClassField";
import { Facts } from "./Facts";
import { LeafCard } from "./LeafCard";
import { Contents, SectionPoints, sectionTitle } from "./Contents";
import { Elsewhere } from "./Elsewhere";
import { PartyBar } from "./PartyBar";
import { onlyOwn } from "./places";
import { Rows } from "./Rows";
import { Summary } from "./Summary";

export function FormView(): JSX.Element {
  const filling = form.value;
  const [at, one] = [stage.value, unit.value];
  return (
    <div class="form-view">
      <div class="intro">
        <h2>{titled(at?.title, at?.id)}</h2>
        <p>
          {say(selfScored.value ? "self_help" : "later_help")} {keeps.value && say("kept_help")}
        </p>
        <PartyBar />
      </div>
      {one !== undefined && <Elsewhere title={say("amiss")} of={amiss.value.map((each) => ({ ...each, unit: one }))} />}
      {filling !== undefined && (
        <>
          <Contents form={filling} />
          <form class="sections" autocomplete="off" onSubmit={(event) => event.preventDefault()}>
            {work.value?.outline.sections.map((section) => (
              <Part key={section.id} form={filling} section={section} level={0} />
            ))}
            <Others form={filling} />
            <ClassField form={filling} />
            <Rows />
          </form>
          <Summary form={filling} />
        </>
      )}
    </div>
  );
}

function Part({
  form: filling,
  section,
  level,
}: {
  form: Filling;
  section: Section;
  level: number;
}): JSX.Element | null {
  if (hidden(section)) return null;
  const Heading = headingOf(level);
  return (
    <section
      id={`section-${section.id}`}
      class={`section level-${level}`}
      tabIndex={-1}
      aria-label={sectionTitle(section)}
    >
      {section.id !== "" && (
        <header>
          <Heading>
            {section.id !== "bonus" && section.id !== "penalty" && <span class="number">{section.id}</span>}{" "}
            {sectionTitle(section)}
          </Heading>
          <SectionPoints form={filling} id={section.id} title={sectionTitle(section)} />
        </header>
      )}
      {section.parts.map((one) =>
        one.kind === "section" ? (
          <Part key={one.id} form={filling} section={one} level={level + 1} />
        ) : hidden(one) ? null : (
          <LeafCard key={one.id} form={filling} leaf={one} level={section.id === "" ? level : level + 1} />
        ),
      )}
    </section>
  );
}

/** The headings of sections and leaves by their depth, under that of the stage. */
export function headingOf(level: number): "h3" | "h4" | "h5" | "h6" {
  return level === 0 ? "h3" : level === 1 ? "h4" : level === 2 ? "h5" : "h6";
}

/** Of a stage with several appraisers each may see only the own part. */
function hidden(part: Section | Leaf): boolean {
  if (!onlyOwn.value || stage.value?.appraisers === undefined || !isSigned()) return false;
  return !(part.kind === "leaf" ? [part] : leavesOf(part)).some(opensLeaf);
}

/** Given facts that stand at no leaf: they matter for conditions and classes. */
function Others({ form: filling }: { form: Filling }): JSX.Element | null {
  const others = work.value?.outline.others ?? [];
  if (others.length === 0) return null;
  return (
    <section class="section level-0" aria-label={say("other_facts")}>
      <header>
        <h3>{say("other_facts")}</h3>
      </header>
      <article class="leaf">
        <Facts form={filling} ids={others} />
      </article>
    </section>
  );
}
