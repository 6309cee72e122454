//! Quotas: what they read of each unit, and the classes that they leave.

use std::sync::Arc;

use super::classes::{Limited, distinct, position};
use super::{Compiler, Reading};
use crate::column::Value;
use crate::criteria::{ClassBand, Counted, Fraction, Id, Order, Quota as Written, QuotaMode};
use crate::diagnostic::{Code, Diagnostic, Path};
use crate::formula::Type;
use crate::number::Number;
use crate::plan::QuotaPlan;
use crate::program::{Quota, Rule};
use crate::sort::Set;
use crate::step::Reg;

impl Compiler<'_> {
    /// The class that the quotas leave, one after another.
    pub(super) fn quotas(&mut self, of: &Limited<'_>, mut class: Reg) -> (Reg, Vec<QuotaPlan>) {
        let set = self.set;
        let root = Path::Root.key("quotas");
        let mut plans: Vec<QuotaPlan> = Vec::new();
        let mut seen = Set::new();
        for (at, written) in set.quotas.iter().enumerate() {
            let path = root.index(at);
            if !seen.insert(written.id.as_str()) {
                let problem = Diagnostic::new(Code::IdDuplicate, &path.key("id"));
                self.problems.push(problem.with("id", written.id.as_str()));
            }
            let Some(quota) = self.quota(written, of, class, &path) else { continue };
            let demotes = quota.rule.demotes;
            let register = self.builder.quota(quota);
            plans.push(QuotaPlan { id: written.id.to_string(), register });
            if demotes {
                class = register;
            }
        }
        (class, plans)
    }

    fn quota(&mut self, written: &Written, of: &Limited<'_>, class: Reg, path: &Path<'_>) -> Option<Quota> {
        let known: Set<&str> = distinct(of.lists).into_iter().collect();
        let base = path.key("of");
        let mut sound = self.known_class(&written.class, &known, &path.key("class"));
        for (at, id) in written.of.iter().enumerate() {
            sound &= self.known_class(id, &known, &base.index(at));
        }
        sound &= self.is_share(&written.share, &path.key("share"));
        // Conditions and keys read the classes as the quota finds them.
        self.class_text = self.class_text(of.lists, class);
        let within = self.quota_within(written, path);
        let keys = self.quota_order(written, of.figure, path);
        let raised = self.raised_shares(written, path);
        if !sound {
            return None;
        }
        let rated = self.where_rated(class)?;
        let counted: Set<&str> = written.of.iter().map(Id::as_str).collect();
        let is_in = |bands: &[ClassBand], at: usize| counted.is_empty() || counted.contains(bands[at].id.as_str());
        let below = |bands: &[ClassBand], at: usize| (at + 1).min(bands.len() - 1);
        let truth = |holds: bool| Value::present(Number::from_bool(holds));
        let mut each = |at: Reg, value: &dyn Fn(&[ClassBand], usize) -> Value| {
            self.by_list(of.lists, |own, _, bands| {
                let entries = (0..bands.len()).map(|place| value(bands, place)).collect();
                Some(own.builder.lookup(at, entries))
            })
        };
        let limited = each(rated, &|bands, at| truth(bands[at].id == written.class))?;
        let counts = each(rated, &|bands, at| truth(is_in(bands, at)))?;
        let counts_below = match written.counted {
            Some(Counted::Before) => counts,
            Some(Counted::After) | None => each(rated, &|bands, at| truth(is_in(bands, below(bands, at))))?,
        };
        let lower = each(class, &|bands, at| position(below(bands, at)))?;
        let (keys, orders) = keys?.into_iter().unzip();
        let (conditions, shares) = raised?.into_iter().unzip();
        let share = written.share.number().clone();
        let demotes = written.mode == Some(QuotaMode::Demote);
        Some(Quota {
            class,
            limited,
            counts,
            counts_below,
            lower,
            within: within?,
            keys,
            raised: conditions,
            rule: Arc::new(Rule { share, raised: shares, orders, demotes }),
            level: 0,
        })
    }

    fn is_share(&mut self, share: &Fraction, path: &Path<'_>) -> bool {
        let within = !share.is_negative() && *share.number() <= Number::ONE;
        if !within {
            self.problems.push(Diagnostic::new(Code::QuotaShare, path).with("found", share.number()));
        }
        within
    }

    /// What the units of a population are equal in.
    fn quota_within(&mut self, written: &Written, path: &Path<'_>) -> Option<Vec<Reg>> {
        let place = path.key("within");
        let all: Vec<_> =
            written.within.iter().enumerate().map(|(at, name)| self.within(name, &place.index(at))).collect();
        all.into_iter().collect()
    }

    fn quota_order(&mut self, written: &Written, figure: Reg, path: &Path<'_>) -> Option<Vec<(Reg, Order)>> {
        if written.order.is_empty() {
            return Some(vec![(figure, Order::Desc)]);
        }
        let reading: Reading = self.set.classes.as_ref().and_then(|classes| classes.figure).into();
        let place = path.key("order");
        let keys = written.order.iter().enumerate().map(|(at, key)| {
            let typed = self.ranking_key(&key.by, &place.index(at).key("by"), reading)?;
            Some((typed.register, key.order.unwrap_or(Order::Desc)))
        });
        let keys: Vec<_> = keys.collect();
        keys.into_iter().collect()
    }

    fn raised_shares(&mut self, written: &Written, path: &Path<'_>) -> Option<Vec<(Reg, Number)>> {
        let place = path.key("raised");
        let all = written.raised.iter().enumerate().map(|(at, raised)| {
            let path = place.index(at);
            let sound = self.is_share(&raised.share, &path.key("share"));
            let when = self.formula_read(&raised.when, &path.key("when"), Type::BOOLEAN, Reading::Onward, &[])?;
            sound.then(|| (when.register, raised.share.number().clone()))
        });
        let all: Vec<_> = all.collect();
        all.into_iter().collect()
    }
}
