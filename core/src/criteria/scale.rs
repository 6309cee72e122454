//! The scales as written: functions from a value or an answer to points.

use rust_decimal::Decimal;
use serde_json::json;

use super::{Fraction, Id, Relative, Tally, Title};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path, Phrase};
use crate::document::{Document, Json, JsonWriter, Member, Schemas, choices, document, words};

choices! {
    /// A function from a value or an answer to points.
    Scale(ScaleUnknown) {
        /// One of a list of options.
        Options(Options) = "options",
        /// Ticked items add up.
        Checklist(Checklist) = "checklist",
        /// An assessor writes the points.
        Entered(Entered) = "entered",
        /// The points are the measure.
        Value(ValueScale) = "value",
        /// Bands of a value.
        Bands(Bands) = "bands",
        /// A table of points over two bands.
        Matrix(Matrix) = "matrix",
        /// Value / target × maximum.
        Proportional(Proportional) = "proportional",
        /// Straight lines between knots.
        Interpolate(Interpolate) = "interpolate",
        /// A base, and lines that add to it or take from it.
        Tally(Box<Tally>) = "tally",
        /// Points by comparison with the rated units of the group.
        Relative(Relative) = "relative",
        ;
        /// `yes` gives the maximum, `no` gives 0.
        YesNo = "yes_no",
    }

    /// What follows when a gate's condition holds.
    Effect(ValueInvalid) {
        /// The class is at most this one.
        ClassAtMost(Id) = "class_at_most",
        /// The class is at least this one.
        ClassAtLeast(Id) = "class_at_least",
        /// The total is at most this; the index follows it.
        ScoreAtMost(Decimal) = "score_at_most",
        /// The class falls by so many bands, not below the last.
        Drop(u32) = "drop",
        ;
        /// The unit is not classed and not ranked.
        NotRated = "not_rated",
    }

    /// What happens when a value is missing.
    Missing(ValueInvalid) {
        /// Missing children leave the node like ones that do not apply, while enough are scored.
        Skip(Skip) = "skip",
        ;
        /// The unit shows its points so far and is not classed or ranked.
        Incomplete = "incomplete",
        /// It gets no points.
        Zero = "zero",
    }
}

document! {
    /// The least number of scored children under which a node is not rated.
    Skip {
        /// How many direct children must be scored.
        at_least: u32,
    }

    /// An option and its points.
    Choice {
        /// The id that answers name.
        id: Id,
        /// What the option is called.
        title: Option<Title>,
        /// Its points.
        points: Option<Decimal>,
        /// Its points as a fraction of the leaf's maximum.
        of_max: Option<Fraction>,
    }

    /// Options in the long form.
    OptionList {
        /// The options.
        list: Vec<Choice>,
    }

    /// An item of a checklist: with points, or with items below it.
    ChecklistItem {
        /// The id that answers name.
        id: Id,
        /// What the item is called.
        title: Option<Title>,
        /// Its points.
        points: Option<Decimal>,
        /// Its points as a fraction of the leaf's maximum.
        of_max: Option<Fraction>,
        /// The items below it.
        items: Vec<ChecklistItem>,
    }

    /// Points written by an assessor.
    Entered {
        /// The lowest.
        from: Decimal,
        /// The highest.
        to: Decimal,
        /// The step, counted from the lowest.
        step: Option<Decimal>,
    }

    /// Points that are the measure.
    ValueScale {
        /// The lowest.
        from: Option<Decimal>,
        /// The highest.
        to: Option<Decimal>,
        /// What happens outside.
        outside: Option<Outside>,
    }

    /// A band of a value and its points.
    Band {
        /// The id that answers can name where only the band is on record.
        id: Option<Id>,
        /// What the band is called.
        title: Option<Title>,
        /// The value reaches at least this.
        from: Option<Decimal>,
        /// The value is greater than this.
        above: Option<Decimal>,
        /// The value is at most this.
        to: Option<Decimal>,
        /// The value is less than this.
        below: Option<Decimal>,
        /// The value is exactly this.
        at: Option<Decimal>,
        /// Its points.
        points: Option<Decimal>,
        /// Its points as a fraction of the leaf's maximum.
        of_max: Option<Fraction>,
    }

    /// Bands in the long form.
    BandList {
        /// The bands.
        list: Vec<Band>,
        /// `missing`: a value between the bands is missing.
        gaps: Option<Gaps>,
    }

    /// A table of points over two values.
    Matrix {
        /// The value of the rows.
        rows: Dimension,
        /// The value of the columns.
        columns: Dimension,
        /// A row of points for each band of rows, with a number for each band of columns.
        points: Vec<Vec<Decimal>>,
    }

    /// One side of a matrix.
    Dimension {
        /// The formula of the value; without it the answer names the band.
        of: Option<String>,
        /// Its bands.
        bands: Vec<MatrixBand>,
        /// `missing`: a value between the bands is missing.
        gaps: Option<Gaps>,
    }

    /// A band of one side of a matrix.
    MatrixBand {
        /// The id that answers can name where only the band is on record.
        id: Option<Id>,
        /// What the band is called.
        title: Option<Title>,
        /// The value reaches at least this.
        from: Option<Decimal>,
        /// The value is greater than this.
        above: Option<Decimal>,
        /// The value is at most this.
        to: Option<Decimal>,
        /// The value is less than this.
        below: Option<Decimal>,
        /// The value is exactly this.
        at: Option<Decimal>,
    }

    /// Value / target × maximum.
    Proportional {
        /// The value that gives the maximum.
        target: Decimal,
        /// Below this value there are no points; exactly there it scores.
        zero_below: Option<Decimal>,
        /// The most points.
        cap: ProportionalCap,
    }

    /// Straight lines between knots.
    Interpolate {
        /// Pairs `[value, points]`, ascending or descending by value.
        knots: Vec<Knot>,
        /// What happens outside the first and last knot.
        outside: Outside,
    }
}

words! {
    /// What happens to a value outside the limits.
    Outside {
        /// It counts as the limit.
        Clamp = "clamp",
        /// The outer line goes on (only `interpolate`).
        Extend = "extend",
        /// It is an error.
        Error = "error",
    }

    /// What a value between the bands is.
    Gaps {
        /// It is missing.
        Missing = "missing",
    }
}

/// A list, or an object with the list.
macro_rules! listed {
    ($($(#[doc = $doc:literal])* $name:ident { $short:ty, $long:ident })*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub enum $name {
            /// The bare list.
            List(Vec<$short>),
            /// The long form.
            Long($long),
        }

        impl $name {
            /// The entries.
            pub fn as_slice(&self) -> &[$short] {
                match self {
                    Self::List(list) | Self::Long($long { list, .. }) => list,
                }
            }

            /// The place of the entries in the document.
            pub(crate) fn path<'a>(&self, path: &'a Path<'a>) -> Path<'a> {
                match self {
                    Self::List(_) => *path,
                    Self::Long(_) => path.key("list"),
                }
            }
        }

        crate::document::serialized!($name);

        impl Document for $name {
            const EXPECTED: Phrase = Phrase::List;

            fn read(json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self> {
                match json {
                    Json::Object(_) => $long::read(json, path, problems).map(Self::Long),
                    _ => Vec::read(json, path, problems).map(Self::List),
                }
            }

            fn write(&self, json: &mut JsonWriter<'_>) {
                match self {
                    Self::List(list) => list.write(json),
                    Self::Long(long) => long.write(json),
                }
            }

            fn blank() -> Self {
                Self::List(Vec::new())
            }

            fn schema(schemas: &mut Schemas) -> serde_json::Value {
                let long = $long::schema(schemas);
                let short = <$short>::schema(schemas);
                json!({ "oneOf": [{ "type": "array", "items": short }, long] })
            }
        }
    )*};
}

document! {
    /// A checklist in the long form.
    ChecklistLong {
        /// The items.
        list: Vec<ChecklistItem>,
    }
}

listed! {
    /// Options: a list, or `{list}`.
    Options { Choice, OptionList }
    /// Items of a checklist: a list, or `{list}`.
    Checklist { ChecklistItem, ChecklistLong }
    /// Bands: a list, or `{list, gaps}`.
    Bands { Band, BandList }
}

impl Bands {
    /// Whether values between the bands are missing.
    pub(crate) const fn gaps_are_missing(&self) -> bool {
        matches!(self, Self::Long(BandList { gaps: Some(Gaps::Missing), .. }))
    }
}

/// A pair of a value and its points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Knot(pub Decimal, pub Decimal);

crate::document::serialized!(Knot);

impl Document for Knot {
    const EXPECTED: Phrase = Phrase::List;

    fn read(json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self> {
        let pair: Vec<Decimal> = Vec::read(json, path, problems)?;
        if let [value, points] = pair.as_slice() {
            return Some(Self(*value, *points));
        }
        let problem = Diagnostic::new(Code::ScaleTableShape, path);
        problems.push(problem.with("found", pair.len()).with("expected", 2));
        None
    }

    fn write(&self, json: &mut JsonWriter<'_>) {
        json.list(&mut [&self.0 as &dyn Member, &self.1].into_iter());
    }

    fn blank() -> Self {
        Self(Decimal::ZERO, Decimal::ZERO)
    }

    fn schema(schemas: &mut Schemas) -> serde_json::Value {
        let number = Decimal::schema(schemas);
        json!({ "type": "array", "prefixItems": [number, number], "items": false, "minItems": 2 })
    }
}

/// The most points of a proportional scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProportionalCap {
    /// The leaf's maximum.
    Max,
    /// No limit.
    None,
    /// A number.
    Points(Decimal),
}

crate::document::serialized!(ProportionalCap);

impl Document for ProportionalCap {
    const EXPECTED: Phrase = Phrase::Number;

    fn read(json: &Json, path: &Path<'_>, problems: &mut Diagnostics) -> Option<Self> {
        match json {
            Json::Text(word) if word == "max" => Some(Self::Max),
            Json::Text(word) if word == "none" => Some(Self::None),
            _ => Decimal::read(json, path, problems).map(Self::Points),
        }
    }

    fn write(&self, json: &mut JsonWriter<'_>) {
        match self {
            Self::Max => json.text("max"),
            Self::None => json.text("none"),
            Self::Points(points) => points.write(json),
        }
    }

    fn blank() -> Self {
        Self::Max
    }

    fn schema(schemas: &mut Schemas) -> serde_json::Value {
        let number = Decimal::schema(schemas);
        json!({ "anyOf": [{ "enum": ["max", "none"] }, number] })
    }
}
