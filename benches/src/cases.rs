//! Workload W6: case rows of 11,000 offices as CSV, and a criteria set that makes eight facts of them.
//!
//! All of it is synthetic and follows from the number of rows. The rows stand by the day they were received, as a
//! portal writes them, so that those of one office lie far apart.

use std::io::{self, Write};

use crate::dice::Dice;

/// The number of offices.
pub const UNITS: usize = 11_000;

/// The criteria set: eight facts of the table, published as outputs.
pub const CRITERIA_SET: &str = r#"{
 "format": 1,
 "id": "w6",
 "version": "1",
 "title": "W6, synthetic",
 "tables": [
  {
   "id": "cases",
   "columns": [
    {"id": "received", "type": "date"},
    {"id": "due", "type": "date"},
    {"id": "finished", "type": "date", "optional": true},
    {"id": "status", "type": "text"},
    {"id": "channel", "type": "text"},
    {"id": "fee", "type": "number", "optional": true},
    {"id": "late_minutes", "type": "number"}
   ]
  }
 ],
 "tree": [{"id": "1", "max": 1, "measure": "true", "scale": "yes_no"}],
 "outputs": [
  {"id": "cases_all", "formula": "count(cases)"},
  {"id": "done", "formula": "count(cases, status = 'done')"},
  {"id": "on_time", "formula": "percent(cases, finished <= due)", "rounding": {"digits": 6}},
  {"id": "days", "formula": "mean(cases, days(received, finished))", "rounding": {"digits": 6}},
  {"id": "fees", "formula": "sum(cases, fee)"},
  {"id": "worst", "formula": "max(cases, late_minutes)"},
  {"id": "online", "formula": "count(cases, channel = 'online' and status = 'done')"},
  {"id": "open_late", "formula": "count(cases, status = 'open' and due < '2026-12-31')"}
 ],
 "rounding": {"index": {"digits": 2}}
}
"#;

/// The id of an office.
fn office(at: usize) -> String {
    format!("C{:05}", at + 1)
}

/// The round: nothing but its offices.
pub fn round() -> String {
    let units: Vec<_> = (0..UNITS).map(|at| format!(r#"{{"id": "{}"}}"#, office(at))).collect();
    let head = r#""format": 1, "criteria_set": {"id": "w6", "version": "1"}, "period": {"id": "2026"}"#;
    format!("{{{head}, \"units\": [\n{}\n]}}\n", units.join(",\n"))
}

/// Writes the header and so many rows.
///
/// # Errors
///
/// Those of the writer.
pub fn write(rows: usize, out: &mut impl Write) -> io::Result<()> {
    let mut dice = Dice::new(20_261_122);
    let offices: Vec<_> = (0..UNITS).map(office).collect();
    let days = days();
    writeln!(out, "unit,received,due,finished,status,channel,fee,late_minutes")?;
    for row in 0..rows {
        let received = row * 300 / rows.max(1);
        let due = received + pick(&mut dice, 40) + 1;
        let finished = received + pick(&mut dice, 45);
        let open = dice.permille(30);
        let (finished, status) = if open { ("", "open") } else { (days[finished].as_str(), "done") };
        let status = if dice.permille(10) { "refused" } else { status };
        let channel = ["online", "counter", "post"][pick(&mut dice, 3)];
        let office = &offices[pick(&mut dice, UNITS)];
        write!(out, "{office},{},{},{finished},{status},{channel},", days[received], days[due])?;
        if dice.permille(800) {
            let fee = dice.between(0, 500_000);
            write!(out, "{}.{:02}", fee / 100, fee % 100)?;
        }
        writeln!(out, ",{}", dice.streak(700, 20) * dice.between(1, 600))?;
    }
    out.flush()
}

fn pick(dice: &mut Dice, below: usize) -> usize {
    let most = i64::try_from(below).map_or(0, |below| below - 1);
    usize::try_from(dice.between(0, most)).unwrap_or(0)
}

/// The days of 2026.
fn days() -> Vec<String> {
    const LENGTHS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let months = (1..).zip(LENGTHS);
    months.flat_map(|(month, length)| (1..=length).map(move |day| format!("2026-{month:02}-{day:02}"))).collect()
}
