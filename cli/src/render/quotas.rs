//! The table of quotas: how many may have a class, who is equal at the cut, who is just outside.

use chamdiem::results::QuotaResult;

use super::figure::figure;
use super::outline::Outline;
use super::page::{Kind, Row, Table, Weight};
use super::words::Word;

/// What each quota decides about each of its populations.
pub(super) fn quotas(outline: &Outline<'_>, results: &[QuotaResult]) -> Table {
    let mut table = Table::default();
    let is_divided = results.iter().any(|result| !result.within.is_empty());
    for (kind, word) in [
        (Kind::Long, Word::Quota),
        (Kind::Long, Word::QuotaWithin),
        (Kind::Figure, Word::QuotaCandidates),
        (Kind::Figure, Word::QuotaShare),
        (Kind::Figure, Word::QuotaBase),
        (Kind::Figure, Word::QuotaAllowed),
        (Kind::Figure, Word::QuotaKept),
        (Kind::Long, Word::QuotaTied),
        (Kind::Long, Word::QuotaOutside),
    ] {
        if is_divided || word != Word::QuotaWithin {
            table.column(kind, word.text(outline.language));
        }
    }
    for result in results {
        let mut cells = vec![outline.quota(&result.id).into()];
        if is_divided {
            let written = outline.set.quotas.iter().find(|quota| quota.id.as_str() == result.id);
            let names = written.map_or(&[][..], |quota| &quota.within);
            let titles = result.within.iter().zip(names).map(|(value, name)| match name.as_str() {
                "group" => outline.group(value),
                _ => value,
            });
            cells.push(titles.collect::<Vec<_>>().join(", ").into());
        }
        let count = |number: u32| figure(number, None, outline.language).into();
        cells.push(count(result.candidates));
        cells.push(figure(&result.share, None, outline.language).into());
        cells.extend([result.base, result.allowed, result.kept].map(count));
        cells.extend([&result.tied, &result.just_outside].map(|ids| ids.join(", ").into()));
        table.rows.push(Row { weight: Weight::Plain, cells });
    }
    table
}
