//! Checking a formula and turning it into steps.

use chrono::Datelike as _;

use super::functions::{FUNCTIONS, Function, NAMED_FUNCTIONS, TABLE_FUNCTIONS};
use super::parse::{Expression, Operator};
use crate::column::{State, StateSet, Value};
use crate::criteria::Kind;
use crate::diagnostic::{Code, Diagnostic, Phrase, Word, nearest};
use crate::document::parse_date;
use crate::number::{Number, Rounding, RoundingMode};
use crate::program::{Builder, Reduction};
use crate::step::{Across, Reduce, Reg, Relation, Step};

/// The kind of a formula's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Is(Kind),
    /// `none`, which fits everywhere.
    Any,
}

impl Type {
    pub(crate) const NUMBER: Self = Self::Is(Kind::Number);
    pub(crate) const TEXT: Self = Self::Is(Kind::Text);
    pub(crate) const DATE: Self = Self::Is(Kind::Date);
    pub(crate) const BOOLEAN: Self = Self::Is(Kind::Boolean);

    pub(crate) const fn phrase(self) -> Phrase {
        match self {
            Self::Is(Kind::Number) => Phrase::Number,
            Self::Is(Kind::Text) => Phrase::Text,
            Self::Is(Kind::Date) => Phrase::Date,
            Self::Is(Kind::Boolean) => Phrase::Boolean,
            Self::Any => Phrase::Null,
        }
    }

    fn fits(self, expected: Self) -> bool {
        self == expected || self == Self::Any || expected == Self::Any
    }
}

/// A register and the kind of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Typed {
    pub(crate) register: Reg,
    pub(crate) kind: Type,
}

/// What the names of a formula mean, and where its steps go.
pub(crate) trait Scope {
    fn builder(&mut self) -> &mut Builder;

    /// The number that stands for a text.
    fn text(&mut self, text: &str) -> Number;

    /// The value of a name, or `None` where it is not known. A known name that cannot be had (a circle) is reported
    /// and gives `Some(None)`.
    fn name(&mut self, name: &str) -> Option<Option<Typed>>;

    /// All names, for suggestions.
    fn names(&self) -> Vec<String>;

    /// `points('id')` and the like; problems are reported.
    fn named(&mut self, function: &str, id: &str) -> Option<Typed>;

    /// The position of a table, where the name is one.
    fn table(&self, name: &str) -> Option<usize>;

    /// A table function; problems are reported.
    fn fold(
        &mut self,
        table: usize,
        reduction: Reduction,
        of: Option<&Expression>,
        filter: Option<&Expression>,
    ) -> Option<Reg>;

    /// A diagnostic at the place of the formula.
    fn problem(&self, code: Code) -> Diagnostic;

    fn report(&mut self, problem: Diagnostic);
}

/// Lowers a formula whose value must be of a kind.
pub(crate) fn lower(scope: &mut dyn Scope, expression: &Expression, expected: Type) -> Option<Typed> {
    expect(scope, expression, expected, Phrase::Formula)
}

fn expect(scope: &mut dyn Scope, expression: &Expression, expected: Type, what: Phrase) -> Option<Typed> {
    let found = any(scope, expression, expected)?;
    if found.kind.fits(expected) {
        return Some(found);
    }
    let problem = scope.problem(Code::FormulaType);
    scope.report(problem.with("what", what).with("expected", expected.phrase()).with("found", found.kind.phrase()));
    None
}

/// Lowers a formula of any kind; a text literal where a date is `wanted` is read as one.
fn any(scope: &mut dyn Scope, expression: &Expression, wanted: Type) -> Option<Typed> {
    Some(match expression {
        Expression::Number(number) => constant(scope, number.clone(), Type::NUMBER),
        Expression::Boolean(value) => constant(scope, Number::from_bool(*value), Type::BOOLEAN),
        Expression::None => Typed { register: scope.builder().value(Value::MISSING), kind: Type::Any },
        Expression::Text(text) if wanted == Type::DATE => date(scope, text)?,
        Expression::Text(text) => {
            let number = scope.text(text);
            constant(scope, number, Type::TEXT)
        }
        Expression::Name(name) => {
            let Some(known) = scope.name(name) else {
                let names = scope.names();
                let problem = scope.problem(Code::FormulaUnknownName).with("name", name);
                scope.report(problem.with("nearest", nearest(name, names.iter().map(String::as_str))));
                return None;
            };
            known?
        }
        Expression::Negative(inner) => {
            let inner = expect(scope, inner, Type::NUMBER, Phrase::Operand)?;
            let zero = scope.builder().number(Number::ZERO);
            number(scope.builder().step(Step::Subtract(zero, inner.register)))
        }
        Expression::Not(inner) => {
            let inner = expect(scope, inner, Type::BOOLEAN, Phrase::Operand)?;
            boolean(scope.builder().step(Step::Not(inner.register)))
        }
        Expression::Binary(operator, left, right) => binary(scope, *operator, left, right)?,
        Expression::In { of, list } => member(scope, of, list)?,
        Expression::Call { name, arguments } => call(scope, name, arguments, wanted)?,
    })
}

fn number(register: Reg) -> Typed {
    Typed { register, kind: Type::NUMBER }
}

fn boolean(register: Reg) -> Typed {
    Typed { register, kind: Type::BOOLEAN }
}

fn constant(scope: &mut dyn Scope, number: Number, kind: Type) -> Typed {
    Typed { register: scope.builder().number(number), kind }
}

fn date(scope: &mut dyn Scope, text: &str) -> Option<Typed> {
    let Some(date) = parse_date(text) else {
        let problem = scope.problem(Code::DateInvalid).with("found", text);
        scope.report(problem);
        return None;
    };
    Some(constant(scope, Number::integer(i64::from(date.num_days_from_ce())), Type::DATE))
}

fn binary(scope: &mut dyn Scope, operator: Operator, left: &Expression, right: &Expression) -> Option<Typed> {
    match operator {
        Operator::And | Operator::Or => {
            let a = expect(scope, left, Type::BOOLEAN, Phrase::Operand);
            let b = expect(scope, right, Type::BOOLEAN, Phrase::Operand);
            let (a, b) = (a?.register, b?.register);
            let step = if operator == Operator::And { Step::And(a, b) } else { Step::Or(a, b) };
            Some(boolean(scope.builder().step(step)))
        }
        Operator::Compare(relation) => {
            let (a, b) = pair(scope, left, right)?;
            let ordered = a.kind.fits(Type::NUMBER) || a.kind.fits(Type::DATE);
            if !ordered && !matches!(relation, Relation::Equal | Relation::NotEqual) {
                let problem = scope.problem(Code::FormulaType).with("what", Phrase::Operand);
                scope.report(problem.with("expected", Phrase::Number).with("found", a.kind.phrase()));
                return None;
            }
            Some(boolean(scope.builder().compare(relation, a.register, b.register)))
        }
        Operator::Add | Operator::Subtract => {
            let a = any(scope, left, Type::NUMBER);
            let b = any(scope, right, Type::NUMBER);
            let (a, b) = (a?, b?);
            let kind = match (a.kind, b.kind) {
                (Type::DATE, kind) if kind.fits(Type::NUMBER) => Type::DATE,
                (kind, Type::DATE) if kind.fits(Type::NUMBER) && operator == Operator::Add => Type::DATE,
                (first, second) => {
                    for found in [first, second] {
                        if !found.fits(Type::NUMBER) {
                            let problem = scope.problem(Code::FormulaType).with("what", Phrase::Operand);
                            scope.report(problem.with("expected", Phrase::Number).with("found", found.phrase()));
                            return None;
                        }
                    }
                    Type::NUMBER
                }
            };
            let step = if operator == Operator::Add { Step::Add } else { Step::Subtract };
            let mut register = scope.builder().step(step(a.register, b.register));
            if kind == Type::DATE {
                register = calendar_day(scope.builder(), register);
            }
            Some(Typed { register, kind })
        }
        Operator::Multiply | Operator::Divide => {
            let a = expect(scope, left, Type::NUMBER, Phrase::Operand);
            let b = expect(scope, right, Type::NUMBER, Phrase::Operand);
            let step = if operator == Operator::Multiply { Step::Multiply } else { Step::Divide };
            let step = step(a?.register, b?.register);
            Some(number(scope.builder().step(step)))
        }
    }
}

/// A day of the years 1 to 9999; anything else, such as a day and a half, is missing.
fn calendar_day(builder: &mut Builder, day: Reg) -> Reg {
    const LAST: i64 = 3_652_059;
    let whole = builder.round(day, Rounding { digits: 0, mode: RoundingMode::Floor });
    let is_whole = builder.compare(Relation::Equal, day, whole);
    let (first, last) = (builder.number(Number::ONE), builder.number(Number::integer(LAST)));
    let from = builder.compare(Relation::AtLeast, day, first);
    let until = builder.compare(Relation::AtMost, day, last);
    let within = builder.step(Step::And(from, until));
    let valid = builder.step(Step::And(is_whole, within));
    let missing = builder.value(Value::MISSING);
    builder.select(valid, day, missing)
}

/// Two operands of one kind; a text literal beside a date is a date.
fn pair(scope: &mut dyn Scope, left: &Expression, right: &Expression) -> Option<(Typed, Typed)> {
    if matches!(left, Expression::Text(_)) && !matches!(right, Expression::Text(_)) {
        let (b, a) = pair(scope, right, left)?;
        return Some((a, b));
    }
    let a = any(scope, left, Type::Any);
    let b = any(scope, right, a.map_or(Type::Any, |a| a.kind));
    let (a, b) = (a?, b?);
    if !b.kind.fits(a.kind) {
        let problem = scope.problem(Code::FormulaType).with("what", Phrase::Operand);
        scope.report(problem.with("expected", a.kind.phrase()).with("found", b.kind.phrase()));
        return None;
    }
    Some((a, b))
}

fn member(scope: &mut dyn Scope, of: &Expression, list: &[Expression]) -> Option<Typed> {
    let mut found = None;
    let mut complete = true;
    for item in list {
        let Some((a, b)) = pair(scope, of, item) else {
            complete = false;
            continue;
        };
        let builder = scope.builder();
        let equal = builder.compare(Relation::Equal, a.register, b.register);
        found = Some(match found {
            None => equal,
            Some(before) => builder.step(Step::Or(before, equal)),
        });
    }
    if !complete {
        return None;
    }
    found.map(boolean).or_else(|| {
        arity(scope, "in", "1 …", 0);
        None
    })
}

fn arity(scope: &mut dyn Scope, name: &str, expected: impl Into<Word>, found: usize) {
    let problem = scope.problem(Code::FormulaArity).with("name", name);
    scope.report(problem.with("expected", expected).with("found", found));
}

/// Reports an argument that is not what only can stand there.
fn literal(scope: &mut dyn Scope, expected: Phrase) {
    let problem = scope.problem(Code::FormulaType).with("what", Phrase::Argument);
    scope.report(problem.with("expected", expected).with("found", Phrase::Formula));
}

fn call(scope: &mut dyn Scope, name: &str, arguments: &[Expression], wanted: Type) -> Option<Typed> {
    if let (true, Some(Expression::Name(first))) = (TABLE_FUNCTIONS.contains(&name), arguments.first())
        && let Some(table) = scope.table(first)
    {
        return table_call(scope, name, table, &arguments[1..]);
    }
    if NAMED_FUNCTIONS.contains(&name) {
        let [Expression::Text(id)] = arguments else {
            literal(scope, Phrase::LiteralText);
            return None;
        };
        return scope.named(name, id);
    }
    let Some((_, function, least, most)) = FUNCTIONS.iter().find(|(known, ..)| *known == name) else {
        if TABLE_FUNCTIONS.contains(&name) {
            literal(scope, Phrase::TableName);
            return None;
        }
        let known = || {
            FUNCTIONS
                .iter()
                .map(|(known, ..)| *known)
                .chain(TABLE_FUNCTIONS.iter().copied())
                .chain(NAMED_FUNCTIONS.iter().copied())
        };
        let listed: Vec<_> = known().collect();
        let problem = scope.problem(Code::FormulaUnknownFunction).with("name", name);
        scope.report(problem.with("nearest", nearest(name, known())).with("known", listed.join(", ")));
        return None;
    };
    if arguments.len() < *least || arguments.len() > *most {
        let expected = if least == most { least.to_string() } else { format!("{least} … {most}") };
        arity(scope, name, expected, arguments.len());
        return None;
    }
    apply(scope, *function, arguments, wanted)
}

fn apply(scope: &mut dyn Scope, function: Function, arguments: &[Expression], wanted: Type) -> Option<Typed> {
    match function {
        Function::If => {
            let when = expect(scope, &arguments[0], Type::BOOLEAN, Phrase::Condition);
            let branches = branches(scope, &arguments[1..], wanted);
            let (when, (registers, kind)) = (when?, branches?);
            let register = scope.builder().select(when.register, registers[0], registers[1]);
            Some(Typed { register, kind })
        }
        Function::Coalesce => {
            let (registers, kind) = branches(scope, arguments, wanted)?;
            let register = registers
                .into_iter()
                .rev()
                .reduce(|rest, first| scope.builder().replace(first, StateSet::ABSENT, rest))?;
            Some(Typed { register, kind })
        }
        Function::Known => {
            let of = any(scope, &arguments[0], Type::Any)?;
            Some(boolean(scope.builder().step(Step::Is(of.register, StateSet::of(&[State::Present])))))
        }
        Function::Days => {
            let from = expect(scope, &arguments[0], Type::DATE, Phrase::Argument);
            let to = expect(scope, &arguments[1], Type::DATE, Phrase::Argument);
            let step = Step::Subtract(to?.register, from?.register);
            Some(number(scope.builder().step(step)))
        }
        Function::Round => {
            let of = expect(scope, &arguments[0], Type::NUMBER, Phrase::Argument)?;
            let digits = match arguments.get(1) {
                None => Some(0),
                Some(Expression::Number(digits)) => whole_digits(digits),
                Some(_) => None,
            };
            let Some(digits) = digits else {
                literal(scope, Phrase::LiteralDigits);
                return None;
            };
            let rounding = Rounding { digits, mode: RoundingMode::HalfUp };
            Some(number(scope.builder().round(of.register, rounding)))
        }
        _ => {
            let operands: Vec<_> =
                arguments.iter().map(|each| expect(scope, each, Type::NUMBER, Phrase::Argument)).collect();
            let operands: Option<Vec<_>> = operands.into_iter().map(|each| each.map(|each| each.register)).collect();
            Some(number(numeric(scope.builder(), function, &operands?)))
        }
    }
}

fn whole_digits(number: &Number) -> Option<u32> {
    let (num, den) = number.small()?;
    u32::try_from(num).ok().filter(|digits| den == 1 && *digits <= 20)
}

/// Values of one kind.
fn branches(scope: &mut dyn Scope, arguments: &[Expression], wanted: Type) -> Option<(Vec<Reg>, Type)> {
    let mut kind = wanted;
    let mut registers = Vec::new();
    let mut complete = true;
    for (at, argument) in arguments.iter().enumerate() {
        let Some(found) = any(scope, argument, kind) else {
            complete = false;
            continue;
        };
        if at > 0 && !found.kind.fits(kind) {
            let problem = scope.problem(Code::FormulaType).with("what", Phrase::BothBranches);
            scope.report(problem.with("expected", kind.phrase()).with("found", found.kind.phrase()));
            complete = false;
        }
        if at == 0 || kind == Type::Any {
            kind = found.kind;
        }
        registers.push(found.register);
    }
    complete.then_some((registers, kind))
}

fn numeric(builder: &mut Builder, function: Function, operands: &[Reg]) -> Reg {
    let whole = |mode| Rounding { digits: 0, mode };
    match (function, operands) {
        (Function::Abs, [of, ..]) => builder.step(Step::Absolute(*of)),
        (Function::Floor, [of, ..]) => builder.round(*of, whole(RoundingMode::Floor)),
        (Function::Ceil, [of, ..]) => builder.round(*of, whole(RoundingMode::Ceil)),
        (Function::Percent, [a, b]) => builder.percent(*a, *b),
        (Function::Clamp, [of, low, high]) => {
            let cut = builder.least(*of, *high);
            builder.greatest(cut, *low)
        }
        (Function::Min, many) => builder.step(Step::Across(Across::plain(Reduce::Least, many, StateSet::NONE))),
        (_, many) => builder.step(Step::Across(Across::plain(Reduce::Greatest, many, StateSet::NONE))),
    }
}

fn table_call(scope: &mut dyn Scope, name: &str, table: usize, rest: &[Expression]) -> Option<Typed> {
    let reduction = match name {
        "count" => Reduction::Count,
        "sum" => Reduction::Sum,
        "mean" => Reduction::Mean,
        "min" => Reduction::Min,
        "max" => Reduction::Max,
        "share" => Reduction::Share,
        "percent" => Reduction::Percent,
        "any" => Reduction::Any,
        _ => Reduction::All,
    };
    let (of, filter) = match (reduction, rest) {
        (Reduction::Count, []) => (None, None),
        (Reduction::Count, [filter]) => (None, Some(filter)),
        (Reduction::Count, _) | (_, []) => {
            arity(scope, name, if reduction == Reduction::Count { "1 … 2" } else { "2 … 3" }, rest.len() + 1);
            return None;
        }
        (_, [of]) => (Some(of), None),
        (_, [of, filter]) => (Some(of), Some(filter)),
        _ => {
            arity(scope, name, "2 … 3", rest.len() + 1);
            return None;
        }
    };
    let register = scope.fold(table, reduction, of, filter)?;
    let kind = if matches!(reduction, Reduction::Any | Reduction::All) { Type::BOOLEAN } else { Type::NUMBER };
    Some(Typed { register, kind })
}
