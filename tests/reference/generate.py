"""Random policies and roles with every construct of the language, the same for the same seed."""

import collections
import json
import zlib

from leastwise_reference import LEVELS, OPERATIONS

FEATURES = ("billing", "ticketing", "sync", "reports")
UNKNOWN = (
    ("Service Desk", "Today Links"),
    ("Finance", "Commissions"),
    ("Warehouse", "Bins"),
    ("Project", "Project Boards"),
)
ITEMS = (
    "Company / Company Type",
    "Company / Company Status",
    "Service / Service Board",
    "Service / Source",
    "General / Security",
)


class Generator:
    """Generates pairs, and counts how often each construct occurred."""

    def __init__(self, catalog, random):
        self.catalog = catalog
        self.random = random
        self.seen = collections.Counter()

    def chance(self, probability, construct=None):
        """Whether something happens; counted under its name."""
        happens = self.random.random() < probability
        if happens and construct:
            self.seen[construct] += 1
        return happens

    def pick(self, choices):
        return self.random.choice(list(choices))

    def some(self, choices, most):
        choices = list(choices)
        return self.random.sample(choices, self.random.randint(1, min(most, len(choices))))

    # --- names -------------------------------------------------------------------------------

    def spelled(self, module, function):
        """A pair of names as a person might write it."""
        if self.chance(0.1, "alias of a module"):
            same = [n for n, c in self.catalog.module_names.items() if c == module]
            module = self.pick(same or [module])
        if self.chance(0.15, "alias of a function"):
            spellings = self.catalog.functions.items()
            same = [n for (m, n), c in spellings if m == module and c == function]
            function = self.pick(same or [function])
        if self.chance(0.1, "other case"):
            function = self.pick([function.upper(), function.lower(), function.swapcase()])
        if self.chance(0.05, "other dashes and spaces"):
            function = function.replace("-", "\u2013").replace(" ", self.pick(["  ", "\u00a0"]))
            function = function.replace("/", self.pick([" /", "/ ", " / "]))
            module = module.replace("&", "and")
        return module, function

    # --- policies ----------------------------------------------------------------------------

    def level(self):
        if self.chance(0.2, "range"):
            low, high = sorted(self.random.choices(range(3), k=2))
            form = self.random.randrange(4)
            if form == 0:
                self.seen["range without max"] += 1
                return {"min": LEVELS[low]}
            if form == 1:
                self.seen["range without min"] += 1
                return {"max": LEVELS[high]}
            if form == 2:
                return {"min": LEVELS[low], "max": LEVELS[high]}
            self.seen["range of every level"] += 1
            return {"min": "None"}
        if self.chance(0.15, "explicit None"):
            return "None"
        return self.pick(["My", "All", "All"])

    def conditions(self, entry, features, where):
        if features and self.chance(0.2, f"when on {where}"):
            names = self.some(features, 2)
            entry["when"] = names if len(names) > 1 or self.chance(0.3) else names[0]
        if self.chance(0.12, f"phase on {where}"):
            entry["phase"] = self.pick(["setup", "setup", "run"])
        if self.chance(0.12, f"status on {where}"):
            entry["status"] = self.pick(["planned", "unused", "legacy", "used"])
            self.seen["status " + entry["status"]] += 1
        if self.chance(0.1, f"optional on {where}"):
            entry["optional"] = self.pick([True, True, False])

    def grant(self, features):
        if self.chance(0.45, "short form"):
            return self.pick(["None", "My", "All", "All"])
        grant = {"level": self.level()}
        self.conditions(grant, features, "an operation")
        if self.chance(0.5, "purpose"):
            grant["purpose"] = "Because it is needed"
        if self.chance(0.05, "note"):
            grant["note"] = "A remark"
        return grant

    def customize(self):
        wanted = {}
        if self.chance(0.8, "customize allow"):
            wanted["allow"] = self.some(ITEMS, 3)
            if self.chance(0.3, "customize pattern"):
                wanted["allow"].append(self.pick(["Service / *", "Agreements / *"]))
        if self.chance(0.2, "customize disallow"):
            rest = [item for item in ITEMS if item not in wanted.get("allow", [])]
            wanted["disallow"] = self.some(rest, 2)
        if not wanted or self.chance(0.1):
            self.seen["customize all"] += 1
            wanted = {"all": True}
        if self.chance(0.2, "customize optional"):
            wanted["optional"] = True
        if "allow" in wanted and self.chance(0.2, "customize partial"):
            wanted["partial"] = True
        return wanted

    def row(self, features, key):
        row = {}
        for operation in OPERATIONS:
            if self.chance(0.5):
                if self.chance(0.12, "several grants"):
                    row[operation] = [self.grant(features) for _ in range(self.pick([1, 2, 3]))]
                else:
                    row[operation] = self.grant(features)
        self.conditions(row, features, "a row")
        if self.chance(0.08, "applies on a row"):
            row["applies"] = {"connectwise": self.pick([">=2020.4", "<2022.1", ">=2017.5, <2022.1", "2025.1"])}
        if key and self.chance(0.08, "older name"):
            older = self.pick([pair for pair in (*UNKNOWN, *self.catalog.known) if pair[0] == key[0]])
            if self.catalog.key(*older) != self.catalog.key(*key):
                row["formerly"] = {"name": older[1], "before": self.pick(["2020.4", "2022.1"])}
        if self.chance(0.1, "purpose of a row"):
            row["purpose"] = "For the whole row"
        if key in self.catalog.customize and self.chance(0.6, "customize"):
            row["customize"] = self.customize()
        if not row:
            row["note"] = "Nothing is known"
            self.seen["row without levels"] += 1
        return row

    def policy(self, number, functions, bases):
        policy = {
            "schema": "leastwise/policy/v1",
            "id": f"policy{number}",
            "title": f"Policy {number}",
        }
        if self.chance(0.2, "unlisted"):
            policy["unlisted"] = self.pick(LEVELS)
        if self.chance(0.15, "coverage"):
            policy["coverage"] = self.pick(["partial", "partial", "complete"])
        if self.chance(0.1, "applies on a policy"):
            policy["applies"] = {"connectwise": self.pick([">=2016.1", "<2025.1", ">2019.1, <=2025.1", "=2021.1"])}
        features = []
        if self.chance(0.5, "features"):
            features = self.some(FEATURES, 3)
            policy["features"] = {}
            for index, name in enumerate(features):
                feature = {"title": name.title()}
                if self.chance(0.4, "feature by default"):
                    feature["default"] = True
                if index and self.chance(0.4, "feature that requires"):
                    needed = self.some(features[:index], 2)
                    feature["requires"] = needed if len(needed) > 1 else needed[0]
                policy["features"][name] = feature
        if bases and self.chance(0.3, "extends"):
            chosen = self.some(bases, 2)
            policy["extends"] = chosen if len(chosen) > 1 else chosen[0]
        if self.chance(0.2, "member"):
            policy["member"] = {self.pick(["level", "location", "business_unit"]): self.pick(["Corporate", "Head office", "Admin"])}
        permissions = {}
        taken = set()
        for module, function in self.random.sample(functions, self.random.randint(1, len(functions))):
            key = self.catalog.key(module, function)
            if key in taken:
                continue
            taken.add(key)
            module_as, function_as = self.spelled(module, function)
            # Two spellings of one module are two keys of the document; both are read.
            row = self.row(features, (module, function))
            permissions.setdefault(module_as, {})[function_as] = row
            if key[0] == "named":
                self.seen["unknown name in a policy"] += 1
        if self.chance(0.15, "whole module"):
            module = self.pick([module for module, _ in functions])
            permissions.setdefault(module, {})["*"] = self.row(features, None)
        if self.chance(0.1, "purpose of a module"):
            policy["purposes"] = {self.pick(permissions): "For the whole module"}
        policy["permissions"] = permissions
        return policy

    # --- roles -------------------------------------------------------------------------------

    def setting(self, module, function, generous):
        setting = {}
        form = self.random.random()
        if form < 0.85:
            module_as, function_as = (module, function)
            if self.chance(0.15, "other spelling in a role"):
                module_as, function_as = self.spelled(module, function)
            setting["moduleDescription"] = module_as
            setting["moduleFunctionDescription"] = function_as
        else:
            self.seen["row named by moduleName and moduleFunctionName"] += 1
            setting["moduleName"] = module
            setting["moduleFunctionName"] = function
        if self.chance(0.1, "row with more than one name"):
            setting.setdefault("moduleFunctionName", f"F{zlib.crc32((module + function).encode())}")
            setting.setdefault("moduleName", module)
            setting["moduleIdentifier"] = "M"
        for operation in OPERATIONS:
            field = operation + "Level"
            if self.chance(0.04, "null level"):
                setting[field] = None
            elif self.chance(0.03, "absent level"):
                pass
            elif self.random.random() < generous:
                setting[field] = self.pick(LEVELS)
            else:
                setting[field] = "None"
        return setting

    def labeled(self, label, module, function):
        """A row with another label that has the name of a function."""
        setting = self.setting(module, function, 1.0)
        setting.pop("moduleName", None)
        setting["moduleDescription"] = module
        setting["moduleFunctionDescription"] = label.format(function)
        setting["moduleFunctionName"] = function
        return setting

    def role(self, functions):
        asked = {self.catalog.key(*pair) for pair in functions}
        pairs = list(self.catalog.known)
        unknown = [pair for pair in functions if self.catalog.key(*pair)[0] == "named"]
        pairs += [pair for pair in UNKNOWN if self.chance(0.7 if pair in unknown else 0.05, "unknown row in a role")]
        settings = []
        quiet = self.pick([0.0, 0.03, 0.3])
        loud = self.pick([0.4, 0.9, 1.0])
        whole = self.chance(0.08, "role with All everywhere")
        for pair in pairs:
            key = self.catalog.key(*pair)
            if self.chance(0.08 if key in asked else 0.01, "absent row"):
                continue
            setting = self.setting(*pair, loud if key in asked else quiet)
            if whole:
                for operation in OPERATIONS:
                    setting[operation + "Level"] = "All"
            settings.append(setting)
            if self.chance(0.03 if key in asked else 0.002, "duplicate row"):
                again = dict(setting) if self.chance(0.4, "duplicate row that agrees") else self.setting(*pair, 1.0)
                settings.append(again)
                if self.chance(0.2, "row three times"):
                    settings.append(self.setting(*pair, 1.0))
        if self.chance(0.1, "label that begins with another name"):
            settings.append(self.labeled("{} Renewal", *self.pick(pairs)))
        if self.chance(0.1, "label next to another's name"):
            settings.append(self.labeled("Contract {}", *self.pick(pairs)))
        self.random.shuffle(settings)
        if self.chance(0.03, "operation that no row states"):
            operation = self.pick(OPERATIONS)
            for setting in settings:
                setting.pop(operation + "Level", None)
        if self.chance(0.02, "25 rows"):
            settings = settings[:25]
        elif self.chance(0.02, "50 rows"):
            settings = settings[:50]
        elif self.chance(0.02, "100 rows"):
            while len(settings) < 100:
                settings.append(self.setting("Elsewhere", f"Function {len(settings)}", 0.1))
        elif self.chance(0.02, "few rows"):
            settings = settings[: self.random.randint(0, 60)]
        elif self.chance(0.01, "no rows"):
            settings = []
        elif self.chance(0.002, "1000 rows"):
            while len(settings) < 1000:
                more = self.setting("Elsewhere", f"Function {len(settings)}", 0.1)
                settings.append(more)
        if not self.chance(0.6, "snapshot"):
            if settings and self.chance(0.3, "table made by hand"):
                return self.table(settings)
            return settings
        snapshot = {"schema": "leastwise/role/v1"}
        if self.chance(0.9):
            snapshot["role"] = {"id": 63, "name": self.pick(["API", "Cloud API", "Sandbox"])}
            if self.chance(0.3):
                snapshot["role"]["admin_flag"] = self.chance(0.2, "administrator")
        if self.chance(0.6, "count"):
            snapshot["count"] = len(settings) + (1 if self.chance(0.05, "count disagrees") else 0)
        if self.chance(0.5):
            snapshot["complete"] = not self.chance(0.05, "complete: false")
        if self.chance(0.2, "members"):
            snapshot["used_by"] = [
                {"identifier": f"api{n}", "level": self.pick(["Corporate", "Branch"]), "location": "Head Office", "inactive": self.chance(0.2, "inactive member")}
                for n in range(self.random.randint(0, 2))
            ]
        if self.chance(0.1, "member whose rights it is"):
            snapshot["member"] = {"identifier": "own", "level": "Branch", "business_unit": "Admin"}
        if self.chance(0.5, "customize items"):
            snapshot["customize_items"] = []
            for identifier in self.some(sorted(self.catalog.customize.values()), 6) + ["SystemTableSetup", "FinanceAgreements"]:
                for item in self.some(ITEMS, 4):
                    if self.chance(0.03, "customize item that is a number"):
                        item = "17"
                    snapshot["customize_items"].append({"customizeIdentifier": identifier, "itemIdentifier": item})
        snapshot["settings"] = settings
        return snapshot

    def table(self, settings):
        """The same rows as a table written by hand."""
        rows = []
        for setting in settings:
            names = [("moduleDescription", "moduleFunctionDescription"), ("moduleName", "moduleFunctionName")]
            module, function = next((m, f) for m, f in names if m in setting)
            pair = setting[module], setting[function]
            known = self.catalog.find(*pair) or pair
            row = dict(zip(names[0], known))
            for operation in OPERATIONS:
                field = operation + "Level"
                if field in setting:
                    row[field] = setting[field]
                if row.get(field) == "My" and self.chance(0.02, "Mine"):
                    row[field] = "Mine"
            rows.append(row)
        return {"table": rows}

    # --- the rest ----------------------------------------------------------------------------

    def options(self, policies, bases, functions):
        options = {}
        declared = [n for p in [*policies, *bases.values()] for n in p.get("features") or {}]
        if declared and self.chance(0.4, "--feature"):
            options["on"] = self.some(sorted(set(declared)), 2)
            if self.chance(0.2, "--feature POLICY:NAME"):
                options["on"] = [f"{policies[0]['id']}:{options['on'][0]}"]
        if declared and self.chance(0.2, "--no-feature"):
            options["off"] = self.some(sorted(set(declared)), 2)
        if self.chance(0.02, "--feature that is unknown"):
            options["on"] = ["biling"]
        if self.chance(0.3, "--phase"):
            options["phase"] = self.pick(["setup", "run"])
        if self.chance(0.3, "--connectwise"):
            options["connectwise"] = self.pick(["2015.6", "2017.5", "2020.4", "2021.1", "2022.1", "2025.1"])
        if self.chance(0.2, "--unlisted"):
            options["unlisted"] = self.pick(["allow", "note", "warning", "error"])
        if self.chance(0.6, "--customize-items"):
            options["customize_items"] = self.pick(["allowed", "disallowed"])
        if self.chance(0.2, "--fail-on"):
            options["fail_on"] = self.pick(["error", "warning", "note", "never"])
        if self.chance(0.1, "severities"):
            rule = self.pick(["excess-level", "excess-function", "missing-level", "unknown-function", "duplicate-row", "customize-unverifiable"])
            options["severities"] = {rule: self.pick(["error", "warning", "note"])}
        if self.chance(0.3, "waivers"):
            options["waivers"] = [self.waiver(functions) for _ in range(self.random.randint(1, 4))]
        return options

    def waiver(self, functions):
        waiver = {
            "rule": self.pick(["missing-level", "missing-function", "excess-level", "excess-function", "setup-level-left", "unknown-function", "admin-role", "incomplete-role", "customize-unverifiable", "operation-not-offered"]),
            "reason": "Accepted",
        }
        if self.chance(0.6, "waiver for a function"):
            module, function = self.spelled(*self.pick(functions))
            waiver["module"] = module
            if self.chance(0.8):
                waiver["function"] = function
            if self.chance(0.4, "waiver for an operation"):
                waiver["operation"] = self.pick(OPERATIONS)
        if self.chance(0.4, "waiver for a role"):
            waiver["role"] = self.pick(["API", "*API", "Sand*", "*"])
        if self.chance(0.5, "waiver that ends"):
            waiver["expires"] = self.pick(["2026-11-23", "2026-11-24", "2026-12-01", "2026-12-24", "2026-12-25", "2027-12-31"])
        return waiver

    def pair(self):
        """Policies, the policies that they extend, a role and options."""
        functions = self.random.sample(self.catalog.known, self.random.randint(2, 9))
        if self.chance(0.4):
            functions += self.random.sample(sorted(self.catalog.customize), 2)
        if self.chance(0.2):
            functions.append(self.pick(UNKNOWN))
        functions = list(dict.fromkeys(functions))
        bases = {}
        if self.chance(0.3):
            for number in range(self.random.randint(1, 2)):
                name = f"./base{number}.yaml"
                base = self.policy(f"-base{number}", functions, list(bases))
                bases[name] = base
        policies = [self.policy(0, functions, list(bases))]
        while self.chance(0.3, "several policies"):
            policies.append(self.policy(len(policies), functions, list(bases)))
        return {
            "policies": policies,
            "bases": bases,
            "role": self.role(functions),
            "options": self.options(policies, bases, functions),
        }


def text(document):
    """As JSON, which is YAML too; a table as CSV."""
    if "table" not in document:
        return json.dumps(document, ensure_ascii=False)
    lines = ["Module,Function," + ",".join(f"{operation.title()} Level" for operation in OPERATIONS)]
    for row in document["table"]:
        cells = [row["moduleDescription"], row["moduleFunctionDescription"]]
        for number, operation in enumerate(OPERATIONS):
            level = row.get(operation + "Level", "-" if number % 2 else "")
            cells.append("N/A" if level is None else level)
        lines.append(",".join(cells))
    return "\n".join(lines) + "\n"
