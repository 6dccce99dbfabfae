"""A second implementation of what Leastwise decides: which levels policies ask for together, and
what a role has too little or too much of. Written from the documents (docs/reference/policy-fields.md, docs/rules,
docs/decisions), not from the sources, and with Python's standard library only.

It is slow and plain on purpose: it walks over everything for every question. It says what is found
(rule, severity, place, levels, whether it is waived) and how the cells are counted; wording, places
in files and fingerprints are not its matter.
"""

import datetime
import functools
import json
import os
import re

OPERATIONS = ("add", "edit", "delete", "inquire")
LEVELS = ("None", "My", "All")
RANK = {"None": 0, "My": 1, "All": 2}
NULL = "null"  # The level is null: the operation is probably not offered.
ABSENT = "absent"  # The row says nothing of the operation.

DEFAULT_SEVERITY = {
    "missing-level": "error",
    "missing-function": "error",
    "operation-not-offered": "error",
    "excess-level": "warning",
    "excess-function": "warning",
    "setup-level-left": "warning",
    "customize-missing": "error",
    "customize-excess": "warning",
    "customize-unverifiable": "note",
    "unstated-level": "note",
    "admin-role": "error",
    "incomplete-role": "error",
    "duplicate-row": "error",
    "unknown-function": "note",
    "member-setting": "note",
    "reader-note": "note",
    "waiver-expired": "error",
    "waiver-expiring": "warning",
    "waiver-unused": "warning",
}


class Refused(Exception):
    """The policies cannot be applied: `kind` is `choice` or `conflict`."""

    def __init__(self, kind, why):
        super().__init__(f"{kind}: {why}")
        self.kind = kind


def rank(level):
    """None < My < All; null and absent grant nothing."""
    return RANK.get(level, 0)


# --- names -----------------------------------------------------------------------------------


@functools.cache
def normalize(name):
    """The form in which names are compared."""
    name = re.sub("[\u00ad\ufeff\u200b-\u200d\u2060]", "", name)
    name = re.sub("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]", "-", name)
    name = name.replace("&", " and ")
    name = " ".join(name.split())
    name = re.sub(r" ?([/-]) ?", r"\1", name)
    return name.strip().lower()


class Catalog:
    """The data files: canonical names and spellings of modules and functions."""

    def __init__(self, folder):
        def load(name):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                return json.load(file)

        self.module_names = {}
        for module in load("modules.json"):
            for spelling in [module["name"], *module["aliases"]]:
                self.module_names[normalize(spelling)] = module["name"]
        self.functions = {}
        self.customize = {}
        self.known = []
        self.certain = set()  # Those with several sources.
        for function in load("functions.json"):
            module, name = function["module"], function["function"]
            self.known.append((module, name))
            if function["confidence"] == "high":
                self.certain.add((module, name))
            spellings = [name, *function["aliases"]]
            if function["customize_identifier"]:
                self.customize[module, name] = function["customize_identifier"]
                spellings.append(name + " (customize)")
            for spelling in spellings:
                self.functions[module, normalize(spelling)] = name

    def module(self, name):
        """The canonical name of a module, or the name unchanged."""
        return self.module_names.get(normalize(name), name)

    @functools.cache
    def find(self, module, function):
        """The canonical pair, or nothing."""
        canonical = self.module_names.get(normalize(module))
        name = self.functions.get((canonical, normalize(function)))
        return (canonical, name) if name else None

    @functools.cache
    def key(self, module, function):
        """The key of a function: the same for every spelling."""
        found = self.find(module, function)
        if found:
            return ("known", *found)
        return ("named", normalize(self.module(module)), normalize(function))


# --- policies --------------------------------------------------------------------------------


def as_list(value):
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def version(text):
    year, number = text.strip().split(".")
    return int(year), int(number)


def version_fits(condition, chosen):
    """Whether a version fits a condition such as `>=2017.5, <2022.1`. Without one, everything does."""
    if condition is None or chosen is None:
        return True
    for part in condition.split(","):
        part = part.strip()
        sign = re.match(r"(>=|<=|>|<|=)?", part).group(0)
        bound, is_ = version(part[len(sign) :]), version(chosen)
        fits = {
            ">=": is_ >= bound, "<=": is_ <= bound, ">": is_ > bound, "<": is_ < bound,
            "=": is_ == bound, "": is_ == bound,
        }[sign]
        if not fits:
            return False
    return True


def lineage(policy, find):
    """The policy and all that it extends."""
    every = [policy]
    for name in as_list(policy.get("extends")):
        every += lineage(find(name), find)
    return every


def features_of(policy, find, choices):
    """The features that count in a policy: those that are on by default or by option, and all that
    these need. One that is on by default only does not count without what it needs."""
    parts = lineage(policy, find)
    ids = {part["id"] for part in parts}
    default, requires = set(), {}
    for part in parts:
        for name, feature in (part.get("features") or {}).items():
            # What two of a line define, each of them may turn on, and both may need something.
            requires.setdefault(name, set()).update(as_list(feature.get("requires")))
            if feature.get("default"):
                default.add(name)

    def chosen(asked):
        found = set()
        for name in asked:
            of, _, bare = name.rpartition(":")
            if (not of or of in ids) and bare in requires:
                found.add(bare)
        return found

    def with_needs(name):
        every, todo = set(), [name]
        while todo:
            one = todo.pop()
            if one not in every:
                every.add(one)
                todo += requires[one]
        return every

    on, off = chosen(choices.get("on", [])), chosen(choices.get("off", []))
    enabled = set()
    for name in on | default:
        needed = with_needs(name)
        if not needed & off:
            enabled |= needed
        elif name in on:
            raise Refused("choice", f"{name} needs what is turned off")
    return enabled


def check_feature_names(policies, find, choices):
    """Each named feature must be defined by a policy."""
    for name in choices.get("on", []) + choices.get("off", []):
        of, _, bare = name.rpartition(":")
        known = False
        for policy in policies:
            parts = lineage(policy, find)
            if of and of not in {part["id"] for part in parts}:
                continue
            known |= any(bare in (part.get("features") or {}) for part in parts)
        if not known:
            raise Refused("choice", f"no feature {name}")


class Entry:
    """One level that one policy states for one operation."""

    def __init__(self, level, required, policy):
        self.policy = policy
        self.limit = None
        if isinstance(level, dict):
            self.low = level.get("min", "None")
            self.high = level.get("max", "All")
            self.limit = level.get("max")
        else:
            self.low = self.high = level
        if not required:
            self.low = "None"


class Asked:
    """Statements of policies about a function, or about all functions of a module."""

    def __init__(self, module, function):
        self.names = (module, function)
        self.entries = {operation: [] for operation in OPERATIONS}
        self.setup = {operation: [] for operation in OPERATIONS}
        self.customize = []
        # The policies whose rows state a level, whether it counts or not; whose rows that count state
        # none; and those that mention the list.
        self.stating, self.silent, self.listing = set(), set(), set()

    def joined(self, *others):
        both = Asked(*self.names)
        for asked in (self, *others):
            for operation in OPERATIONS:
                both.entries[operation] += asked.entries[operation]
                both.setup[operation] += asked.setup[operation]
            both.customize += asked.customize
            both.stating |= asked.stating
            both.silent |= asked.silent
            both.listing |= asked.listing
        return both

    def unstated(self):
        """The policies that list the function and state no level."""
        return self.silent - self.stating

    def needed_without_list(self):
        """Whether a policy needs the function and does not mention its list."""
        needing = {
            entry.policy
            for entries in self.entries.values()
            for entry in entries
            if entry.low != "None"
        }
        return bool((needing | self.unstated()) - self.listing)

    def range(self, operation):
        """The accepted levels: from the highest need up to the highest that any entry accepts and
        no written maximum forbids. Nothing where no entry states the operation."""
        entries = self.entries[operation]
        if not entries:
            return None
        low = max((entry.low for entry in entries), key=rank)
        high = max((entry.high for entry in entries), key=rank)
        for entry in entries:
            if entry.limit is not None and rank(entry.limit) < rank(low):
                raise Refused("conflict", f"{self.names} {operation}")
            if entry.limit is not None and rank(entry.limit) < rank(high):
                high = entry.limit
        return low, high


class Requirements:
    """What policies ask for together."""

    def __init__(self, catalog, policies, find, choices):
        self.catalog = catalog
        self.functions = {}
        self.older = {}  # Names of older versions, and the functions that had them.
        self.modules = {}
        self.unlisted = "None"
        self.partial = False
        self.members = []
        check_feature_names(policies, find, choices)
        for policy in policies:
            self.add(policy, find, choices)
        for asked in self.functions.values():
            whole = self.modules.get(asked.names[0])
            together = asked.joined(whole) if whole else asked
            for operation in OPERATIONS:
                together.range(operation)
        for asked in self.modules.values():
            for operation in OPERATIONS:
                asked.range(operation)

    def add(self, policy, find, choices):
        chosen = choices.get("connectwise")
        enabled = features_of(policy, find, choices)
        parts = lineage(policy, find)
        for part in parts:
            if not version_fits((part.get("applies") or {}).get("connectwise"), chosen):
                raise Refused("choice", "the policy is for another version")
        # The policy's own `unlisted` setting, or else that of the policies that it extends.
        unlisted = self.word(policy, find)
        if rank(unlisted) > rank(self.unlisted):
            self.unlisted = unlisted
        self.partial |= any(part.get("coverage") == "partial" for part in parts)
        # The policy's own value of a setting, or else that of the nearest policy that it extends.
        member = {}
        for part in reversed(parts):
            member.update(part.get("member") or {})
        self.members.append(member)
        for part in parts:
            for module, functions in part["permissions"].items():
                for function, row in functions.items():
                    self.row(policy["id"], module, function, row, enabled, choices)

    def word(self, policy, find):
        if policy.get("unlisted"):
            return policy["unlisted"]
        below = [self.word(find(name), find) for name in as_list(policy.get("extends"))]
        return max(below, key=rank, default="None")

    def row(self, policy, module, function, row, enabled, choices):
        if function.strip() == "*":
            key = self.catalog.module(module)
            asked = self.modules.setdefault(key, Asked(key, "*"))
        else:
            key = self.catalog.key(module, function)
            names = self.catalog.find(module, function) or (
                self.catalog.module(module),
                function,
            )
            asked = self.functions.setdefault(key, Asked(*names))
        chosen = choices.get("connectwise")
        for older in as_list(row.get("formerly")):
            if chosen is None or version(chosen) < version(older["before"]):
                name = self.catalog.key(older.get("module", module), older["name"])
                self.older.setdefault(name, set()).add(key)
        setup_phase = choices.get("phase") == "setup"
        states = any(as_list(row.get(operation)) for operation in OPERATIONS)
        if states:
            asked.stating.add(policy)
        when = as_list(row.get("when"))
        counts = (not when or any(name in enabled for name in when)) and version_fits(
            (row.get("applies") or {}).get("connectwise"), choices.get("connectwise")
        )
        if not counts:
            return
        for operation in OPERATIONS:
            for grant in as_list(row.get(operation)):
                if not isinstance(grant, dict):
                    grant = {"level": grant}
                when = as_list(grant.get("when"))
                if when and not any(name in enabled for name in when):
                    continue
                status = grant.get("status", row.get("status", "used"))
                phase = grant.get("phase", row.get("phase", "run"))
                if status == "legacy":
                    continue
                optional = grant.get("optional", row.get("optional", False))
                required = status == "used" and not optional
                entry = Entry(grant["level"], required, policy)
                if phase == "setup" and not setup_phase:
                    asked.setup[operation].append(entry)
                else:
                    asked.entries[operation].append(entry)
        phase, status = row.get("phase", "run"), row.get("status", "used")
        required = status == "used" and not row.get("optional", False)
        if not states and required and (phase == "run" or setup_phase):
            asked.silent.add(policy)
        if row.get("customize") is not None:
            if status != "legacy" and (phase == "run" or setup_phase):
                wanted = dict(row["customize"])
                wanted["optional"] = wanted.get("optional", False) or not required
                asked.customize.append(wanted)
                asked.listing.add(policy)

    def of(self, key, module):
        """The requirements for a function, and for every function of its module."""
        found = [self.functions[key]] if key in self.functions else []
        if module in self.modules:
            found.append(self.modules[module])
        return found


# --- roles -----------------------------------------------------------------------------------


class Row:
    """A row of a role."""

    def __init__(self, catalog, setting):
        def texts(kinds):
            return [setting[k] for k in kinds if isinstance(setting.get(k), str) and setting[k].strip()]

        modules = texts(["moduleDescription", "moduleName", "moduleIdentifier"])
        functions = texts(
            ["moduleFunctionDescription", "moduleFunctionName", "moduleFunctionIdentifier"]
        )
        # A shorter name that is only how the label begins may be that of any function that begins so.
        letters = lambda name: "".join(c for c in normalize(name) if c.isalnum())
        label = letters(functions[0])
        cut = lambda name: letters(name) != label and label.startswith(letters(name))
        functions = [name for name in functions if not cut(name)]
        self.label = [(module, functions[0]) for module in modules]
        pairs = [(module, function) for function in functions for module in modules]
        self.called(catalog, pairs)
        self.mine = False
        self.levels = {}
        for operation in OPERATIONS:
            field = operation + "Level"
            level = setting.get(field, ABSENT)
            if level is None:
                level = NULL
            if level == "Mine":  # Only tables made by hand have it.
                self.mine, level = True, "My"
            self.levels[operation] = level

    def called(self, catalog, pairs):
        """Uses these names for the function, the most specific first."""
        known = [found for found in (catalog.find(*pair) for pair in pairs) if found]
        self.known = known[0] if known else None
        if self.known:
            self.names = self.known
            self.keys = [("known", *self.known)]
        else:
            self.names = (catalog.module(pairs[0][0]), pairs[0][1])
            self.keys = [catalog.key(*pair) for pair in pairs]


def borrowed_names(catalog, rows):
    """Of several rows that the catalog knows as one function, those with another label than the
    function's own are of another; without its own label, all are where the labels differ."""
    by_function = {}
    for row in rows:
        if row.known:
            by_function.setdefault(row.known, []).append(row)
    for known, same in by_function.items():
        labels = {}
        for row in same:
            found = [pair for pair in (catalog.find(*pair) for pair in row.label) if pair]
            labels[id(row)] = ("known", found[0]) if found else ("named", tuple(row.label))
        every = set(labels.values())
        if len(every) < 2:
            continue
        for row in same:
            if labels[id(row)] != ("known", known):
                row.called(catalog, row.label)


class Role:
    """A role: the array of the API, or a snapshot."""

    def __init__(self, catalog, document):
        snapshot = document if isinstance(document, dict) else {"settings": document}
        table = snapshot.get("table")
        if table is not None:
            snapshot = {"settings": table}
        header = snapshot.get("role") or {}
        self.name = header.get("name")
        self.admin = header.get("admin_flag", header.get("adminFlag")) is True
        self.count = snapshot.get("count")
        self.complete = snapshot.get("complete")
        self.items = snapshot.get("customize_items")
        self.used_by = snapshot.get("used_by")
        self.member = snapshot.get("member")
        self.rows = [Row(catalog, setting) for setting in snapshot["settings"]]
        if table is None:
            borrowed_names(catalog, self.rows)
        # Notes about how the role was read: `Mine` was read as My, operations without any value, and
        # known functions without a row, because only a complete, counted read proves that there are
        # no others.
        self.unread = [
            operation
            for operation in OPERATIONS
            if table is None
            and self.rows
            and all(row.levels[operation] == ABSENT for row in self.rows)
        ]
        self.notes = []
        if any(row.mine for row in self.rows):
            self.notes.append("mine")
        functions = {row.keys[0] for row in self.rows}
        lacks = set(catalog.known) - {row.known for row in self.rows}
        if self.unread:
            self.notes.append("no column")
        if not self.counted() and lacks and 2 * len(functions) >= len(catalog.known):
            self.notes.append("no row")

    def counted(self):
        """Whether all rows were read and counted when the role was saved."""
        return self.complete is True and self.count == len(self.rows)

    def incomplete(self, catalog, asked):
        """`asked` are the operations that a policy requires or limits."""
        rows = len(self.rows)
        if rows == 0 or self.complete is False or self.count not in (None, rows):
            return True
        if set(self.unread) & set(asked):
            return True
        if self.counted():
            return False
        functions = {row.keys[0] for row in self.rows}
        if rows in (50, 100, 200, 250, 500) and catalog.certain - {row.known for row in self.rows}:
            return True
        return rows in (25, 1000) or 2 * len(functions) < len(catalog.known)


# --- comparison ------------------------------------------------------------------------------


def text_matches(pattern, text):
    """`*` matches any text."""
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), text, re.S) is not None


def item_matches(pattern, item):
    """Items in Customize lists are names too."""
    return text_matches(normalize(pattern), normalize(item))


class Comparison:
    """A role compared with requirements."""

    def __init__(self, catalog, requirements, role, options):
        self.catalog = catalog
        self.requirements = requirements
        self.role = role
        self.options = options
        self.findings = []
        self.cells = dict.fromkeys(
            ["satisfied", "missing", "excess", "waived", "unverifiable", "ignored", "not_used"], 0
        )
        limited = rank(requirements.unlisted) < rank("All") and options.get("unlisted") != "allow"
        every = [*requirements.functions.values(), *requirements.modules.values()]
        asked = [
            operation
            for operation in OPERATIONS
            if limited or any(one.entries[operation] for one in every)
        ]
        self.incomplete = role.incomplete(catalog, asked)
        self.run()

    def add(self, rule, names=(None, None), severity=None, **more):
        severities = self.options.get("severities") or {}
        finding = {
            "rule": rule,
            # A circumstance (an incomplete table, rows that agree) says more than the severity
            # that was chosen for the rule.
            "severity": severity or severities.get(rule) or DEFAULT_SEVERITY[rule],
            "module": names[0],
            "function": names[1],
            "operation": None,
            "item": None,
            "required": None,
            "granted": None,
            "waived": False,
            "cells": 0,
            **more,
        }
        self.findings.append(finding)

    def run(self):
        # Rows are of one function when one entry of the policies lists both, and otherwise when
        # their most specific names agree.
        groups = {}
        functions, older = self.requirements.functions, self.requirements.older
        listed = {id(row): [key for key in row.keys if key in functions] for row in self.role.rows}
        current = {keys[0] for keys in listed.values() if keys}
        for row in self.role.rows:
            # An older name counts where the role does not have the function under today's.
            renamed = [
                name
                for key in row.keys
                for name in functions
                if name in older.get(key, ()) and name not in current
            ]
            groups.setdefault((listed[id(row)] or renamed or row.keys)[0], []).append(row)
        if self.incomplete:
            self.add("incomplete-role")
        if self.role.admin:
            self.add("admin-role")
        for _ in self.role.notes:
            self.add("reader-note")
        self.members()
        met = set()
        for key, rows in groups.items():
            self.function(key, rows, met)
        self.absent(met)

    def members(self):
        shown = {"level": "level", "location": "location", "business_unit": "business_unit"}
        names = {"level": "structure level", "location": "location", "business_unit": "business unit"}
        members = list(self.role.used_by or [])
        if self.role.member:
            members.append(self.role.member)
        for member in members:
            if member.get("inactive"):
                continue
            for field, key in shown.items():
                is_ = member.get(key)
                asked = [wanted[field] for wanted in self.requirements.members if field in wanted]
                if is_ and any(normalize(wanted) != normalize(is_) for wanted in asked):
                    self.add("member-setting", item=f"{member['identifier']}: {names[field]}")

    def function(self, key, rows, met):
        first = rows[0]
        own = self.requirements.functions.get(key)
        asked = self.requirements.of(key, own.names[0] if own else first.names[0])
        listed = bool(asked)
        met.add(key)
        met.add(("module", first.names[0]))
        if not first.known:
            self.add("unknown-function", first.names)
        if len(rows) > 1:
            agree = all(row.levels == first.levels for row in rows)
            self.add("duplicate-row", first.names, "note" if agree else None)
        if self.role.admin:
            self.cells["unverifiable"] += len(OPERATIONS)
            return
        together = asked[0].joined(*asked[1:]) if asked else Asked(*first.names)
        for operation in OPERATIONS:
            levels = [row.levels[operation] for row in rows]
            self.cell(first.names, operation, levels, together, listed)
        self.customize(first, together)
        if together.unstated():
            self.add("unstated-level", first.names)

    def cell(self, names, operation, levels, asked, listed):
        lowest = min(levels, key=lambda level: (rank(level), level not in LEVELS))
        highest = max(levels, key=rank)
        accepted = asked.range(operation)
        low, high = accepted or ("None", self.requirements.unlisted)
        required = {"min": low, "max": high}
        shown = lambda level: level if level in LEVELS else None
        if accepted and rank(lowest) < rank(low):
            null = all(level == NULL for level in levels if rank(level) == rank(lowest))
            rule = "operation-not-offered" if null else "missing-level"
            self.add(rule, names, operation=operation, required=required, granted=shown(lowest), cells=1)
            self.cells["missing"] += 1
        elif rank(highest) > rank(high):
            setup = [entry.high for entry in asked.setup[operation]]
            severity = None
            if setup and rank(highest) <= max(map(rank, setup)):
                rule = "setup-level-left"
            else:
                rule = "excess-level" if listed else "excess-function"
                if not accepted:
                    said = self.options.get("unlisted")
                    if said == "allow":
                        self.cells["ignored"] += 1
                        return
                    severity = said or ("note" if self.requirements.partial else None)
            self.add(
                rule, names, severity, operation=operation, required=required,
                granted=shown(highest), cells=1,
            )
            self.cells["excess"] += 1
        else:
            self.cells["satisfied" if accepted else "not_used"] += 1

    def absent(self, met):
        """Functions that policies list and that have no row in the role."""
        for key, asked in [*self.requirements.functions.items(), *self.requirements.modules.items()]:
            any_function = asked.names[1] == "*"
            if key in met or (any_function and ("module", key) in met):
                continue
            together = asked
            if not any_function and asked.names[0] in self.requirements.modules:
                together = asked.joined(self.requirements.modules[asked.names[0]])
            ranges = [together.range(operation) for operation in OPERATIONS]
            stated = [accepted for accepted in ranges if accepted]
            needed = [accepted for accepted in stated if accepted[0] != "None"]
            if self.role.admin or self.incomplete:
                self.cells["unverifiable"] += len(stated)
                continue
            self.cells["satisfied"] += len(stated) - len(needed)
            if together.unstated():
                self.add("unstated-level", asked.names)
            if needed:
                self.cells["missing"] += len(needed)
                self.add("missing-function", asked.names, cells=len(needed))

    def customize(self, row, asked):
        if not asked.customize:
            return
        identifier = row.known and self.catalog.customize.get(row.known)
        sense = self.options.get("customize_items")
        items = None
        if self.role.items is not None and sense and identifier:
            items = [
                item["itemIdentifier"]
                for item in self.role.items
                if item.get("customizeIdentifier") == identifier and item.get("itemIdentifier")
            ]
        if items is None or not all(re.search("[^\\W\\d_]", item) for item in items):
            self.add("customize-unverifiable", row.names)
            return
        hit = lambda pattern: [item for item in items if item_matches(pattern, item)]
        missing, excess = set(), {}
        closed = any(wanted.get("allow") for wanted in asked.customize) and not any(
            wanted.get("all") or wanted.get("partial") for wanted in asked.customize
        )
        closed = closed and not asked.needed_without_list()
        every = any(wanted.get("all") for wanted in asked.customize)

        def too_much(item, note):
            excess[item] = excess.get(item, True) and note

        for wanted in asked.customize:
            optional = wanted.get("optional", False)
            allow, disallow = wanted.get("allow") or [], wanted.get("disallow") or []
            if not optional:
                wrong = (lambda p: not hit(p)) if sense == "allowed" else hit
                missing |= {pattern for pattern in allow if wrong(pattern)}
                if sense == "disallowed" and wanted.get("all"):
                    missing |= set(items)
            for pattern in disallow:
                if sense == "allowed":
                    for item in hit(pattern):
                        too_much(item, optional)
                elif not hit(pattern):
                    too_much(pattern, optional)
        if closed and sense == "allowed":
            patterns = [pattern for wanted in asked.customize for pattern in wanted.get("allow") or []]
            note = self.requirements.partial or all(
                wanted.get("optional") for wanted in asked.customize if wanted.get("allow")
            )
            for item in items:
                if item not in excess and not any(item_matches(pattern, item) for pattern in patterns):
                    too_much(item, note)
        for item in missing:
            self.add("customize-missing", row.names, item=item)
        for item, note in excess.items():
            self.add("customize-excess", row.names, "note" if note else None, item=item)
        # Allowed items do not show that all are allowed, the others not that no more are.
        if every if sense == "allowed" else closed:
            self.add("customize-unverifiable", row.names)


# --- waivers and the outcome -----------------------------------------------------------------


def waive(comparison, waivers, today, within=30):
    """Marks what is waived; returns the findings about the waivers themselves."""
    reports = []
    today = datetime.date.fromisoformat(today)
    catalog, role = comparison.catalog, comparison.role

    def canonical(waiver):
        module, function = waiver.get("module"), waiver.get("function")
        if module and function and catalog.find(module, function):
            return catalog.find(module, function)
        return (module and catalog.module(module), function)

    def same(wanted, found):
        return wanted is None or (found is not None and normalize(wanted) == normalize(found))

    def fits(waiver, finding):
        module, function = canonical(waiver)
        return (
            finding["rule"] != "incomplete-role"
            and waiver["rule"] == finding["rule"]
            and same(module, finding["module"])
            and same(function, finding["function"])
            and (waiver.get("operation") in (None, finding["operation"]))
            and same(waiver.get("item"), finding["item"])
        )

    compared = not comparison.incomplete and not role.admin
    for waiver in waivers:
        ends = waiver.get("expires") and datetime.date.fromisoformat(waiver["expires"])
        over = ends and ends < today
        if not over and waiver.get("role") and not text_matches(waiver["role"], role.name or "role"):
            continue
        fitting = [finding for finding in comparison.findings if fits(waiver, finding)]
        if over:
            reports.append(["waiver-expired", "error"])
        elif not fitting and waiver["rule"] != "incomplete-role" and not compared:
            pass  # It is unknown whether the role needs it.
        elif not fitting:
            reports.append(["waiver-unused", "warning"])
        elif ends and (ends - today).days <= within:
            reports.append(["waiver-expiring", "warning"])
        if over:
            continue
        for finding in fitting:
            if finding["waived"]:
                continue
            finding["waived"] = True
            count = finding["cells"]
            group = "excess" if finding["rule"] in EXCESS else "missing"
            comparison.cells[group] -= count
            comparison.cells["waived"] += count
    return reports


EXCESS = ("excess-level", "excess-function", "setup-level-left")
SEVERITIES = ("never", "error", "warning", "note")


def outcome(comparison, fail_on="error"):
    if comparison.incomplete:
        return "inconclusive"
    for finding in comparison.findings:
        if not finding["waived"] and SEVERITIES.index(finding["severity"]) <= SEVERITIES.index(fail_on):
            return "findings"
    return "clean"


FIELDS = ("rule", "severity", "module", "function", "operation", "item", "required", "granted", "waived")


def check(catalog, policies, find, role, options):
    """All of it. `policies` and `role` are documents, `find` gives the policy that a name means."""
    try:
        requirements = Requirements(catalog, policies, find, options)
    except Refused as refused:
        return {"refused": refused.kind}
    comparison = Comparison(catalog, requirements, Role(catalog, role), options)
    reports = waive(comparison, options.get("waivers") or [], options.get("today", "2026-11-24"))
    findings = [{field: finding[field] for field in FIELDS} for finding in comparison.findings]
    cells = dict(comparison.cells)
    return {
        "outcome": outcome(comparison, options.get("fail_on", "error")),
        "summary": {"cells": sum(cells.values()), **cells},
        "findings": findings,
        "waivers": reports,
    }
