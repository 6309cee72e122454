// Where what the browser has kept cannot be shown: why, the kept files, and a way to begin anew.

import { ChamdiemError } from "chamdiem";
import { Component, type ComponentChildren, type JSX } from "preact";

import { download } from "../documents";
import { say } from "../language";
import { forget, recall } from "../store";
import { DocumentProblems } from "./Problems";

export function Stranded({ why }: { why: unknown }): JSX.Element {
  const files = async () => {
    const kept = await recall();
    if (kept === undefined) return;
    download("criteria.json", kept.work.criteria);
    download("round.json", kept.work.round);
    if (kept.units.length > 0) download("typed.json", `${JSON.stringify(kept.units, null, 2)}\n`);
  };
  const discard = () => {
    if (!confirm(say("close_sure"))) return;
    forget();
    location.replace(location.pathname);
  };
  return (
    <main id="main">
      <section class="broken" role="alert">
        <h1>{say("stranded")}</h1>
        <p>{say("stranded_help")}</p>
        {why instanceof ChamdiemError ? <DocumentProblems of={why.diagnostics} /> : <p>{String(why)}</p>}
        <p>
          <button type="button" class="strong" onClick={() => void files()}>
            {say("kept_files")}
          </button>{" "}
          <button type="button" onClick={discard}>
            {say("discard")}
          </button>
        </p>
      </section>
    </main>
  );
}

/** Shows the page, or why it cannot be shown. */
export class Shown extends Component<{ children: ComponentChildren }, { failed: boolean; why: unknown }> {
  override state = { failed: false, why: undefined };

  static override getDerivedStateFromError(why: unknown): { failed: boolean; why: unknown } {
    return { failed: true, why };
  }

  override render(): ComponentChildren {
    return this.state.failed ? <Stranded why={this.state.why} /> : this.props.children;
  }
}
