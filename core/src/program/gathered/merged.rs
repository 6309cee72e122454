//! Adding what two parts of the rows came to, in any order.

use super::{Gathered, Numbers, Reduction, stands};
use crate::column::{Texts, bounded_product, bounded_sum, factor};
use crate::number::Number;

impl Gathered {
    /// Adds what other rows came to; `lanes` says which lane here each lane there is. Where texts were reduced, `texts`
    /// has the number here of each text there, and the texts.
    pub(crate) fn merge(&mut self, other: &Self, lanes: &[usize], texts: Option<(&[i64], &Texts)>) {
        let here = |number: &Number| match texts {
            None => number.clone(),
            Some((numbers, _)) => {
                let place = number.small().and_then(|(place, _)| usize::try_from(place).ok());
                place.and_then(|place| numbers.get(place)).map_or(Number::ZERO, |number| Number::integer(*number))
            }
        };
        self.reserve(lanes.iter().map(|lane| lane + 1).max().unwrap_or(0));
        // The counts say which lanes have seen rows, so they are added last.
        match self.reduction {
            Reduction::Sum | Reduction::Mean | Reduction::Min | Reduction::Max => self.merge_numbers(other, lanes),
            Reduction::Distinct => {
                for (there, different) in other.different.iter().enumerate() {
                    self.different[lanes[there]].extend(different.iter().map(here));
                }
            }
            Reduction::First | Reduction::Last => {
                let last = self.reduction == Reduction::Last;
                for (there, outermost) in other.outermost.iter().enumerate() {
                    let Some((key, value)) = outermost else { continue };
                    let own = (key.clone(), here(value));
                    let known = &mut self.outermost[lanes[there]];
                    if known.as_ref().is_none_or(|known| stands(&own, known, last, texts.map(|(_, texts)| texts))) {
                        *known = Some(own);
                    }
                }
            }
            Reduction::Count | Reduction::Share | Reduction::Percent | Reduction::Any | Reduction::All => {}
        }
        let counts =
            [(&mut self.rows, &other.rows), (&mut self.skipped, &other.skipped), (&mut self.hits, &other.hits)];
        for (own, theirs) in counts {
            theirs.iter().zip(lanes).for_each(|(count, lane)| own[*lane] += count);
        }
        self.overflows.extend(other.overflows.iter().map(|there| lanes[*there]));
    }

    fn merge_numbers(&mut self, other: &Self, lanes: &[usize]) {
        let sums = matches!(self.reduction, Reduction::Sum | Reduction::Mean);
        let greatest = self.reduction == Reduction::Max;
        let met = other.rows.iter().enumerate().filter(|(_, rows)| **rows > 0).map(|(there, _)| there);
        let tens = self.align_with(&other.numbers, sums);
        if let (Numbers::Fixed { num, .. }, Numbers::Fixed { num: theirs, .. }, Some(tens)) =
            (&mut self.numbers, &other.numbers, tens)
        {
            for there in met {
                let (lane, own) = (lanes[there], theirs[there].wrapping_mul(tens));
                num[lane] = match self.rows[lane] {
                    0 => own,
                    _ if sums => num[lane].wrapping_add(own),
                    _ if greatest => num[lane].max(own),
                    _ => num[lane].min(own),
                };
            }
            return;
        }
        self.numbers.widen();
        let Numbers::Wide(wide) = &mut self.numbers else { return };
        for there in met {
            let (lane, own) = (lanes[there], other.numbers.number(there));
            let so_far = std::mem::replace(&mut wide[lane], Number::ZERO);
            wide[lane] = match self.rows[lane] {
                0 => own,
                _ if sums => so_far.add(&own).unwrap_or_else(|_| {
                    self.overflows.insert(lane);
                    Number::ZERO
                }),
                _ if greatest => so_far.max(own),
                _ => so_far.min(own),
            };
        }
    }

    /// Brings both to one scale, where the integers stay within their bounds; gives the factor of the other's.
    fn align_with(&mut self, other: &Numbers, sums: bool) -> Option<i64> {
        let Numbers::Fixed { scale: their_scale, bound: their_bound, .. } = other else { return None };
        let Numbers::Fixed { scale, bound, num } = &mut self.numbers else { return None };
        let common = (*their_scale).max(*scale);
        let (own, theirs) = (factor(common - *scale)?, factor(common - *their_scale)?);
        let so_far = bounded_product(*bound, own.unsigned_abs())?;
        let size = bounded_product(*their_bound, theirs.unsigned_abs())?;
        let most = if sums { bounded_sum(so_far, size)? } else { so_far.max(size) };
        if own != 1 {
            num.iter_mut().for_each(|num| *num = num.wrapping_mul(own));
        }
        *scale = common;
        *bound = most;
        Some(theirs)
    }
}
