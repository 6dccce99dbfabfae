"""Pairs of policies and roles with the results of the reference, as JSON Lines.

    python3 tests/reference/pairs.py --count 500 --seed 1

The last line counts how often each construct and each rule occurred. `tests/differential` reads
this and compares Leastwise with it.
"""

import argparse
import collections
import json
import os
import random

import leastwise_reference as reference
from generate import Generator, text

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "..", "..", "src", "catalog", "data")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    catalog = reference.Catalog(DATA)
    generator = Generator(catalog, random.Random(arguments.seed))
    rules = collections.Counter()
    kinds = collections.Counter()
    for number in range(arguments.count):
        pair = generator.pair()
        bases = pair["bases"]
        expected = reference.check(
            catalog, pair["policies"], bases.__getitem__, pair["role"], pair["options"]
        )
        kinds[expected.get("refused") or expected["outcome"]] += 1
        for finding in expected.get("findings", []):
            rules[finding["rule"]] += 1
            kinds["waived"] += finding["waived"]
        for rule, _ in expected.get("waivers", []):
            rules[rule] += 1
        line = {
            "number": number,
            "policies": [text(policy) for policy in pair["policies"]],
            "bases": {name: text(base) for name, base in bases.items()},
            "role": text(pair["role"]),
            "options": pair["options"],
            "expected": expected,
        }
        print(json.dumps(line))
    every = {rule: rules[rule] for rule in reference.DEFAULT_SEVERITY}
    print(json.dumps({"constructs": generator.seen, "rules": every, "results": kinds}))


if __name__ == "__main__":
    main()
