//! What reads the finished figures: rankings, outputs, checks.

use super::{Compiler, Reading};
use crate::criteria::{Kind, Order, Ranking, Ties};
use crate::diagnostic::{Code, Diagnostic, Path, Phrase, nearest};
use crate::document::DAY;
use crate::formula::{Expression, Operator, Type, Typed, difference};
use crate::number::Number;
use crate::plan::{CheckPlan, OutputPlan, RankingPlan};
use crate::sort::Set;
use crate::step::{Reg, Relation};

impl Compiler<'_> {
    pub(super) fn rankings(&mut self) -> Vec<RankingPlan> {
        let set = self.set;
        let Some(rankings) = &set.ranking else { return Vec::new() };
        let root = Path::Root.key("ranking");
        let mut plans: Vec<RankingPlan> = Vec::new();
        let mut seen = Set::new();
        for (at, ranking) in rankings.as_slice().iter().enumerate() {
            let path = rankings.path(&root, at);
            let Some(plan) = self.ranking(ranking, &path) else { continue };
            if !seen.insert(plan.id.clone()) {
                let problem = Diagnostic::new(Code::IdDuplicate, &path.key("id"));
                self.problems.push(problem.with("id", plan.id.as_str()));
            }
            plans.push(plan);
        }
        plans
    }

    pub(super) fn ranking(&mut self, ranking: &Ranking, path: &Path<'_>) -> Option<RankingPlan> {
        let within = match ranking.within.as_deref() {
            None => Some(None),
            Some(name) => self.within(name, &path.key("within")).map(Some),
        };
        let reading: Reading = ranking.figure.into();
        let by = ranking.by.as_deref().unwrap_or("index");
        let first = self.ranking_key(by, &path.key("by"), reading);
        let kind = match first.as_ref().map(|typed| typed.kind) {
            Some(Type::Is(kind)) => kind,
            Some(Type::Any) | None => Kind::Number,
        };
        let mut keys = vec![first.map(|typed| (typed.register, ranking.order.unwrap_or(Order::Desc)))];
        let breaks = path.key("tie_break");
        for (at, tie_break) in ranking.tie_break.iter().enumerate() {
            let path = breaks.index(at);
            let typed = self.ranking_key(&tie_break.by, &path.key("by"), reading);
            keys.push(typed.map(|typed| (typed.register, tie_break.order.unwrap_or(Order::Desc))));
        }
        let filter = match &ranking.r#where {
            None => Some(None),
            Some(text) => {
                let typed = self.formula_read(text, &path.key("where"), Type::BOOLEAN, Reading::Onward, &[]);
                typed.map(|typed| Some(typed.register))
            }
        };
        let margin = match &ranking.margin {
            None => Some(None),
            Some(text) => {
                let typed = self.formula_read(text, &path.key("margin"), Type::NUMBER, reading, &[]);
                typed.map(|typed| Some(self.in_unit_of(kind, typed.register)))
            }
        };
        Some(RankingPlan {
            id: ranking.id.as_ref().map_or_else(|| "rank".to_owned(), ToString::to_string),
            within: within?,
            keys: keys.into_iter().collect::<Option<_>>()?,
            kind,
            ties: ranking.ties.unwrap_or(Ties::Competition),
            filter: filter?,
            margin: margin?,
        })
    }

    /// A width in days, where it stands beside moments; these are held in seconds.
    fn in_unit_of(&mut self, kind: Kind, width: Reg) -> Reg {
        if kind != Kind::Datetime {
            return width;
        }
        let day = self.builder.number(Number::integer(DAY));
        self.builder.multiply(width, day)
    }

    /// A key of a ranking; texts have no order.
    pub(super) fn ranking_key(&mut self, text: &str, path: &Path<'_>, reading: Reading) -> Option<Typed> {
        let typed = self.formula_read(text, path, Type::Any, reading, &[])?;
        if typed.kind == Type::TEXT {
            let problem = Diagnostic::new(Code::FormulaType, path).with("what", Phrase::Operand);
            self.problems.push(problem.with("expected", Phrase::Number).with("found", Phrase::Text));
            return None;
        }
        Some(typed)
    }

    pub(super) fn within(&mut self, name: &str, path: &Path<'_>) -> Option<Reg> {
        if name == "group" {
            return Some(self.group_text());
        }
        if let Some(at) = self.places.facts.get(name).copied()
            && let Some(typed) = self.fact(at)
            && typed.kind == Type::TEXT
        {
            return Some(typed.register);
        }
        let texts = self.set.facts.iter().filter(|fact| fact.r#type == Some(Kind::Text));
        let known = texts.map(|fact| fact.id.as_str()).chain(["group"]);
        self.problems.tell(Code::RankingWithin, path, |problem| {
            problem.with("found", name).with("nearest", nearest(name, known))
        });
        None
    }

    pub(super) fn outputs(&mut self) -> Vec<OutputPlan> {
        let set = self.set;
        let root = Path::Root.key("outputs");
        let mut plans = Vec::new();
        for (at, output) in set.outputs.iter().enumerate() {
            let path = root.index(at);
            self.check_rounding(output.rounding.as_ref(), &path.key("rounding"));
            let Some(typed) = self.formula_read(&output.formula, &path.key("formula"), Type::Any, Reading::Onward, &[])
            else {
                continue;
            };
            let figure = self.figure(typed.register, output.rounding.as_ref().filter(|_| typed.kind == Type::NUMBER));
            if typed.kind == Type::NUMBER {
                self.must_end(figure.printed, Phrase::OutputFigure, "`rounding`", &path);
            }
            let kind = match typed.kind {
                Type::Is(kind) => Some(kind),
                Type::Any => None,
            };
            plans.push(OutputPlan { id: output.id.to_string(), kind, printed: figure.printed });
        }
        plans
    }

    pub(super) fn checks(&mut self) -> Vec<CheckPlan> {
        let set = self.set;
        let root = Path::Root.key("checks");
        let mut plans = Vec::new();
        for (at, check) in set.checks.iter().enumerate() {
            let path = root.index(at);
            let path = path.key("condition");
            if let Some(typed) = self.formula_read(&check.condition, &path, Type::BOOLEAN, Reading::Onward, &[]) {
                let residual = self.residual(&path);
                plans.push(CheckPlan { id: check.id.to_string(), condition: typed.register, residual });
            }
        }
        plans
    }

    /// What a comparison at a place leaves between its two sides; that two values differ leaves nothing.
    fn residual(&mut self, path: &Path<'_>) -> Option<Reg> {
        let plan = self.ledger.formulas.get(&path.to_string())?;
        if let Expression::Binary(Operator::Compare(Relation::NotEqual), ..) = plan.expression {
            return None;
        }
        difference(&mut self.builder, plan.sides?)
    }
}
