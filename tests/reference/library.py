"""Every policy in the library against roles that show everything: all None, all My, all All, all
null, and random ones, under several choices; with `--sample`, a few of these pairs for each policy.
One line for each pair, as `pairs.py` prints them.
"""

import glob
import json
import os
import random
import sys

import leastwise_reference as reference
import plain_yaml
from generate import Generator, text
from pairs import DATA, HERE

RANDOM_ROLES = 4


def main():
    catalog = reference.Catalog(DATA)
    policies = {}
    for path in sorted(glob.glob(os.path.join(HERE, "..", "..", "policies", "*.yaml"))):
        with open(path, encoding="utf-8") as file:
            source = file.read()
        policy = plain_yaml.load(source)
        policies[policy["id"]] = (policy, source)

    def find(name):
        return policies[name][0]

    number = 0
    for index, (policy, source) in enumerate(policies.values()):
        generator = Generator(catalog, random.Random(index))
        functions = [
            (module, function)
            for part in reference.lineage(policy, find)
            for module, rows in part["permissions"].items()
            for function in rows
            if function != "*"
        ]
        functions = [catalog.find(*pair) or pair for pair in functions]
        roles = [whole(catalog, functions, level) for level in (*reference.LEVELS, None)]
        every = sorted({n for p in reference.lineage(policy, find) for n in p.get("features") or {}})
        choices = [{}, {"phase": "setup"}, {"unlisted": "error", "fail_on": "warning"}]
        if every:
            choices += [{"on": every}, {"off": every}, {"on": every[:1], "phase": "setup"}]
        pairs = [(role, options) for role in roles for options in choices]
        pairs += [(generator.role(functions), {}) for _ in range(RANDOM_ROLES)]
        if "--sample" in sys.argv:
            pairs = [(roles[0], {}), (roles[2], choices[-1]), pairs[-1]]
        for role, options in pairs:
            line = {
                "number": number,
                "policies": [source],
                "bases": {},
                "role": text(role),
                "options": options,
                "expected": reference.check(catalog, [policy], find, role, options),
            }
            print(json.dumps(line))
            number += 1
    print(json.dumps({"policies": len(policies), "pairs": number}))


def whole(catalog, functions, level):
    """A role with one level everywhere."""
    pairs = dict.fromkeys([*catalog.known, *functions])
    levels = {operation + "Level": level for operation in reference.OPERATIONS}
    return [
        {"moduleDescription": module, "moduleFunctionDescription": function, **levels}
        for module, function in pairs
    ]


if __name__ == "__main__":
    main()
