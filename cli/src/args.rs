//! What can be written on the command line.

use std::path::PathBuf;

use chamdiem::criteria::Fraction;
use chamdiem::{Language, Limit, Limits};
use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

pub(crate) const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  the documents have errors (or units are incomplete, with --strict)
  2  wrong use, or a file that cannot be read or written";

/// Scores units against a criteria set, exactly as the regulation says.
#[derive(Debug, Parser)]
#[command(name = "chamdiem", version, arg_required_else_help = true, disable_help_subcommand = true)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct Args {
    /// The language of titles, labels and messages
    #[arg(long, global = true, value_enum, default_value_t = Lang::En, value_name = "LANGUAGE")]
    pub(crate) lang: Lang,

    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Scores a round and prints the results
    #[command(after_help = SCORE_HELP)]
    Score(ScoreArgs),
    /// Explains the result of a unit: every fact, formula, band, rounding and change behind it
    #[command(after_help = EXPLAIN_HELP)]
    Explain(ExplainArgs),
    /// Looks for everything that is wrong in a criteria set, and in a round for it
    #[command(after_help = CHECK_HELP)]
    Check(CheckArgs),
    /// Says what changed between two criteria sets, or between two results
    #[command(after_help = DIFF_HELP)]
    Diff(DiffArgs),
    /// Lists ties, near ties, and what another rounding would change in a round
    #[command(after_help = AUDIT_HELP)]
    Audit(AuditArgs),
    /// Prints the JSON Schema of a document, for editors and validators
    #[command(after_help = SCHEMA_HELP)]
    Schema(SchemaArgs),
    /// Writes a small synthetic criteria set and round to start from
    #[command(after_help = NEW_HELP)]
    New(NewArgs),
    /// Prints what a shell needs to complete commands and options
    #[command(after_help = COMPLETIONS_HELP)]
    Completions(CompletionsArgs),
    /// Prints the manual page, or writes a page for each command into a folder
    #[command(after_help = MAN_HELP)]
    Man(ManArgs),
}

pub(crate) const SCORE_HELP: &str = "\
What is printed:
  table, markdown  one unit: every indicator at every stage; many units: their ranking
  json             the results document, on one line
  jsonl            the head of the results, then one unit a line
  csv              one row for each unit at the final stage
--detail indicators adds every unit's indicators to a ranking, and makes CSV write one row for each
unit, stage and indicator. --detail ledger also says how each of them came about, see `chamdiem explain`.
--detail totals leaves the indicators out everywhere.
Tables rank; other formats keep the order of the round. Names stand in the Vietnamese alphabet.
In a terminal a table of more than 200 units shows the first 100 and the last 20.
CSV cells of text that a spreadsheet would run as a formula begin with an apostrophe. CSV is UTF-8:
open it in a spreadsheet by importing it as such.
Messages go to standard error, with json and jsonl as a JSON list.

Example:
  chamdiem score criteria.json round.json --lang vi";

pub(crate) const EXPLAIN_HELP: &str = "\
The amounts of the lines under a heading add up to its points, exactly.

Example:
  chamdiem explain criteria.json round.json --unit xa-a --indicator 1.1";

pub(crate) const CHECK_HELP: &str = "\
Of a folder with versions of a criteria set it lists the days on which each is in force, and the days
on which none is or more than one. A round is scored with the version that is in force for its period.

Example:
  chamdiem check criteria.json round.json
  chamdiem check rules/ --on 2026-09-01";

pub(crate) const DIFF_HELP: &str = "\
Two criteria sets are compared key by key, and each change says whether rounds written for the old set
still fit. Two results are compared at their final stages, the unit that moved most first.

Exit codes:
  0  nothing changed
  1  something did
  2  wrong use, documents with errors, or a file that cannot be read or written

Examples:
  chamdiem diff criteria-2025.json criteria-2026.json --round round-2025.json
  chamdiem diff results-before.json results-after.json --set criteria.json";

pub(crate) const AUDIT_HELP: &str = "\
Example:
  chamdiem audit criteria.json round.json --near 0.05";

/// What a scoring takes beside the criteria set and the round.
#[derive(Debug, clap::Args)]
pub(crate) struct RowArgs {
    /// Rows of a table: CSV, JSON or JSON lines, also with .gz, or results of earlier rounds; `-` reads CSV from
    /// standard input; may be repeated
    #[arg(long, value_name = "TABLE=FILE,…")]
    pub(crate) table: Vec<String>,
    /// What the files of a table call a column, or `unit`; may be repeated
    #[arg(long, value_name = "TABLE.COLUMN=NAME")]
    pub(crate) map: Vec<String>,
    /// The calendar of working days, in place of the round's
    #[arg(long, value_name = "FILE")]
    pub(crate) calendar: Option<PathBuf>,
    /// The day on which things are looked at, in place of the round's
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
    /// How large documents may be, in place of a limit's own number; may be repeated
    #[arg(long, value_name = "LIMIT=NUMBER", value_parser = limit)]
    pub(crate) limit: Vec<(Limit, u64)>,
}

impl RowArgs {
    /// How large documents may be.
    pub(crate) fn limits(&self) -> Limits {
        self.limit.iter().fold(Limits::default(), |limits, (limit, most)| limits.with(*limit, *most))
    }
}

#[derive(Debug, clap::Args)]
pub(crate) struct DiffArgs {
    /// The old criteria set, or the old results; `-` reads it from standard input
    pub(crate) old: PathBuf,
    /// The new criteria set, or the new results
    pub(crate) new: PathBuf,
    /// With criteria sets: a round for the old one, which is tried with the new one; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) round: Vec<PathBuf>,
    /// With results: the criteria set of one or both, which says how indicators add up; may be repeated
    #[arg(long, value_name = "FILE")]
    pub(crate) set: Vec<PathBuf>,
    /// How the changes are written
    #[arg(long, value_enum, default_value_t = PageFormat::Text)]
    pub(crate) format: PageFormat,
    #[command(flatten)]
    pub(crate) rows: RowArgs,
    /// Write into this file, whole or not at all
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct AuditArgs {
    /// The criteria set, or a folder with its versions; `-` reads standard input
    pub(crate) set: PathBuf,
    /// The round: JSON, or a head and then one unit a line; `-` reads it from standard input
    pub(crate) round: PathBuf,
    /// How far apart keys of a ranking may lie to be a near tie [default: one unit of the last published digit]
    #[arg(long, value_name = "NUMBER", value_parser = distance)]
    pub(crate) near: Option<Fraction>,
    /// How the audit is written
    #[arg(long, value_enum, default_value_t = PageFormat::Text)]
    pub(crate) format: PageFormat,
    #[command(flatten)]
    pub(crate) rows: RowArgs,
    /// Write into this file, whole or not at all
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}
pub(crate) const SCHEMA_HELP: &str = "\
Example:
  chamdiem schema criteria-set -o criteria-set.schema.json";

pub(crate) const NEW_HELP: &str = "\
Example:
  chamdiem new my-set
  chamdiem score my-set/criteria.json my-set/round.json";

pub(crate) const COMPLETIONS_HELP: &str = "\
Example:
  chamdiem completions bash -o ~/.local/share/bash-completion/completions/chamdiem";

pub(crate) const MAN_HELP: &str = "\
Example:
  chamdiem man ~/.local/share/man/man1
  man chamdiem-score";

#[derive(Debug, clap::Args)]
pub(crate) struct ScoreArgs {
    /// The criteria set, or a folder with its versions; `-` reads standard input
    pub(crate) set: PathBuf,
    /// The round: JSON, or a head and then one unit a line; `-` reads it from standard input
    pub(crate) round: PathBuf,
    /// How the results are written
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
    /// Take the result of this stage, instead of the final one; later stages are left out
    #[arg(long, value_name = "ID")]
    pub(crate) stage: Option<String>,
    /// How much of each unit is written [default: what serves the format, see below]
    #[arg(long, value_enum)]
    pub(crate) detail: Option<HowMuch>,
    /// In which order units are written [default: what serves the format, see below]
    #[arg(long, value_enum)]
    pub(crate) sort: Option<Sort>,
    /// Show every unit, however many there are
    #[arg(long)]
    pub(crate) all: bool,
    /// The decimal sign of CSV; with a comma semicolons part the cells
    #[arg(long, value_enum, value_name = "SIGN")]
    pub(crate) decimal: Option<Decimal>,
    #[command(flatten)]
    pub(crate) rows: RowArgs,
    /// Write into this file, whole or not at all
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Exit with 1 when a unit is incomplete, or a row of a table does not count
    #[arg(long)]
    pub(crate) strict: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ExplainArgs {
    /// The criteria set, or a folder with its versions; `-` reads standard input
    pub(crate) set: PathBuf,
    /// The round: JSON, or a head and then one unit a line; `-` reads it from standard input
    pub(crate) round: PathBuf,
    /// The unit
    #[arg(long, value_name = "ID")]
    pub(crate) unit: String,
    /// Only this indicator with what is below it, or `bonus`, `penalty`, `total`, `index`, `class`
    #[arg(long, value_name = "ID")]
    pub(crate) indicator: Option<String>,
    /// Explain the result of this stage, instead of the final one
    #[arg(long, value_name = "ID")]
    pub(crate) stage: Option<String>,
    /// How the ledger is written
    #[arg(long, value_enum, default_value_t = LedgerFormat::Text)]
    pub(crate) format: LedgerFormat,
    #[command(flatten)]
    pub(crate) rows: RowArgs,
    /// Write into this file, whole or not at all
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CheckArgs {
    /// The criteria set, or a folder with its versions; `-` reads standard input
    pub(crate) set: PathBuf,
    /// A round for it
    pub(crate) round: Option<PathBuf>,
    /// Say which version is in force on this day
    #[arg(long, value_name = "DATE", conflicts_with = "round")]
    pub(crate) on: Option<chrono::NaiveDate>,
    #[command(flatten)]
    pub(crate) rows: RowArgs,
    /// How the problems are written
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    pub(crate) format: CheckFormat,
}

#[derive(Debug, clap::Args)]
pub(crate) struct SchemaArgs {
    /// The document
    #[arg(value_enum)]
    pub(crate) document: Document,
    /// Write into this file, whole or not at all
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct NewArgs {
    /// The folder; it is made if it does not exist
    #[arg(default_value = ".")]
    pub(crate) folder: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: Shell,
    /// Write into this file, whole or not at all
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ManArgs {
    /// The folder for all pages; it is made if it does not exist
    pub(crate) folder: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    /// Tiếng Việt
    Vi,
    /// English
    En,
}

impl From<Lang> for Language {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Vi => Self::Vi,
            Lang::En => Self::En,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people, in a terminal
    Table,
    /// The results document
    Json,
    /// Its head, then one unit a line
    Jsonl,
    /// For spreadsheets
    Csv,
    /// The tables as Markdown
    Markdown,
}

impl Format {
    /// Whether the results carry the warnings themselves.
    pub(crate) const fn is_json(self) -> bool {
        matches!(self, Self::Json | Self::Jsonl)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum HowMuch {
    /// Totals, classes and ranks
    Totals,
    /// These, and every indicator
    Indicators,
    /// These, and how each of them came about
    Ledger,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LedgerFormat {
    /// For people, in a terminal
    Text,
    /// The ledger document
    Json,
    /// As Markdown
    Markdown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Sort {
    /// By rank, and by name where ranks are equal or absent
    Rank,
    /// By name
    Name,
    /// By id
    Id,
    /// By group as the criteria set lists them, then by rank
    Group,
    /// As in the round
    Round,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Decimal {
    /// 87.5
    Point,
    /// 87,5
    Comma,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// With the place in the file
    Text,
    /// A JSON list
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum PageFormat {
    /// For people, in a terminal
    Text,
    /// A JSON document, on one line
    Json,
    /// The tables as Markdown
    Markdown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Document {
    /// The criteria set
    CriteriaSet,
    /// The round
    Round,
    /// The results
    Results,
    /// The ledger of one unit
    Ledger,
    /// A calendar of working days
    Calendar,
    /// What changed between two criteria sets
    SetComparison,
    /// What differs between two results
    ResultsComparison,
    /// Ties, near ties and what other roundings change
    Audit,
    /// What a live form shows
    SheetResult,
    /// What an answer changes in a live form
    SheetChange,
    /// The figures of a group that a live form compares with
    GroupStatistics,
    /// The indicators of a set with maxima and weights
    Outline,
}

/// A limit by its name, and what it is set to.
fn limit(text: &str) -> Result<(Limit, u64), String> {
    let (name, number) = text.split_once('=').ok_or("LIMIT=NUMBER")?;
    let limit = name.parse::<Limit>().map_err(|problems| {
        let known: Vec<_> = Limit::ALL.iter().map(|limit| limit.as_str()).collect();
        format!(
            "{} ({})",
            problems.as_slice().first().map_or_else(String::new, |one| one.message(Language::En)),
            known.join(", ")
        )
    })?;
    let number =
        number.parse::<u64>().map_err(|_| format!("`{number}` is not a whole number from 0 to {}", u64::MAX))?;
    Ok((limit, number))
}

/// A number that is not negative.
fn distance(text: &str) -> Result<Fraction, String> {
    match text.parse::<Fraction>() {
        Ok(number) if text.trim_start().starts_with('-') => Err(format!("{number} < 0")),
        Ok(number) => Ok(number),
        Err(error) => Err(error.to_string()),
    }
}
