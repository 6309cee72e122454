// What every printed page has: the heading of Vietnamese documents, and the places to sign.

import type { JSX } from "preact";

import { say } from "../language";

export function PaperHead({ by }: { by: string }): JSX.Element {
  return (
    <div class="paper-head">
      <p>
        <strong>{by}</strong>
      </p>
      <p>
        <strong>{say("state")}</strong>
        <br />
        <span class="motto">{say("motto")}</span>
      </p>
    </div>
  );
}

export function PaperSign({ day }: { day: string }): JSX.Element {
  return (
    <div class="paper-sign">
      <p>
        <strong>{say("made_by")}</strong>
        <br />
        <em>{say("sign_here")}</em>
      </p>
      <p>
        <em>{day === "" ? say("paper_day") : day}</em>
        <br />
        <strong>{say("head_of")}</strong>
        <br />
        <em>{say("sign_and_seal")}</em>
      </p>
    </div>
  );
}
