//! From a formula's text to its tree.

use crate::column::Cell;
use crate::diagnostic::{Code, Diagnostic, Path, Phrase};
use crate::letters::is_mark;
use crate::limits::{FORMULA_CHAIN, Limit, Limits};
use crate::number::parse_parts;
use crate::step::Relation;

/// A formula, or a part of one. A plan keeps all of them for its ledger: they take no more room than they need.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expression {
    /// As a document's number is held, which is shorter than one that is computed with.
    Number(Cell),
    Text(Box<str>),
    Boolean(bool),
    /// The value that is not there.
    None,
    Name(Box<str>),
    Call {
        name: Box<str>,
        arguments: Box<[Expression]>,
    },
    Negative(Box<Expression>),
    Not(Box<Expression>),
    Binary(Operator, Box<Expression>, Box<Expression>),
    In {
        of: Box<Expression>,
        list: Box<[Expression]>,
    },
}

/// An operator between two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Compare(Relation),
    And,
    Or,
}

impl Operator {
    /// How tightly it binds; comparisons do not chain.
    const fn strength(self) -> u8 {
        match self {
            Self::Or => 1,
            Self::And => 2,
            Self::Compare(_) => 4,
            Self::Add | Self::Subtract => 5,
            Self::Multiply | Self::Divide => 6,
        }
    }
}

const NOT_STRENGTH: u8 = 3;
const COMPARE_STRENGTH: u8 = 4;
const NEGATIVE_STRENGTH: u8 = 7;

#[derive(Clone, Debug, PartialEq)]
enum Token<'a> {
    Number(&'a str),
    Text(String),
    Word(&'a str),
    Sign(&'static str),
    End,
}

/// The tree of a formula, and how many operators and functions wait for each other at most; or the one problem of its
/// text.
pub(crate) fn parse(text: &str, path: &Path<'_>, limits: &Limits) -> Result<(Expression, usize), Diagnostic> {
    if let Some(problem) = limits.check(Limit::FormulaLength, text.chars().count(), path) {
        return Err(problem);
    }
    // Its names and texts are compared with those of documents.
    if let Some(problem) = Diagnostic::of_decomposed(text, path) {
        return Err(problem);
    }
    let mut parser =
        Parser { text, at: 0, token: Token::End, start: 0, depth: 0, height: 0, waiting: Vec::new(), path, limits };
    parser.advance()?;
    let expression = parser.expression(0)?;
    if parser.token != Token::End {
        return Err(parser.problem(Phrase::UnexpectedSign));
    }
    Ok((expression, parser.height))
}

struct Parser<'a> {
    text: &'a str,
    /// Where the next token begins.
    at: usize,
    token: Token<'a>,
    /// Where the current token begins.
    start: usize,
    depth: usize,
    /// How many operators and functions wait for each other at most in what was parsed last.
    height: usize,
    /// The arguments of functions that are not closed yet.
    waiting: Vec<Expression>,
    path: &'a Path<'a>,
    limits: &'a Limits,
}

/// The sign that a text begins with.
fn sign_of(text: &str) -> Option<&'static str> {
    Some(match text.as_bytes() {
        [b'<', b'=', ..] => "<=",
        [b'>', b'=', ..] => ">=",
        [b'!', b'=', ..] => "!=",
        [b'<', b'>', ..] => "<>",
        [b'+', ..] => "+",
        [b'-', ..] => "-",
        [b'*', ..] => "*",
        [b'/', ..] => "/",
        [b'=', ..] => "=",
        [b'<', ..] => "<",
        [b'>', ..] => ">",
        [b'(', ..] => "(",
        [b')', ..] => ")",
        [b',', ..] => ",",
        _ => return None,
    })
}

impl Parser<'_> {
    fn problem(&self, detail: Phrase) -> Diagnostic {
        let rest = &self.text[self.start..];
        // What is missing at the end is named by what stands before it.
        let last = self.text.trim_end().char_indices().rev().nth(19).map_or(0, |(at, _)| at);
        let near: String =
            if rest.is_empty() { self.text[last..].trim_end().into() } else { rest.chars().take(20).collect() };
        Diagnostic::new(Code::FormulaSyntax, self.path).with("detail", detail).with("near", near)
    }

    fn advance(&mut self) -> Result<(), Diagnostic> {
        let rest = &self.text[self.at..];
        let trimmed = rest.trim_start();
        self.start = self.at + rest.len() - trimmed.len();
        let Some(first) = trimmed.chars().next() else {
            self.at = self.text.len();
            self.token = Token::End;
            return Ok(());
        };
        let length = if first == '\'' {
            let (text, length) = quoted(trimmed).ok_or_else(|| self.problem(Phrase::TextNotClosed))?;
            self.token = Token::Text(text);
            length
        } else if first.is_ascii_digit() {
            let length = trimmed.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(trimmed.len());
            self.token = Token::Number(&trimmed[..length]);
            length
        } else if first.is_alphabetic() || first == '_' {
            let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.') || is_mark(c);
            let length = trimmed.find(|c: char| !inside(c)).unwrap_or(trimmed.len());
            self.token = Token::Word(&trimmed[..length]);
            length
        } else {
            let Some(sign) = sign_of(trimmed) else {
                return Err(self.problem(Phrase::UnexpectedSign));
            };
            self.token = Token::Sign(sign);
            sign.len()
        };
        self.at = self.start + length;
        Ok(())
    }

    fn take(&mut self, sign: &str) -> Result<bool, Diagnostic> {
        let found = matches!(self.token, Token::Sign(own) if own == sign);
        if found {
            self.advance()?;
        }
        Ok(found)
    }

    fn close(&mut self) -> Result<(), Diagnostic> {
        if self.take(")")? { Ok(()) } else { Err(self.problem(Phrase::ClosingMissing)) }
    }

    fn operator(&self) -> Option<Operator> {
        Some(match &self.token {
            Token::Word("and") => Operator::And,
            Token::Word("or") => Operator::Or,
            Token::Sign(sign) => match *sign {
                "+" => Operator::Add,
                "-" => Operator::Subtract,
                "*" => Operator::Multiply,
                "/" => Operator::Divide,
                "=" => Operator::Compare(Relation::Equal),
                "!=" | "<>" => Operator::Compare(Relation::NotEqual),
                "<" => Operator::Compare(Relation::Less),
                "<=" => Operator::Compare(Relation::AtMost),
                ">" => Operator::Compare(Relation::Greater),
                ">=" => Operator::Compare(Relation::AtLeast),
                _ => return None,
            },
            _ => return None,
        })
    }

    fn expression(&mut self, least: u8) -> Result<Expression, Diagnostic> {
        self.depth += 1;
        if let Some(problem) = self.limits.check(Limit::FormulaDepth, self.depth, self.path) {
            return Err(problem);
        }
        let mut left = self.operand()?;
        let mut compared = false;
        loop {
            if self.height > FORMULA_CHAIN {
                return Err(Diagnostic::new(Code::FormulaDepth, self.path).with("limit", FORMULA_CHAIN));
            }
            let height = self.height;
            if self.token == Token::Word("in") && least <= COMPARE_STRENGTH {
                if compared {
                    return Err(self.problem(Phrase::ChainedComparison));
                }
                compared = true;
                self.advance()?;
                if !self.take("(")? {
                    return Err(self.problem(Phrase::UnexpectedSign));
                }
                let list = self.arguments()?;
                self.height = 1 + height.max(self.height);
                left = Expression::In { of: Box::new(left), list };
                continue;
            }
            let Some(operator) = self.operator().filter(|operator| operator.strength() > least) else { break };
            if matches!(operator, Operator::Compare(_)) {
                if compared {
                    return Err(self.problem(Phrase::ChainedComparison));
                }
                compared = true;
            }
            self.advance()?;
            let right = self.expression(operator.strength())?;
            self.height = 1 + height.max(self.height);
            if matches!(operator, Operator::Compare(_))
                && self.operator().is_some_and(|next| matches!(next, Operator::Compare(_)))
            {
                return Err(self.problem(Phrase::ChainedComparison));
            }
            left = Expression::Binary(operator, Box::new(left), Box::new(right));
        }
        self.depth -= 1;
        Ok(left)
    }

    fn operand(&mut self) -> Result<Expression, Diagnostic> {
        self.height = 1;
        let token = std::mem::replace(&mut self.token, Token::End);
        match token {
            Token::Number(digits) => {
                let parts = parse_parts(digits).ok();
                let Some(number) = parts.and_then(|(mantissa, scale)| Cell::decimal(mantissa, scale)) else {
                    return Err(self.problem(Phrase::UnexpectedSign));
                };
                self.advance()?;
                Ok(Expression::Number(number))
            }
            Token::Text(text) => {
                self.advance()?;
                Ok(Expression::Text(text.into()))
            }
            Token::Word("not") => {
                self.advance()?;
                let inner = self.expression(NOT_STRENGTH)?;
                self.height += 1;
                Ok(Expression::Not(Box::new(inner)))
            }
            Token::Word(word @ ("and" | "or" | "in")) => {
                self.token = Token::Word(word);
                Err(self.problem(Phrase::UnexpectedSign))
            }
            Token::Word(word) => {
                self.advance()?;
                match word {
                    "true" => return Ok(Expression::Boolean(true)),
                    "false" => return Ok(Expression::Boolean(false)),
                    "none" => return Ok(Expression::None),
                    _ => {}
                }
                if self.take("(")? {
                    let arguments = self.arguments()?;
                    self.height += 1;
                    return Ok(Expression::Call { name: word.into(), arguments });
                }
                Ok(Expression::Name(word.into()))
            }
            Token::Sign("-") => {
                self.advance()?;
                let inner = self.expression(NEGATIVE_STRENGTH)?;
                self.height += 1;
                Ok(Expression::Negative(Box::new(inner)))
            }
            Token::Sign("(") => {
                self.advance()?;
                let inner = self.expression(0)?;
                self.close()?;
                Ok(inner)
            }
            Token::Sign(_) => Err(self.problem(Phrase::UnexpectedSign)),
            Token::End => Err(self.problem(Phrase::UnexpectedEnd)),
        }
    }

    /// The arguments after an opening parenthesis.
    fn arguments(&mut self) -> Result<Box<[Expression]>, Diagnostic> {
        self.height = 0;
        if self.take(")")? {
            return Ok(Box::default());
        }
        let (first, mut height) = (self.waiting.len(), 0);
        loop {
            let argument = self.expression(0)?;
            self.waiting.push(argument);
            height = height.max(self.height);
            if !self.take(",")? {
                break;
            }
        }
        self.height = height;
        self.close()?;
        Ok(self.waiting.drain(first..).collect())
    }
}

/// A text in single quotes (a doubled quote stands for one) and its length with the quotes.
fn quoted(text: &str) -> Option<(String, usize)> {
    let mut inner = String::new();
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((at, letter)) = letters.next() {
        if letter != '\'' {
            inner.push(letter);
        } else if letters.peek().is_some_and(|(_, next)| *next == '\'') {
            letters.next();
            inner.push('\'');
        } else {
            return Some((inner, at + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(text: &str) -> String {
        fn write(expression: &Expression) -> String {
            match expression {
                Expression::Number(number) => number.value().number.to_string(),
                Expression::Text(text) => format!("'{text}'"),
                Expression::Boolean(value) => value.to_string(),
                Expression::None => "none".to_owned(),
                Expression::Name(name) => name.to_string(),
                Expression::Call { name, arguments } => {
                    format!("{name}({})", arguments.iter().map(write).collect::<Vec<_>>().join(" "))
                }
                Expression::Negative(inner) => format!("(- {})", write(inner)),
                Expression::Not(inner) => format!("(not {})", write(inner)),
                Expression::Binary(operator, left, right) => format!("({operator:?} {} {})", write(left), write(right)),
                Expression::In { of, list } => {
                    format!("(in {} {})", write(of), list.iter().map(write).collect::<Vec<_>>().join(" "))
                }
            }
        }
        match parse(text, &Path::Root, &Limits::default()) {
            Ok((expression, _)) => write(&expression),
            Err(problem) => problem.message(crate::diagnostic::Language::En),
        }
    }

    #[test]
    fn operators_bind_as_in_school() {
        assert_eq!(shape("a + b * -c"), "(Add a (Multiply b (- c)))");
        assert_eq!(shape("a - b - c"), "(Subtract (Subtract a b) c)");
        assert_eq!(shape("not a = b and c or d"), "(Or (And (not (Compare(Equal) a b)) c) d)");
        assert_eq!(shape("x in ('a', 'it''s')"), "(in x 'a' 'it's')");
        assert_eq!(shape("hồ_sơ >= 90"), "(Compare(AtLeast) hồ_sơ 90)");
    }

    #[test]
    fn broken_formulas_say_where() {
        assert_eq!(shape("a < b < c"), "comparisons cannot be chained, join them with `and` at `< c`");
        assert_eq!(shape("max(a, b"), "`)` is missing at `max(a, b`");
        assert_eq!(shape("a +"), "unexpected end at `a +`");
        assert_eq!(shape("'open"), "a text is not closed by ' at `'open`");
        assert_eq!(shape("1.2.3"), "unexpected sign at `1.2.3`");
        let too_deep = |limit| {
            format!("the formula is deeper than {limit}: brackets in brackets, or operators that wait for each other")
        };
        assert_eq!(shape(&"(".repeat(100)), too_deep(64));
        assert_eq!(shape(&format!("{}1", "1 + ".repeat(FORMULA_CHAIN))), too_deep(FORMULA_CHAIN));
        assert!(parse(&format!("{}1", "1 + ".repeat(FORMULA_CHAIN - 1)), &Path::Root, &Limits::default()).is_ok());
    }
}
