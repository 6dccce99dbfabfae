"""Reads the small part of YAML that the policies in the library are written in: blocks of mappings
and lists, `{…}` and `[…]` on one line, words, quoted texts, comments. Anything else in a
file is an error: what is not understood must not be guessed.
"""

import re


class NotPlain(Exception):
    """Something that this reader does not support."""


WORD = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`]|[-?:](?=[^\s,\[\]{}])")


def load(text):
    """The document of a text."""
    return Reader(text).document()


def without_comment(line):
    """A line up to its comment. A `#` within quotes is not a comment."""
    quote = None
    for at, c in enumerate(line):
        if quote:
            if c == quote and (quote == "'" or line[at - 1] != "\\"):
                quote = None
        elif c in "\"'" and (at == 0 or line[at - 1] in " [{,"):
            quote = c
        elif c == "#" and (at == 0 or line[at - 1] in " \t"):
            return line[:at].rstrip()
    return line.rstrip()


class Reader:
    """Lines with their indentation, and the one that is read next."""

    def __init__(self, text):
        self.lines = []
        for number, line in enumerate(text.splitlines(), 1):
            if "\t" in line:
                raise NotPlain(f"line {number}: a tab")
            line = without_comment(line)
            if line.strip():
                body = line.lstrip(" ")
                self.lines.append((len(line) - len(body), body, number))
        self.at = 0

    def document(self):
        value = self.block(0)
        if self.at != len(self.lines):
            raise NotPlain(f"line {self.lines[self.at][2]}: not indented like the line before")
        return value

    def block(self, indent):
        """The mapping or list that starts here."""
        return self.sequence(indent) if self.lines[self.at][1].startswith("- ") else self.mapping(indent)

    def here(self, indent):
        return self.at < len(self.lines) and self.lines[self.at][0] == indent

    def mapping(self, indent):
        found = {}
        while self.here(indent):
            _, body, number = self.lines[self.at]
            key, rest = self.key(body, number)
            if key in found:
                raise NotPlain(f"line {number}: `{key}` twice")
            self.at += 1
            found[key] = self.value(rest, indent, number)
        return found

    def key(self, body, number):
        quoted = re.match(r"(\"[^\"\\]*\"|'[^']*') *:(?: +|$)", body)
        if quoted:
            return quoted.group(1)[1:-1], body[quoted.end() :]
        plain = re.match(r"([^\s].*?) *:(?: +|$)", body)
        if not plain or not WORD.match(body) or body.startswith("- "):
            raise NotPlain(f"line {number}: no key: {body}")
        return plain.group(1), body[plain.end() :]

    def sequence(self, indent):
        found = []
        while self.here(indent) and self.lines[self.at][1].startswith("- "):
            _, body, number = self.lines[self.at]
            inner = body[2:].lstrip(" ")
            column = indent + len(body) - len(inner)
            if re.match(r"(\"[^\"\\]*\"|'[^']*'|[^\s\"'{\[][^{\[]*?) *:( |$)", inner):
                # A mapping whose first key follows the dash.
                self.lines[self.at] = (column, inner, number)
                found.append(self.mapping(column))
            else:
                self.at += 1
                found.append(self.value(inner, indent, number))
        return found

    def value(self, rest, indent, number):
        """The value after a key or a dash, or below it."""
        if not rest:
            deeper = self.at < len(self.lines) and (
                self.lines[self.at][0] > indent
                or (self.here(indent) and self.lines[self.at][1].startswith("- "))
            )
            return self.block(self.lines[self.at][0]) if deeper else None
        # The lines of a long text fold into one.
        while self.at < len(self.lines) and self.lines[self.at][0] > indent:
            rest += " " + self.lines[self.at][1]
            self.at += 1
        value, end = flow(rest, 0, number, "")
        if rest[end:].strip():
            raise NotPlain(f"line {number}: text after a value: {rest[end:]}")
        return value


def flow(text, at, number, stops):
    """A value in one line from `at` on, and where it ends."""
    while at < len(text) and text[at] == " ":
        at += 1
    if at == len(text):
        raise NotPlain(f"line {number}: no value")
    c = text[at]
    if c == "{" or c == "[":
        return collection(text, at, number)
    if c == '"':
        end = re.compile(r'"(?:[^"\\]|\\["\\])*"').match(text, at)
        if not end:
            raise NotPlain(f"line {number}: a text in quotes with an escape that is not known")
        return re.sub(r"\\(.)", r"\1", end.group(0)[1:-1]), end.end()
    if c == "'":
        end = re.compile(r"'(?:[^']|'')*'").match(text, at)
        if not end:
            raise NotPlain(f"line {number}: a quote without end")
        return end.group(0)[1:-1].replace("''", "'"), end.end()
    if not WORD.match(text, at):
        raise NotPlain(f"line {number}: {text[at:]}")
    end = at
    while end < len(text) and text[end] not in stops:
        if text[end] == ":" and text[end + 1 : end + 2] in ("", " "):
            if stops:
                break
            raise NotPlain(f"line {number}: a colon in a plain text: {text[at:]}")
        end += 1
    word = text[at:end].strip()
    if word in ("true", "false"):
        return word == "true", end
    if word in ("null", "~", "True", "False", "yes", "no"):
        raise NotPlain(f"line {number}: `{word}`")
    return word, end


def collection(text, at, number):
    mapping = text[at] == "{"
    close = "}" if mapping else "]"
    found = {} if mapping else []
    at += 1
    while True:
        while at < len(text) and text[at] == " ":
            at += 1
        if text[at : at + 1] == close:
            return found, at + 1
        value, at = flow(text, at, number, ",{}[]")
        if mapping:
            if text[at : at + 1] != ":":
                raise NotPlain(f"line {number}: no value for `{value}`")
            found[value], at = flow(text, at + 1, number, ",{}[]")
        else:
            found.append(value)
        while at < len(text) and text[at] == " ":
            at += 1
        if text[at : at + 1] == ",":
            at += 1
        elif text[at : at + 1] != close:
            raise NotPlain(f"line {number}: {text[at:]}")
