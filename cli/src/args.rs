//! What can be written on the command line.

use std::path::PathBuf;

use chamdiem::Language;
use clap::{Parser, Subcommand, ValueEnum};

const EXIT_CODES: &str = "\
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
    /// Prints the JSON Schema of a document, for editors and validators
    #[command(after_help = "Example:\n  chamdiem schema criteria-set -o criteria-set.schema.json")]
    Schema(SchemaArgs),
    /// Writes a small synthetic criteria set and round to start from
    #[command(after_help = "Example:\n  chamdiem new my-set\n  chamdiem score my-set/criteria.json my-set/round.json")]
    New(NewArgs),
}

const SCORE_HELP: &str = "\
What is printed:
  table, markdown  one unit: every indicator at every stage; many units: their ranking
  json             the results document, on one line
  jsonl            the head of the results, then one unit a line
  csv              one row for each unit at the final stage
--detail indicators adds every unit's indicators to a ranking, and makes CSV write one row for each
unit, stage and indicator. --detail ledger also says how each of them came about, see `chamdiem explain`.
--detail totals leaves the indicators out everywhere.
CSV cells of text that a spreadsheet would run as a formula begin with an apostrophe. CSV is UTF-8:
open it in a spreadsheet by importing it as such.
Messages go to standard error, with json and jsonl as a JSON list.

Example:
  chamdiem score criteria.json round.json --lang vi";

const EXPLAIN_HELP: &str = "\
The amounts of the lines under a heading add up to its points, exactly.

Example:
  chamdiem explain criteria.json round.json --unit xa-a --indicator 1.1";

const CHECK_HELP: &str = "\
Example:
  chamdiem check criteria.json round.json";

#[derive(Debug, clap::Args)]
pub(crate) struct ScoreArgs {
    /// The criteria set; `-` reads it from standard input
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
    /// Write into this file, whole or not at all
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Exit with 1 when a unit is incomplete
    #[arg(long)]
    pub(crate) strict: bool,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ExplainArgs {
    /// The criteria set; `-` reads it from standard input
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
    /// Write into this file, whole or not at all
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CheckArgs {
    /// The criteria set; `-` reads it from standard input
    pub(crate) set: PathBuf,
    /// A round for it
    pub(crate) round: Option<PathBuf>,
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
pub(crate) enum CheckFormat {
    /// With the place in the file
    Text,
    /// A JSON list
    Json,
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
}
