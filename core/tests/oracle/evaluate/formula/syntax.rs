//! The grammar, by recursive descent: `or`, `and`, `not`, comparison, sum, product, sign, atom.

use super::super::number::{self, Exact};

#[derive(Clone, Debug)]
pub(crate) enum Expression {
    Number(Exact),
    Text(String),
    Truth(bool),
    None,
    Name(String),
    Negative(Box<Expression>),
    Not(Box<Expression>),
    Two(String, Box<Expression>, Box<Expression>),
    In(Box<Expression>, Vec<Expression>),
    Call(String, Vec<Expression>),
}

struct Reader {
    tokens: Vec<String>,
    at: usize,
}

pub(crate) fn parse(text: &str) -> Expression {
    let mut reader = Reader { tokens: tokens(text), at: 0 };
    let expression = reader.either();
    assert_eq!(reader.at, reader.tokens.len(), "something is left over in {text}");
    expression
}

fn tokens(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let start = at;
        let letter = letters[at];
        at += 1;
        if letter.is_whitespace() {
            continue;
        }
        if letter == '\'' {
            // A quote in a text is written twice.
            while letters[at] != '\'' || letters.get(at + 1) == Some(&'\'') {
                at += if letters[at] == '\'' { 2 } else { 1 };
            }
            at += 1;
        } else if letter.is_alphanumeric() || letter == '_' {
            while at < letters.len() && (letters[at].is_alphanumeric() || "_.".contains(letters[at])) {
                at += 1;
            }
        } else if "<>!".contains(letter) && letters.get(at) == Some(&'=')
            || letter == '<' && letters.get(at) == Some(&'>')
        {
            at += 1;
        }
        found.push(letters[start..at].iter().collect());
    }
    found
}

impl Reader {
    fn peek(&self) -> &str {
        self.tokens.get(self.at).map_or("", String::as_str)
    }

    fn next(&mut self) -> String {
        self.at += 1;
        self.tokens[self.at - 1].clone()
    }

    fn accept(&mut self, token: &str) -> bool {
        let here = self.peek() == token;
        self.at += usize::from(here);
        here
    }

    fn chain(&mut self, operators: &[&str], deeper: fn(&mut Self) -> Expression) -> Expression {
        let mut left = deeper(self);
        while operators.contains(&self.peek()) {
            let operator = self.next();
            left = Expression::Two(operator, Box::new(left), Box::new(deeper(self)));
        }
        left
    }

    fn either(&mut self) -> Expression {
        self.chain(&["or"], Self::both)
    }

    fn both(&mut self) -> Expression {
        self.chain(&["and"], Self::negation)
    }

    fn negation(&mut self) -> Expression {
        if self.accept("not") { Expression::Not(Box::new(self.negation())) } else { self.comparison() }
    }

    fn comparison(&mut self) -> Expression {
        let left = self.sum();
        if self.accept("in") {
            assert!(self.accept("("), "a list follows `in`");
            return Expression::In(Box::new(left), self.list());
        }
        if ["=", "!=", "<>", "<", "<=", ">", ">="].contains(&self.peek()) {
            let operator = self.next().replace("<>", "!=");
            return Expression::Two(operator, Box::new(left), Box::new(self.sum()));
        }
        left
    }

    fn sum(&mut self) -> Expression {
        self.chain(&["+", "-"], Self::product)
    }

    fn product(&mut self) -> Expression {
        self.chain(&["*", "/"], Self::sign)
    }

    fn sign(&mut self) -> Expression {
        if self.accept("-") { Expression::Negative(Box::new(self.sign())) } else { self.atom() }
    }

    fn atom(&mut self) -> Expression {
        let token = self.next();
        if token == "(" {
            let inner = self.either();
            assert!(self.accept(")"), "a bracket is not closed");
            return inner;
        }
        if token.starts_with('\'') {
            return Expression::Text(token[1..token.len() - 1].replace("''", "'"));
        }
        if token == "true" || token == "false" {
            return Expression::Truth(token == "true");
        }
        if token == "none" {
            return Expression::None;
        }
        if let Some(number) = number::parse(&token) {
            return Expression::Number(number);
        }
        if self.accept("(") {
            return Expression::Call(token, self.list());
        }
        Expression::Name(token)
    }

    /// Expressions up to the closing bracket.
    fn list(&mut self) -> Vec<Expression> {
        let mut items = Vec::new();
        while !self.accept(")") {
            items.push(self.either());
            self.accept(",");
        }
        items
    }
}
