//! Caps, floors and bounds that never bind, that a single case passes, or that no number of cases meets.

use super::interval::{End, Interval};
use super::{Lint, number};
use crate::compile::Part;
use crate::criteria::{Base, Scale, Section, Tally, TallyLine};
use crate::diagnostic::Code;
use crate::number::{Number, Rounding, RoundingMode};
use crate::scale::{line_range, range};

impl Lint<'_> {
    pub(super) fn caps(&mut self) {
        for at in 0..self.arena.nodes.len() {
            let (written, place) = (self.arena.nodes[at].written, self.arena.nodes[at].place.clone());
            if let Some(Scale::Tally(tally)) = &written.scale {
                let max = self.maxima(at).pop().unwrap_or(Number::ZERO);
                self.tally(tally, &max, &format!("{place}/scale/tally"));
            }
            if !written.children.is_empty() {
                let (low, high) = (written.floor.map(number), written.cap.map(number));
                let children = self.points_below(at);
                self.limits(&children, low.as_ref(), high.as_ref(), &place, ["floor", "cap"]);
            }
        }
        self.section(self.set.bonus.as_ref(), Part::Bonus);
        self.section(self.set.penalty.as_ref(), Part::Penalty);
        if let Some(bounds) = &self.set.bounds {
            let total = self.total();
            let (low, high) = (bounds.from.map(number), bounds.to.map(number));
            self.limits(&total, low.as_ref(), high.as_ref(), "/bounds", ["from", "to"]);
        }
    }

    /// Limits that what is limited never comes to. A limit of 0 is often said for safety.
    fn limits(&mut self, of: &Interval, low: Option<&Number>, high: Option<&Number>, path: &str, keys: [&str; 2]) {
        let own = (of.low.clone(), of.high.clone());
        let beyond_low = low.filter(|low| !low.is_zero() && own.0 > End::At((*low).clone()));
        let beyond_high = high.filter(|high| !high.is_zero() && own.1 < End::At((*high).clone()));
        for (key, limit) in keys.into_iter().zip([beyond_low, beyond_high]) {
            if let Some(limit) = limit {
                self.idle(format!("{path}/{key}"), limit, of);
            }
        }
    }

    fn idle(&mut self, path: String, cap: &Number, of: &Interval) {
        self.suspect(Code::LintCapIdle, path, &[("cap", cap.to_string()), ("range", of.to_string())]);
    }

    fn section(&mut self, section: Option<&Section>, part: Part) {
        let Some(cap) = section.and_then(|section| section.cap).map(number) else { return };
        let items = if part == Part::Bonus { self.arena.bonus.clone() } else { self.arena.penalty.clone() };
        let key = if part == Part::Bonus { "bonus" } else { "penalty" };
        let mut sum = Interval::exactly(&Number::ZERO);
        for at in items {
            let max = self.maxima(at).pop().unwrap_or(Number::ZERO);
            let Some(scale) = &self.arena.nodes[at].written.scale else { continue };
            let (low, high) = range(scale, &max);
            let most = if part == Part::Bonus { high.clone() } else { low.as_ref().map(Number::neg) };
            let place = self.arena.nodes[at].place.clone();
            match (most, scale) {
                (Some(most), _) if most > cap => {
                    let words = [("points", most.to_string()), ("cap", cap.to_string())];
                    self.suspect(Code::LintPointsAboveCap, place, &words);
                }
                (None, Scale::Tally(tally)) => {
                    let negative = part == Part::Penalty;
                    for (at, line) in tally.lines.iter().enumerate().filter(|(_, line)| is_on(line, negative)) {
                        self.single(line, &cap, &format!("{place}/scale/tally/lines/{at}"));
                    }
                }
                _ => {}
            }
            sum = sum.add(&Interval::from((low, high)));
        }
        let (low, high) = (cap.neg(), cap.clone());
        let reaches = if part == Part::Bonus { sum.high >= End::At(high) } else { sum.low <= End::At(low) };
        if !reaches {
            self.idle(format!("/{key}/cap"), &cap, &sum);
        }
    }

    fn tally(&mut self, tally: &Tally, max: &Number, path: &str) {
        let (zero, mut minus, mut plus) =
            (Interval::exactly(&Number::ZERO), Interval::exactly(&Number::ZERO), Interval::exactly(&Number::ZERO));
        for (at, line) in tally.lines.iter().enumerate() {
            self.line(line, &format!("{path}/lines/{at}"));
            let own = Interval::from(line_range(line, max));
            minus = minus.add(&own.clone().least(zero.clone()));
            plus = plus.add(&own.greatest(zero.clone()));
        }
        for (key, cap, negative, most) in
            [("minus_cap", tally.minus_cap, true, minus.negative()), ("plus_cap", tally.plus_cap, false, plus.clone())]
        {
            let Some(cap) = cap.map(number) else { continue };
            let place = format!("{path}/{key}");
            if most.high < End::At(cap.clone()) {
                self.idle(place, &cap, &most);
                continue;
            }
            let side = || tally.lines.iter().enumerate().filter(|(_, line)| is_on(line, negative));
            for (at, line) in side() {
                self.single(line, &cap, &format!("{path}/lines/{at}"));
            }
            let steps: Option<Vec<_>> =
                side().map(|(_, line)| line.points.map(|points| number(points).abs())).collect();
            let caps = side().filter_map(|(_, line)| line.cap.map(number));
            // A side with amounts may come to any figure.
            if let Some(steps) = steps {
                self.partial(steps.into_iter().chain(caps).collect(), &cap, place);
            }
        }
        let capped = |side: Interval, cap: Option<Number>| match cap {
            Some(cap) => side.greatest(Interval::exactly(&cap.neg())).least(Interval::exactly(&cap)),
            None => side,
        };
        let both = capped(minus, tally.minus_cap.map(number)).add(&capped(plus, tally.plus_cap.map(number)));
        let (from, to) = tally.net.as_ref().map_or((None, None), |net| (net.from.map(number), net.to.map(number)));
        self.limits(&both, from.as_ref(), to.as_ref(), &format!("{path}/net"), ["from", "to"]);
        let base = match &tally.base {
            Base::Points(points) => Interval::exactly(&number(*points)),
            Base::Scale(scale) => Interval::from(range(scale, max)),
        };
        let net = Interval::within(from.as_ref(), to.as_ref());
        let whole = base.add(
            &both
                .greatest(Interval { low: net.low, high: End::Below })
                .least(Interval { low: End::Above, high: net.high }),
        );
        // A ceiling at the maximum says what is so.
        let ceiling = tally.ceiling.map(number).filter(|ceiling| ceiling != max);
        self.limits(&whole, tally.floor.map(number).as_ref(), ceiling.as_ref(), path, ["floor", "ceiling"]);
    }

    /// The cap of a line, beside what it gives for a case.
    fn line(&mut self, line: &TallyLine, path: &str) {
        let (Some(cap), Some(points)) = (line.cap.map(number), line.points.map(|points| number(points).abs())) else {
            return;
        };
        let once = line.once == Some(true) || matches!(line.count, Some(crate::criteria::TallyCount::Times(1)));
        if once && points <= cap {
            self.idle(format!("{path}/cap"), &cap, &Interval::new(Number::ZERO, points));
        } else if points > cap {
            self.single(line, &cap, path);
        } else {
            self.partial(vec![points], &cap, format!("{path}/cap"));
        }
    }

    /// One case that gives more than the cap lets through.
    fn single(&mut self, line: &TallyLine, cap: &Number, path: &str) {
        let points = line.points.map(number).filter(|points| points.abs() > *cap);
        if let Some(points) = points {
            let words = [("points", points.to_string()), ("cap", cap.to_string())];
            self.suspect(Code::LintPointsAboveCap, format!("{path}/points"), &words);
        }
    }

    /// A cap that no number of cases meets: the last case counts in part.
    fn partial(&mut self, steps: Vec<Number>, cap: &Number, path: String) {
        let step = steps.into_iter().filter(|step| !step.is_zero()).reduce(common_step);
        let rest = step.as_ref().and_then(|step| remainder(cap, step));
        if let (Some(step), Some(rest)) = (step, rest.filter(|rest| !rest.is_zero() && !cap.is_zero())) {
            let words = [("cap", cap.to_string()), ("step", step.to_string()), ("rest", rest.to_string())];
            self.suspect(Code::LintCapPartial, path, &words);
        }
    }
}

fn is_on(line: &TallyLine, negative: bool) -> bool {
    line.points.is_none_or(|points| points.is_sign_negative() == negative)
}

/// The largest number of which both are multiples.
fn common_step(a: Number, b: Number) -> Number {
    let (mut a, mut b) = (a, b);
    // Euclid's steps; these numbers have few digits.
    while let Some(rest) = remainder(&a, &b) {
        (a, b) = (b, rest);
    }
    a
}

fn remainder(of: &Number, by: &Number) -> Option<Number> {
    let times = of.div(by)?.ok()?.round(Rounding { digits: 0, mode: RoundingMode::Floor }).ok()?;
    of.sub(&times.mul(by).ok()?).ok()
}
