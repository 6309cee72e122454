//! A formula as people write it, with its names or with its numbers.

use super::wording::{Tongue, Word};
use crate::formula::{Expression, Operator};
use crate::step::Relation;

/// How an expression is written.
pub(super) struct Printer<'a> {
    pub(super) tongue: Tongue,
    /// Whether a name is that of a table.
    pub(super) is_table: &'a dyn Fn(&str) -> bool,
    /// The text of a part that stands for a value.
    pub(super) known: &'a dyn Fn(&Expression) -> Option<String>,
}

const LOOSEST: u8 = 0;
const NOT: u8 = 3;
const COMPARE: u8 = 4;
const ADD: u8 = 5;
const MULTIPLY: u8 = 6;
const NEGATIVE: u8 = 7;

impl Printer<'_> {
    pub(super) fn write(&self, expression: &Expression) -> String {
        self.print(expression, LOOSEST)
    }

    /// The text, in parentheses where it binds less tightly than its place asks for.
    fn print(&self, expression: &Expression, least: u8) -> String {
        if let Some(known) = (self.known)(expression) {
            let negative = known.starts_with('-') && least >= ADD;
            return if negative { format!("({known})") } else { known };
        }
        let (text, strength) = match expression {
            Expression::Number(number) => (self.tongue.local(&number.value().number.to_string()), u8::MAX),
            Expression::Text(text) => (format!("'{}'", text.replace('\'', "''")), u8::MAX),
            Expression::Boolean(value) => {
                (self.tongue.say(if *value { Word::Yes } else { Word::No }).to_owned(), u8::MAX)
            }
            Expression::None => (self.tongue.say(Word::Nothing).to_owned(), u8::MAX),
            Expression::Name(name) => (name.to_string(), u8::MAX),
            Expression::Negative(inner) => (format!("-{}", self.print(inner, NEGATIVE)), NEGATIVE),
            Expression::Not(inner) => (format!("{} {}", self.tongue.say(Word::Not), self.print(inner, NOT)), NOT),
            Expression::Binary(operator, left, right) => {
                let (sign, strength) = self.sign(*operator);
                // Operators of one strength stand from left to right.
                (format!("{} {sign} {}", self.print(left, strength), self.print(right, strength + 1)), strength)
            }
            Expression::In { of, list } => {
                (format!("{} {} ({})", self.print(of, COMPARE), self.tongue.say(Word::In), self.list(list)), COMPARE)
            }
            Expression::Call { name, arguments } => match (&**name, &**arguments) {
                ("percent", [above, below]) if !matches!(above, Expression::Name(name) if (self.is_table)(name)) => {
                    (format!("{} / {} × 100", self.print(above, MULTIPLY), self.print(below, MULTIPLY + 1)), MULTIPLY)
                }
                _ => (format!("{name}({})", self.list(arguments)), u8::MAX),
            },
        };
        if strength < least { format!("({text})") } else { text }
    }

    fn list(&self, items: &[Expression]) -> String {
        let separator = if self.tongue.local(".") == "," { "; " } else { ", " };
        items.iter().map(|item| self.print(item, LOOSEST)).collect::<Vec<_>>().join(separator)
    }

    const fn sign(&self, operator: Operator) -> (&'static str, u8) {
        match operator {
            Operator::Or => (self.tongue.say(Word::Or), 1),
            Operator::And => (self.tongue.say(Word::And), 2),
            Operator::Compare(relation) => (relation_sign(relation), COMPARE),
            Operator::Add => ("+", ADD),
            Operator::Subtract => ("-", ADD),
            Operator::Multiply => ("×", MULTIPLY),
            Operator::Divide => ("/", MULTIPLY),
        }
    }
}

const fn relation_sign(relation: Relation) -> &'static str {
    match relation {
        Relation::Equal => "=",
        Relation::NotEqual => "≠",
        Relation::Less => "<",
        Relation::AtMost => "≤",
        Relation::Greater => ">",
        Relation::AtLeast => "≥",
    }
}
