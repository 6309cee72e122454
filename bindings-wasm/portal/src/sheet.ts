// Stands in for the sheet of the package until it has one: scores a round of one unit. To be deleted.
import { ChamdiemError, type CriteriaSet, type CriteriaSetDocument, type Diagnostic, type Input, type Language, type Ledger, type Period, type RoundSubmission, type RoundUnit, type UnitResult } from "chamdiem";

export interface Changed { indicators: string[]; facts: string[]; figures: string[] }
export interface SheetResult { unit: UnitResult; missing: string[]; diagnostics: Diagnostic[] }
export interface SheetOptions { stage: string; by?: string; at?: string; role?: string; period?: Period; lang?: Language; statistics?: unknown }

const LIVE = new Set(["adjustment.reason", "answer.evidence", "stage.window_at", "submission.at_missing", "points.reason", "class.reason", "override.reason", "stage.window"]);

export class Sheet {
  #own: RoundSubmission;
  #last: SheetResult;
  constructor(readonly set: CriteriaSet, readonly criteria: CriteriaSetDocument, readonly base: RoundUnit, readonly options: SheetOptions) {
    const by = options.by ?? base.id;
    const found = (base.submissions ?? []).find((one) => one.stage === options.stage && one.by === by);
    this.#own = structuredClone({ ...(found ?? { stage: options.stage, by }) });
    if (options.at !== undefined) this.#own.at = options.at;
    if (options.role !== undefined) this.#own.role = options.role;
    this.#last = { unit: { id: base.id, state: "incomplete", stages: [] }, missing: [], diagnostics: [] };
    this.#try(this.#own);
  }
  #round(own: RoundSubmission, lenient = false) {
    const others = (this.base.submissions ?? []).filter((one) => one.stage !== own.stage || one.by !== own.by);
    const sent = lenient ? JSON.parse(JSON.stringify(own, (_, v) => v), (_, v) => v) : own;
    if (lenient) {
      sent.at ??= "2026-12-10";
      for (const part of ["facts", "answers", "points"]) for (const [k, v] of Object.entries<any>(sent[part] ?? {})) {
        const full = typeof v === "object" && v !== null && !Array.isArray(v) && "value" in v;
        const isTally = typeof v === "object" && v !== null && !Array.isArray(v) && !full && !("band" in v);
        if (isTally) for (const [l, w] of Object.entries<any>(v)) v[l] = typeof w === "object" && w !== null ? { reason: "…", evidence: "…", ...w } : { value: w, reason: "…", evidence: "…" };
        else sent[part][k] = { reason: "…", evidence: "…", ...(full ? v : { value: v }) };
      }
    }
    const empty = !("facts" in own || "answers" in own || "points" in own || "class" in own || "not_applicable" in own);
    return { format: 1, criteria_set: { id: this.criteria.id, version: this.criteria.version }, period: this.options.period ?? { id: "0" }, units: [{ ...this.base, submissions: empty ? others : [...others, sent] }] };
  }
  #try(own: RoundSubmission): void {
    const lang = this.options.lang ?? "vi";
    const at = (this.base.submissions ?? []).filter((one) => one.stage !== own.stage || one.by !== own.by).length;
    let problems: Diagnostic[] = [];
    try { this.set.score(this.#round(own), { stage: own.stage, lang }); } catch (error) {
      if (!(error instanceof ChamdiemError)) throw error;
      problems = error.diagnostics.map((one) => ({ ...one, path: one.path.replace(`/units/0/submissions/${at}`, "") }));
      const hard = problems.filter((one) => !LIVE.has(one.code));
      if (hard.length > 0) throw new ChamdiemError(hard);
    }
    const results = this.set.score(this.#round(own, problems.length > 0), { stage: own.stage, lang });
    const unit = results.units![0]!;
    const missing = (unit.stages!.at(-1)!.indicators ?? []).filter((one) => one.state === "missing" && !["bonus", "penalty"].includes(one.id)).map(({ id }) => id);
    this.#own = own;
    this.#last = { unit, missing, diagnostics: problems };
  }
  #change(alter: (own: any) => void): Changed {
    const own: any = structuredClone(this.#own);
    alter(own);
    this.#try(own);
    return { indicators: [], facts: [], figures: [] };
  }
  set_in(part: string, key: string, value: unknown): Changed {
    return this.#change((own) => {
      if (part === "class") { own.class = value; return; }
      own[part] ??= {};
      const [leaf, line] = key.split("/");
      if (line !== undefined) { own[part][leaf!] ??= {}; own[part][leaf!][line] = value; } else own[part][key] = value;
    });
  }
  setAnswer(key: string, value: Input) { return this.set_in("answers", key, value); }
  setFact(key: string, value: Input) { return this.set_in("facts", key, value); }
  setPoints(key: string, value: Input) { return this.set_in("points", key, value); }
  setNotApplicable(key: string, value: Input) { return this.set_in("not_applicable", key, value); }
  setClass(value: Input) { return this.set_in("class", "", value); }
  unset(part: string, key: string): Changed {
    return this.#change((own) => {
      if (part === "class") { delete own.class; return; }
      const [leaf, line] = key.split("/");
      if (line !== undefined) delete own[part]?.[leaf!]?.[line]; else delete own[part]?.[key];
      if (own[part] && Object.keys(own[part]).length === 0) delete own[part];
    });
  }
  result(): SheetResult { return this.#last; }
  ledger(indicator?: string): Ledger {
    const options = { stage: this.#own.stage, lang: this.options.lang ?? "vi", ...(indicator ? { indicator } : {}) } as const;
    try { return this.set.explain(this.#round(this.#own) as any, this.base.id, options); } catch { return this.set.explain(this.#round(this.#own, true) as any, this.base.id, options); }
  }
  submission(): RoundSubmission { return structuredClone(this.#own); }
  free(): void {}
}
