"""Checks the roles of many tenants on Apache Spark: each partition is one `leastwise check`.

Usage: spark-submit check.py ROLES FINDINGS [ARGUMENTS]

ROLES      text files with one role per line, as `leastwise fetch` writes them in JSON Lines
FINDINGS   directory to create; each file has the JSON Lines of one partition
ARGUMENTS  of `leastwise check`, such as `-p cloudblue-reseller-marketplace`

`leastwise` must be on the PATH of every worker, or LEASTWISE names it.
"""

import json
import os
import shlex
import sys

from pyspark.sql import SparkSession

roles, findings, *arguments = sys.argv[1:]
program = os.environ.get("LEASTWISE", "leastwise")
check = shlex.join([program, "check", "-", "--format", "jsonl", *arguments])
# Exit code 1 means findings. Any other code means that roles could not be read or compared completely: the run fails.
# A partition without roles has nothing to check.
script = f"IFS= read -r first || exit 0; {{ printf '%s\\n' \"$first\"; cat; }} | {check} || [ $? = 1 ]"

spark = SparkSession.builder.appName("leastwise").getOrCreate()
context = spark.sparkContext
lines = context.textFile(roles)
lines.pipe(shlex.join(["sh", "-c", script]), checkCode=True).saveAsTextFile(findings)

# Every role that went in must be in a summary that came out.
written = context.textFile(findings).filter(lambda line: line.startswith('{"type":"summary"'))
counts = written.map(lambda line: json.loads(line)["summary"]["roles"])
asked, compared = lines.filter(lambda line: line.strip()).count(), counts.sum()
print(f"{compared} of {asked} roles compared, in {counts.count()} partitions")
spark.stop()
sys.exit(0 if asked == compared else 4)
