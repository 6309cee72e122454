//! A table of points over two values.

use super::bands::{Edges, Segments, cuts, report_all, stand_in};
use super::{Place, Points, Scaled, Site, answer_key, lookup_points, unmeasured};
use crate::criteria::{Dimension, Gaps, Id, Matrix};
use crate::diagnostic::{Code, Diagnostic, Path};
use crate::formula::Type;
use crate::number::Number;
use crate::plan::{AnswerPlan, BandSlot, ShownValue, Slot, Working};
use crate::step::Reg;

/// One side: the segments of its value, and where an answer can name a band.
struct Side {
    segments: Segments,
    position: Reg,
    /// The segment of the formula's value.
    computed: Option<Reg>,
    slot: BandSlot,
}

/// Points by two bands.
pub(super) fn matrix(site: &mut dyn Site, matrix: &Matrix, place: &Place<'_>) -> Option<Scaled> {
    unmeasured(site, place, "matrix")?;
    let rows = side(site, &matrix.rows, &place.path.key("rows"));
    let columns = side(site, &matrix.columns, &place.path.key("columns"));
    let shaped = shape(site, matrix, &place.path.key("points"));
    let (rows, columns) = (rows?, columns?);
    shaped?;
    let mut entries = Vec::new();
    for row in &rows.segments.bands {
        for column in &columns.segments.bands {
            let cell = row.zip(*column).and_then(|(row, column)| matrix.points.get(row)?.get(column));
            entries.push(cell.map(|points| Points::Number(Number::from_decimal(*points))));
        }
    }
    let builder = site.builder();
    let width = builder.number(Number::integer(i64::try_from(columns.segments.bands.len()).unwrap_or(1)));
    let start = builder.multiply(rows.position, width);
    let at = builder.add(start, columns.position);
    let points = lookup_points(builder, at, &entries, place.max);
    let key = answer_key(site, place, Slot::Cell { row: rows.slot, column: columns.slot });
    let value = match (rows.computed, columns.computed) {
        (Some(row), Some(column)) => ShownValue::InPlaceOf(site.builder().add(row, column), key),
        _ => ShownValue::Answer(key),
    };
    Some(Scaled { points, answer: AnswerPlan::One(key), value, fed: None })
}

fn side(site: &mut dyn Site, dimension: &Dimension, path: &Path<'_>) -> Option<Side> {
    let of = dimension.of.as_ref().map(|text| site.formula(text, &path.key("of"), Type::NUMBER, &[]));
    let edges: Vec<_> = dimension.bands.iter().map(Edges::from).collect();
    let gaps = dimension.gaps == Some(Gaps::Missing);
    let segments = report_all(site, |problems| cuts(&edges, gaps, &path.key("bands"), problems))?;
    let ids: Vec<_> = dimension.bands.iter().map(|band| band.id.as_ref().map(Id::as_str)).collect();
    let builder = site.builder();
    let slot = BandSlot { input: builder.input(), ids: segments.ids(&ids) };
    let read = of.map_or(Some(None), |typed| typed.map(Some))?;
    let computed = read.map(|typed| builder.segment(typed.register, segments.cuts.clone()));
    let position = computed.map_or(slot.input, |at| stand_in(builder, at, slot.input));
    let value = read.map(|typed| typed.register);
    site.note(path, Working::Bands { value, at: position, bands: segments.bands.clone() });
    Some(Side { segments, position, computed, slot })
}

fn shape(site: &mut dyn Site, matrix: &Matrix, path: &Path<'_>) -> Option<()> {
    let (rows, columns) = (matrix.rows.bands.len(), matrix.columns.bands.len());
    let mut fits = true;
    let mut differs = |site: &mut dyn Site, path: &Path<'_>, found: usize, expected: usize| {
        if found != expected {
            fits = false;
            site.report(Diagnostic::new(Code::ScaleTableShape, path).with("found", found).with("expected", expected));
        }
    };
    differs(site, path, matrix.points.len(), rows);
    for (at, row) in matrix.points.iter().enumerate() {
        differs(site, &path.index(at), row.len(), columns);
    }
    fits.then_some(())
}
