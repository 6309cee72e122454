// What comes out of a printer where there is no form and no result: why, and how to come to one.

import type { JSX } from "preact";

import { form } from "../form";
import { say, titled } from "../language";
import { work } from "../work";
import { hasResult } from "./PrintResult";

export function PrintNone(): JSX.Element | null {
  const opened = work.value;
  if (form.value !== undefined || hasResult()) return null;
  return (
    <div class="paper" aria-hidden="true">
      <h1>{opened === undefined ? say("welcome") : titled(opened.criteria.title, opened.criteria.id)}</h1>
      <p class="paper-under">{say(opened === undefined ? "paper_closed" : "paper_none")}</p>
    </div>
  );
}
