//! `chamdiem schema`: the JSON Schema of a document.

use chamdiem::Language;
use chamdiem::json::Schema;

use crate::args::{Document, SchemaArgs};
use crate::failure::{Failure, Outcome};
use crate::output::{Bytes, deliver};

pub(crate) fn run(args: &SchemaArgs, language: Language) -> Result<Outcome, Failure> {
    let schema = match args.document {
        Document::CriteriaSet => Schema::CriteriaSet,
        Document::Round => Schema::Round,
        Document::Results => Schema::Results,
        Document::Ledger => Schema::Ledger,
        Document::Calendar => Schema::Calendar,
        Document::SetComparison => Schema::SetComparison,
        Document::ResultsComparison => Schema::ResultsComparison,
        Document::Audit => Schema::Audit,
        Document::SheetResult => Schema::SheetResult,
        Document::SheetChange => Schema::SheetChange,
        Document::GroupStatistics => Schema::GroupStatistics,
        Document::Outline => Schema::Outline,
    };
    deliver(args.output.as_deref(), Bytes::Exact, language, |out| writeln!(out, "{}", schema.to_json()))?;
    Ok(Outcome::Done)
}
