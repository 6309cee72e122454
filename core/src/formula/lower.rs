//! Checking a formula and turning it into steps.

use super::dates::{add_workdays, as_moment, at, day, days, moved, next_workday, time_of_day, workdays};
use super::functions::{FUNCTIONS, Function, NAMED_FUNCTIONS, TABLE_FUNCTIONS, numeric, table_function};
use super::means::{weighted_mean, weighted_mean_of_rows};
use super::parse::{Expression, Operator};
use super::scope::{Question, Rows, Scope, Type, Typed};
use crate::column::{State, StateSet, Value};
use crate::diagnostic::{Code, Phrase, Word, nearest};
use crate::document::{day_number, moment_number, parse_date, parse_moment};
use crate::number::{Number, Rounding, RoundingMode};
use crate::program::Reduction;
use crate::step::{Reg, Relation, Step};

/// Lowers a formula whose value must be of a kind.
pub(crate) fn lower(scope: &mut dyn Scope, expression: &Expression, expected: Type) -> Option<Typed> {
    expect(scope, expression, expected, Phrase::Formula)
}

pub(super) fn expect(scope: &mut dyn Scope, expression: &Expression, expected: Type, what: Phrase) -> Option<Typed> {
    let mut found = any(scope, expression, expected)?;
    if expected == Type::DATETIME {
        found = as_moment(scope.builder(), found);
    }
    if found.kind.fits(expected) {
        return Some(found);
    }
    let problem = scope.problem(Code::FormulaType);
    scope.report(problem.with("what", what).with("expected", expected.phrase()).with("found", found.kind.phrase()));
    None
}

/// Lowers a formula of any kind; a text literal where a date is `wanted` is read as one.
pub(super) fn any(scope: &mut dyn Scope, expression: &Expression, wanted: Type) -> Option<Typed> {
    Some(match expression {
        Expression::Number(number) => constant(scope, number.value().number, Type::NUMBER),
        Expression::Boolean(value) => constant(scope, Number::from_bool(*value), Type::BOOLEAN),
        Expression::None => Typed { register: scope.builder().value(Value::MISSING), kind: Type::Any },
        Expression::Text(text) if wanted == Type::DATE || wanted == Type::DATETIME => moment(scope, text, wanted)?,
        Expression::Text(text) => {
            let number = scope.text(text);
            constant(scope, number, Type::TEXT)
        }
        Expression::Name(name) => {
            let Some(known) = scope.name(name) else {
                let problem = scope.problem(Code::FormulaUnknownName).with("name", &**name);
                let near = scope.nearest(name);
                scope.report(problem.with("nearest", near));
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

pub(super) fn number(register: Reg) -> Typed {
    Typed { register, kind: Type::NUMBER }
}

fn boolean(register: Reg) -> Typed {
    Typed { register, kind: Type::BOOLEAN }
}

fn constant(scope: &mut dyn Scope, number: Number, kind: Type) -> Typed {
    Typed { register: scope.builder().number(number), kind }
}

/// A day or a moment; beside a day the text of a moment makes both moments.
fn moment(scope: &mut dyn Scope, text: &str, wanted: Type) -> Option<Typed> {
    if let Some(day) = parse_date(text) {
        return Some(constant(scope, day_number(day), Type::DATE));
    }
    if let Some(moment) = parse_moment(text) {
        return Some(constant(scope, moment_number(moment), Type::DATETIME));
    }
    let code = if wanted == Type::DATE { Code::DateInvalid } else { Code::DatetimeInvalid };
    let problem = scope.problem(code).with("found", text);
    scope.report(problem);
    None
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
            let (a, b) = compared(scope, relation, left, right)?;
            Some(boolean(scope.builder().compare(relation, a.register, b.register)))
        }
        Operator::Add | Operator::Subtract => {
            let a = any(scope, left, Type::NUMBER);
            let b = any(scope, right, Type::NUMBER);
            let (a, b) = (a?, b?);
            let back = operator == Operator::Subtract;
            let timed = |kind| kind == Type::DATE || kind == Type::DATETIME;
            match (a.kind, b.kind) {
                (kind, by) if timed(kind) && by.fits(Type::NUMBER) => {
                    return Some(moved(scope.builder(), kind, a.register, b.register, back));
                }
                (by, kind) if timed(kind) && by.fits(Type::NUMBER) && !back => {
                    return Some(moved(scope.builder(), kind, b.register, a.register, back));
                }
                (first, second) => {
                    for found in [first, second] {
                        if !found.fits(Type::NUMBER) {
                            let problem = scope.problem(Code::FormulaType).with("what", Phrase::Operand);
                            scope.report(problem.with("expected", Phrase::Number).with("found", found.phrase()));
                            return None;
                        }
                    }
                }
            }
            let step = if back { Step::Subtract } else { Step::Add };
            Some(number(scope.builder().step(step(a.register, b.register))))
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

/// Two operands that a relation may compare.
pub(super) fn compared(
    scope: &mut dyn Scope,
    relation: Relation,
    left: &Expression,
    right: &Expression,
) -> Option<(Typed, Typed)> {
    let (a, b) = pair(scope, left, right)?;
    if !a.kind.is_ordered() && !matches!(relation, Relation::Equal | Relation::NotEqual) {
        let problem = scope.problem(Code::FormulaType).with("what", Phrase::Operand);
        scope.report(problem.with("expected", Phrase::Number).with("found", a.kind.phrase()));
        return None;
    }
    Some((a, b))
}

/// Two operands of one kind; a text literal beside a day or a moment is one, and a day beside a moment its midnight.
fn pair(scope: &mut dyn Scope, left: &Expression, right: &Expression) -> Option<(Typed, Typed)> {
    if matches!(left, Expression::Text(_)) && !matches!(right, Expression::Text(_)) {
        let (b, a) = pair(scope, right, left)?;
        return Some((a, b));
    }
    let a = any(scope, left, Type::Any);
    beside(scope, a, right)
}

/// An operand that was lowered, and another of its kind.
fn beside(scope: &mut dyn Scope, a: Option<Typed>, right: &Expression) -> Option<(Typed, Typed)> {
    let b = any(scope, right, a.map_or(Type::Any, |a| a.kind));
    let (mut a, mut b) = (a?, b?);
    if a.kind == Type::DATETIME || b.kind == Type::DATETIME {
        (a, b) = (as_moment(scope.builder(), a), as_moment(scope.builder(), b));
    }
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
    // A text may be a day beside one item and none beside another; anything else is lowered once.
    let own = if matches!(of, Expression::Text(_)) { None } else { Some(any(scope, of, Type::Any)) };
    for item in list {
        let both = match own {
            None => pair(scope, of, item),
            Some(own) => beside(scope, own, item),
        };
        let Some((a, b)) = both else {
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

pub(super) fn arity(scope: &mut dyn Scope, name: &str, expected: impl Into<Word>, found: usize) {
    let problem = scope.problem(Code::FormulaArity).with("name", name);
    scope.report(problem.with("expected", expected).with("found", found));
}

/// Reports an argument that is not what only can stand there.
fn literal(scope: &mut dyn Scope, expected: Phrase) {
    let problem = scope.problem(Code::FormulaType).with("what", Phrase::Argument);
    scope.report(problem.with("expected", expected).with("found", Phrase::Formula));
}

fn call(scope: &mut dyn Scope, name: &str, arguments: &[Expression], wanted: Type) -> Option<Typed> {
    if let (Some(reduction), Some(Expression::Name(first))) = (table_function(name), arguments.first())
        && let Some(rows) = scope.rows(first)
    {
        return table_call(scope, name, (rows, reduction), &arguments[1..]);
    }
    if let ("wmean", Some(Expression::Name(first))) = (name, arguments.first())
        && let Some(rows) = scope.rows(first)
    {
        return weighted_mean_of_rows(scope, rows, &arguments[1..]);
    }
    if NAMED_FUNCTIONS.contains(&name) {
        let [Expression::Text(id)] = arguments else {
            literal(scope, Phrase::LiteralText);
            return None;
        };
        return scope.named(name, id);
    }
    let Some((_, function, least, most)) = FUNCTIONS.iter().find(|(known, ..)| *known == name) else {
        if table_function(name).is_some() {
            literal(scope, Phrase::TableName);
            return None;
        }
        let known = || {
            FUNCTIONS
                .iter()
                .map(|(known, ..)| *known)
                .chain(TABLE_FUNCTIONS.iter().map(|(known, _)| *known))
                .chain(NAMED_FUNCTIONS.iter().copied())
        };
        let mut problem = scope.problem(Code::FormulaUnknownFunction).with("name", name);
        if !scope.is_full() {
            problem = problem.with("nearest", nearest(name, known()));
            problem = problem.with("known", known().collect::<Vec<_>>().join(", "));
        }
        scope.report(problem);
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
            let from = any_moment(scope, &arguments[0]);
            let to = any_moment(scope, &arguments[1]);
            let (from, to) = (from?, to?);
            Some(number(days(scope.builder(), from, to)))
        }
        Function::Workdays => {
            let from = expect(scope, &arguments[0], Type::DATE, Phrase::Argument);
            let to = expect(scope, &arguments[1], Type::DATE, Phrase::Argument);
            let (from, to) = (from?.register, to?.register);
            Some(number(workdays(scope.builder(), from, to)))
        }
        Function::AddWorkdays => {
            let from = expect(scope, &arguments[0], Type::DATE, Phrase::Argument);
            let days = expect(scope, &arguments[1], Type::NUMBER, Phrase::Argument);
            let (from, days) = (from?.register, days?.register);
            Some(add_workdays(scope.builder(), from, days))
        }
        Function::NextWorkday => {
            let from = expect(scope, &arguments[0], Type::DATE, Phrase::Argument)?;
            Some(next_workday(scope.builder(), from.register))
        }
        Function::Day => {
            let moment = expect(scope, &arguments[0], Type::DATETIME, Phrase::Argument)?;
            Some(day(scope.builder(), moment.register))
        }
        Function::At => {
            let day = expect(scope, &arguments[0], Type::DATE, Phrase::Argument);
            let Expression::Text(time) = &arguments[1] else {
                literal(scope, Phrase::LiteralText);
                return None;
            };
            let Some(seconds) = time_of_day(time) else {
                let problem = scope.problem(Code::FormulaTime).with("found", &**time);
                scope.report(problem);
                return None;
            };
            Some(at(scope.builder(), day?, seconds))
        }
        Function::Wmean => weighted_mean(scope, arguments),
        Function::Round => {
            let of = expect(scope, &arguments[0], Type::NUMBER, Phrase::Argument)?;
            let digits = match arguments.get(1) {
                None => Some(0),
                Some(Expression::Number(digits)) => whole_digits(&digits.value().number),
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

/// A day or a moment.
fn any_moment(scope: &mut dyn Scope, expression: &Expression) -> Option<Typed> {
    let found = any(scope, expression, Type::DATE)?;
    if found.kind == Type::DATETIME || found.kind.fits(Type::DATE) {
        return Some(found);
    }
    let problem = scope.problem(Code::FormulaType).with("what", Phrase::Argument);
    scope.report(problem.with("expected", Type::DATE.phrase()).with("found", found.kind.phrase()));
    None
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
        let Some(mut found) = any(scope, argument, kind) else {
            complete = false;
            continue;
        };
        if kind == Type::DATETIME {
            found = as_moment(scope.builder(), found);
        }
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

fn table_call(
    scope: &mut dyn Scope,
    name: &str,
    (rows, reduction): (Rows, Reduction),
    rest: &[Expression],
) -> Option<Typed> {
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
    scope.fold(rows, Question { reduction, of, filter })
}
