//! Partials as bytes, for engines that gather rows on many machines.

use std::sync::Arc;

use super::origin::{Origin, digest};
use super::partial::Partial;
use super::rejected::{Place, Reason, Rejected, RejectedRow, Tally};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Path};
use crate::document::{ByteReader, ByteWriter};
use crate::plan::Plan;
use crate::program::{FaultKind, Held, LatestRow};
use crate::sort::Map;

/// What the bytes begin with: what they are, and the version of their form.
const MARK: &[u8] = b"chamdiem rows 1\n";

impl Partial {
    /// The partial as bytes, which every machine reads alike.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut writer = ByteWriter::default();
        self.origin.parts().into_iter().for_each(|part| writer.text(part));
        writer.size(self.table);
        writer.list(self.units.iter(), ByteWriter::text);
        writer.list(self.texts.iter(), ByteWriter::text);
        for gathered in self.passes.values() {
            gathered.iter().for_each(|gathered| gathered.write(&mut writer));
        }
        self.tallies.iter().for_each(|tally| write_tally(tally, &mut writer));
        write_reasons(&self.nameless, &mut writer);
        for faults in [&self.unjudged, &self.faults] {
            writer.list(faults.iter(), |writer, (lane, (place, kind))| {
                writer.size(*lane);
                write_place(place, writer);
                write_fault(*kind, writer);
            });
        }
        writer.list(self.latest.rows.iter(), |writer, ((lane, keys), row)| {
            writer.size(*lane);
            write_cells(keys, writer);
            writer.option(row.order.as_ref(), ByteWriter::number);
            write_cells(&row.cells, writer);
            write_place(&row.place, writer);
        });
        writer.list(self.kept.iter(), |writer, rows| writer.list(rows.iter(), |writer, row| write_cells(row, writer)));
        writer.list(self.extra.iter(), |writer, name| writer.text(name));
        let body = writer.finish();
        [MARK, digest(&body).as_bytes(), &body].concat()
    }

    /// Reads what [`Partial::to_bytes`] has written.
    ///
    /// # Errors
    ///
    /// `partial.damaged` where these are no such bytes, or changed ones; `partial.other` where the rows were gathered for
    /// another criteria set.
    ///
    /// ```
    /// use chamdiem::{Options, Plan, records::Partial};
    ///
    /// let plan = Plan::compile(r#"{"format": 1, "id": "demo", "version": "1", "rounding": {"index": {"digits": 2}},
    ///     "tables": [{"id": "cases", "columns": [{"id": "late", "type": "boolean"}]}],
    ///     "tree": [{"id": "1", "max": 2, "measure": "any(cases, late)", "scale": "yes_no"}]}"#)?;
    /// let head = r#"{"format": 1, "criteria_set": {"id": "demo", "version": "1"}, "period": {"id": "2026"}}"#;
    /// let cases = plan.records("cases", head, &Options::default())?.finish();
    /// let again = Partial::from_bytes(&plan, &cases.to_bytes())?;
    /// assert_eq!(again.rows(), 0);
    /// assert!(Partial::from_bytes(&plan, b"no rows").is_err());
    /// # Ok::<(), chamdiem::Diagnostics>(())
    /// ```
    pub fn from_bytes(plan: &Plan, bytes: &[u8]) -> Result<Self, Diagnostics> {
        let refused = |problem| {
            let mut problems = Diagnostics::default();
            problems.push(problem);
            Err(problems)
        };
        let whole = || {
            let (found, body) = bytes.strip_prefix(MARK)?.split_at_checked(digest(b"").len())?;
            (found == digest(body).as_bytes()).then_some(body)
        };
        let Some((mut reader, origin)) = whole().map(ByteReader::new).and_then(|mut reader| {
            let origin = read_origin(&mut reader)?;
            Some((reader, origin))
        }) else {
            return refused(Diagnostic::new(Code::PartialDamaged, &Path::Root));
        };
        let table = reader.size().filter(|table| *table < plan.tables.len());
        let partial = table.map(|table| Self::empty(plan, table, origin.clone(), plan.texts.clone()));
        if let Some(problem) = partial.as_ref().and_then(|partial| partial.other_than(plan, None)) {
            return refused(problem);
        }
        match partial.and_then(|partial| partial.filled(&mut reader)) {
            Some(partial) if reader.is_done() => Ok(partial),
            _ => refused(Diagnostic::new(Code::PartialDamaged, &Path::Root)),
        }
    }

    fn filled(mut self, reader: &mut ByteReader<'_>) -> Option<Self> {
        for unit in reader.list(ByteReader::text)? {
            self.lane_of(unit.as_bytes())?;
        }
        let lanes = self.tallies.len();
        for (at, text) in reader.list(ByteReader::text)?.into_iter().enumerate() {
            // The texts of the plan come first.
            (usize::try_from(self.texts.intern(text)) == Ok(at)).then_some(())?;
        }
        for gathered in self.passes.values_mut().flatten() {
            *gathered = gathered.read(reader, lanes)?;
        }
        for tally in &mut self.tallies {
            *tally = read_tally(reader)?;
        }
        self.nameless = read_reasons(reader)?;
        for faults in [&mut self.unjudged, &mut self.faults] {
            let read = reader.list(|reader| {
                let lane = reader.size().filter(|lane| *lane < lanes)?;
                Some((lane, (read_place(reader)?, read_fault(reader)?)))
            });
            *faults = read?.into_iter().collect();
        }
        let table = &self.plan.tables[self.table];
        let keys = table.admission.as_ref().and_then(|admission| admission.latest.as_ref()).map(|of| of.keys.len());
        let latest = reader.list(|reader| {
            let lane = reader.size().filter(|lane| *lane < lanes)?;
            let own = read_cells(reader).filter(|own| Some(own.len()) == keys)?;
            let order = reader.option(ByteReader::number)?;
            let cells = read_cells(reader).filter(|cells| cells.len() == table.given)?;
            Some(((lane, own), LatestRow { order, cells, place: read_place(reader)? }))
        });
        self.latest.rows = latest?.into_iter().collect();
        let fits = |row: &Vec<_>| row.len() == table.columns.len();
        self.kept = reader.list(|reader| reader.list(|reader| read_cells(reader).filter(fits)))?;
        (self.kept.len() <= lanes).then_some(())?;
        self.extra = reader.list(|reader| reader.text().map(str::to_owned))?.into_iter().collect();
        Some(self)
    }
}

fn read_origin(reader: &mut ByteReader<'_>) -> Option<Origin> {
    let mut part = || reader.text().map(str::to_owned);
    Some(Origin::from_parts([part()?, part()?, part()?, part()?, part()?]))
}

fn write_place(place: &Place, writer: &mut ByteWriter) {
    writer.text(&place.source);
    writer.whole(place.line);
}

fn read_place(reader: &mut ByteReader<'_>) -> Option<Place> {
    Some(Place { source: Arc::from(reader.text()?), line: reader.whole()? })
}

fn write_tally(tally: &Tally, writer: &mut ByteWriter) {
    writer.whole(tally.rows);
    writer.option(tally.first.as_ref(), |writer, place| write_place(place, writer));
    write_reasons(&tally.rejected, writer);
}

fn write_reasons(rejected: &Map<Reason, Rejected>, writer: &mut ByteWriter) {
    writer.list(rejected.iter(), |writer, (reason, rejected)| {
        let (kind, rule) = match reason {
            Reason::Unit => (0, 0),
            Reason::Column => (1, 0),
            Reason::Type => (2, 0),
            Reason::Rule(rule) => (3, *rule),
            Reason::Latest => (4, 0),
        };
        writer.whole(kind);
        writer.size(rule);
        write_rejected(rejected, writer);
    });
}

fn read_tally(reader: &mut ByteReader<'_>) -> Option<Tally> {
    let (rows, first) = (reader.whole()?, reader.option(read_place)?);
    let rejected = read_reasons(reader)?;
    let uncounted = rejected.values().try_fold(0_u64, |sum, rejected| sum.checked_add(rejected.rows))?;
    (uncounted <= rows && rows <= MOST_ROWS).then_some(Tally { rows, first, rejected })
}

fn read_reasons(reader: &mut ByteReader<'_>) -> Option<Map<Reason, Rejected>> {
    let rejected = reader.list(|reader| {
        let (kind, rule) = (reader.whole()?, reader.size()?);
        let reason = match kind {
            0 => Reason::Unit,
            1 => Reason::Column,
            2 => Reason::Type,
            3 => Reason::Rule(rule),
            4 => Reason::Latest,
            _ => return None,
        };
        Some((reason, read_rejected(reader)?))
    });
    rejected.map(|rejected| rejected.into_iter().collect())
}

/// So many rows can be added without end: it is more than anybody reads.
const MOST_ROWS: u64 = 1 << 48;

fn write_rejected(rejected: &Rejected, writer: &mut ByteWriter) {
    writer.whole(rejected.rows);
    writer.list(rejected.first.iter(), |writer, row| {
        write_place(&row.place, writer);
        writer.option(row.column.as_ref(), |writer, column| writer.size(*column));
        writer.option(row.value.as_ref(), |writer, value| writer.text(value));
    });
}

fn read_rejected(reader: &mut ByteReader<'_>) -> Option<Rejected> {
    let rows = reader.whole().filter(|rows| *rows <= MOST_ROWS)?;
    let first = reader.list(|reader| {
        let (place, column) = (read_place(reader)?, reader.option(ByteReader::size)?);
        Some(RejectedRow { place, column, value: reader.option(|reader| reader.text().map(str::to_owned))? })
    });
    Some(Rejected { rows, first: first? })
}

fn write_fault(kind: FaultKind, writer: &mut ByteWriter) {
    match kind {
        FaultKind::Uncovered(day) => {
            writer.whole(1);
            writer.option(day.as_ref(), |writer, day| writer.signed(*day));
        }
        // A fault of a row outside of the round is met in the round only.
        FaultKind::Overflow | FaultKind::Row { .. } => writer.whole(0),
    }
}

fn read_fault(reader: &mut ByteReader<'_>) -> Option<FaultKind> {
    Some(match reader.whole()? {
        0 => FaultKind::Overflow,
        1 => FaultKind::Uncovered(reader.option(ByteReader::signed)?),
        _ => return None,
    })
}

fn write_cells(cells: &[Held], writer: &mut ByteWriter) {
    writer.list(cells.iter(), |writer, cell| writer.option(cell.as_ref(), ByteWriter::number));
}

fn read_cells(reader: &mut ByteReader<'_>) -> Option<Vec<Held>> {
    reader.list(|reader| reader.option(ByteReader::number))
}
