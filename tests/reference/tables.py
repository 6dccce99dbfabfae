#!/usr/bin/env python3
"""Pages and Markdown texts at random, and the cells that another parser sees in their tables.

Prints one JSON object a line: `{"format": "html", "text": "...", "rows": [["...", ...], ...]}`.
Needs html5lib, and markdown-it-py for Markdown: `pip install html5lib markdown-it-py`.
"""

import argparse
import json
import random
import sys

try:
    import html5lib
    from markdown_it import MarkdownIt
except ImportError as error:
    print(f"missing: {error.name}", file=sys.stderr)
    sys.exit(77)

HEADINGS = ["Module", "Function", "Add Level", "Edit Level", "Delete Level", "Inquire Level"]
NAMES = [
    ("Companies", "Company Maintenance"), ("Companies", "Contacts"), ("Finance", "Agreements"), ("Finance", "Invoicing"),
    ("Procurement", "Products"), ("Project", "Project Headers"), ("System", "Table Setup"), ("Service Desk", "Service Tickets"),
]
LEVELS = ["All", "My", "None"]
HIDDEN = {"script", "style", "template", "noscript", "title"}


def seen(node):
    """The text that a browser shows of an element."""
    name = node.tag if isinstance(node.tag, str) else "!"
    if name == "!" or name.split("}")[-1] in HIDDEN or "hidden" in node.attrib:
        return ""
    text = " " if name == "br" else node.text or ""
    for child in node:
        text += seen(child) + (child.tail or "")
    return text


def number(cell, name):
    digits = ""
    for letter in cell.attrib.get(name, "").strip():
        if not letter.isdigit():
            break
        digits += letter
    return int(digits) if digits else 1


def rows_of(text):
    """The rows of every table of a page, as the tree of html5lib has them."""
    document = html5lib.parse(text, namespaceHTMLElements=False)
    found = []
    for table in document.iter("table"):
        groups = [child for child in table if isinstance(child.tag, str)]
        heads = [group for group in groups if group.tag == "thead"][:1]
        feet = [group for group in groups if group.tag == "tfoot"][:1]
        others = [group for group in groups if group not in heads and group not in feet]
        for group in heads + others + feet:
            above = {}
            rows = [row for row in group if row.tag == "tr" and "hidden" not in row.attrib]
            for index, row in enumerate(rows):
                line = {}
                for column, (left, value) in list(above.items()):
                    line[column] = value
                    above[column] = (left - 1, value)
                    if left == 1:
                        del above[column]
                column = 0
                for cell in row:
                    if cell.tag not in ("td", "th") or "hidden" in cell.attrib:
                        continue
                    while column in line:
                        column += 1
                    value = " ".join(seen(cell).split())
                    down = number(cell, "rowspan") or len(rows) - index
                    for _ in range(max(1, number(cell, "colspan"))):
                        line[column] = value
                        if down > 1:
                            above[column] = (down - 1, value)
                        column += 1
                if line:
                    found.append([line.get(at, "") for at in range(max(line) + 1)])
    return found


def page(pick):
    """A page whose markup is as people and programs write it."""
    names = pick.sample(NAMES, pick.randint(3, len(NAMES)))
    names.sort()

    def cell(text, last=False):
        tag = pick.choice(["td", "td", "td", "th"])
        inside = text
        for _ in range(pick.randint(0, 2)):
            inside = pick.choice([
                "<b>{}</b>", "<p>{}</p>", "<p>{}", "<!-- All -->{}", "<span hidden>All</span>{}", "{}<script>All</script>",
                "<template>All</template>{}", "<span>{}</span>", "<div>{}</div>", "<i>{}</b></i>", "<a href='x'>{}</a>", " {} ",
                "<style>td {{ }}</style>{}", "<font color=red>{}",
            ]).format(inside)
        end = pick.choice([f"</{tag}>", f"</{tag}>", "", f"</{tag}>\n"])
        return f"<{tag}>{inside}{end}"

    def row(cells):
        attribute = pick.choice(["", "", "", " class=x"])
        return f"<tr{attribute}>" + "".join(cells) + pick.choice(["</tr>", "</tr>\n", ""])

    out = pick.choice(["<table>", "<table border=1>", "<TABLE>", "<h2>Role</h2><table>"])
    head = row([cell(heading) for heading in HEADINGS])
    wrapped = pick.random() < 0.4
    out += f"<thead>{head}</thead><tbody>" if wrapped else head
    at = 0
    while at < len(names):
        module, function = names[at]
        levels = [pick.choice(LEVELS) for _ in range(4)]
        cells = [cell(module), cell(function)] + [cell(level) for level in levels]
        if pick.random() < 0.2:
            # One cell over several levels.
            cells = [cell(module), cell(function), cell(levels[0]).replace("<td", "<td colspan=4", 1).replace("<th", "<th colspan=4", 1)]
            if "colspan" not in cells[2]:
                cells[2] = f"<td colspan=4>{levels[0]}</td>"
        elif pick.random() < 0.2 and at + 1 < len(names):
            # The last level spans down, beyond the end of its group or not.
            # Beyond the end only in the last rows: a cell below must not overlap it.
            rows = pick.choice([2, 5, 0]) if at + 2 == len(names) else 2
            cells[5] = f"<td rowspan={rows}>{levels[3]}</td>"
            out += row(cells)
            at += 1
            group = pick.random() < 0.3 and wrapped
            if group:
                out += "</tbody><tbody>"
            module, function = names[at]
            cells = [cell(module), cell(function)] + [cell(pick.choice(LEVELS)) for _ in range(3)]
            if group:
                cells.append(cell(pick.choice(LEVELS)))
        elif pick.random() < 0.1:
            out += "<tr hidden>" + "".join(cells) + "</tr>"
        out += row(cells)
        at += 1
    out += pick.choice(["</table>", "</tbody></table>"])
    return out


def markdown(pick):
    names = sorted(pick.sample(NAMES, pick.randint(3, len(NAMES))))

    def cell(text):
        return pick.choice(["{}", "**{}**", "*{}*", "`{}`", " {} ", "[{}](https://x.y)", "{}<!-- All -->", "<b>{}</b>", "__{}__"]).format(text)

    bars = pick.random() < 0.7

    def line(cells):
        text = " | ".join(cells)
        return f"| {text} |" if bars else text

    lines = [pick.choice(["# Role", "Role\n====", "Some text.", ""]), "", line(HEADINGS)]
    lines.append(line([pick.choice(["---", ":-:", ":--", "--:"]) for _ in HEADINGS]))
    for module, function in names:
        lines.append(line([module, function] + [cell(pick.choice(LEVELS)) for _ in range(4)]))
    lines += ["", pick.choice(["The end.", "```\nsome code\n```", "<!-- | a | b | -->"])]
    return pick.choice(["\n", "\n", "\r\n"]).join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    pick = random.Random(arguments.seed)
    renderer = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough")
    for index in range(arguments.count):
        if index % 3 == 2:
            text = markdown(pick)
            made, rows = "markdown", rows_of(renderer.render(text))
        else:
            text = page(pick)
            made, rows = "html", rows_of(text)
        print(json.dumps({"format": made, "text": text, "rows": rows}))


main()
