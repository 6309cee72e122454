"""Formula text to a tree of tuples.

    ("number", Fraction) ("text", str) ("boolean", bool) ("none",) ("name", str) ("call", name, [tree])
    ("negate", tree) ("not", tree) ("in", tree, [tree]) (operator, left, right)
"""

import re
from fractions import Fraction

from .number import Refused

TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|'(?P<text>[^']*)'|(?P<word>[^\W\d][\w.\u0300-\u036f]*)|(?P<sign>!=|<=|>=|[-+*/=<>(),]))"
)
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")


def tokens(text):
    """Pairs of kind and text; the last is ("end", "")."""
    found, at = [], 0
    while text[at:].strip():
        match = TOKEN.match(text, at)
        if not match:
            raise Refused(f"formula.syntax: {text[at:]!r}")
        kind = match.lastgroup
        found.append((kind, match.group(kind)))
        at = match.end()
    return found + [("end", "")]


class Parser:
    def __init__(self, text):
        self.tokens, self.at = tokens(text), 0

    def peek(self):
        return self.tokens[self.at]

    def take(self, *wanted):
        """Take the next token if it is one of these signs or words."""
        kind, text = self.peek()
        if kind in ("sign", "word") and text in wanted:
            self.at += 1
            return text
        return None

    def need(self, sign):
        if not self.take(sign):
            raise Refused(f"formula.syntax: {sign!r} wanted, {self.peek()[1]!r} found")

    def whole(self):
        tree = self.either()
        if self.peek()[0] != "end":
            raise Refused(f"formula.syntax: {self.peek()[1]!r} left over")
        return tree

    def either(self):
        tree = self.both()
        while self.take("or"):
            tree = ("or", tree, self.both())
        return tree

    def both(self):
        tree = self.negation()
        while self.take("and"):
            tree = ("and", tree, self.negation())
        return tree

    def negation(self):
        return ("not", self.negation()) if self.take("not") else self.comparison()

    def comparison(self):
        left = self.addition()
        sign = self.take(*COMPARISONS)
        if sign:
            return (sign, left, self.addition())
        if self.take("in"):
            self.need("(")
            return ("in", left, self.arguments())
        return left

    def addition(self):
        tree = self.product()
        while sign := self.take("+", "-"):
            tree = (sign, tree, self.product())
        return tree

    def product(self):
        tree = self.factor()
        while sign := self.take("*", "/"):
            tree = (sign, tree, self.factor())
        return tree

    def factor(self):
        if self.take("-"):
            return ("negate", self.factor())
        if self.take("("):
            tree = self.either()
            self.need(")")
            return tree
        kind, text = self.peek()
        self.at += 1
        if kind == "number":
            return ("number", Fraction(text))
        if kind == "text":
            return ("text", text)
        if kind == "word" and text in ("true", "false"):
            return ("boolean", text == "true")
        if kind == "word" and text == "none":
            return ("none",)
        if kind == "word" and text not in ("and", "or", "not", "in"):
            return ("call", text, self.arguments()) if self.take("(") else ("name", text)
        raise Refused(f"formula.syntax: {text!r} is not a value")

    def arguments(self):
        """The arguments up to the closing parenthesis; the opening one is taken already."""
        if self.take(")"):
            return []
        found = [self.either()]
        while self.take(","):
            found.append(self.either())
        self.need(")")
        return found


def parse(text):
    return Parser(str(text)).whole()
