#!/usr/bin/env node
// Runs the program of the package for this system, which npm installed as an optional dependency.
"use strict";

const { spawnSync } = require("node:child_process");
const path = require("node:path");

const name = `leastwise-${process.platform}-${process.arch}`;
const file = process.platform === "win32" ? "leastwise.exe" : "leastwise";

let program;
try {
  program = path.join(path.dirname(require.resolve(`${name}/package.json`)), "bin", file);
} catch {
  console.error(
    `error: there is no program for ${process.platform} on ${process.arch} in this installation\n` +
      `  help: install without \`--no-optional\`; if the package \`${name}\` does not exist, build the program: ` +
      "https://github.com/leastwise/leastwise/blob/main/docs/install.md",
  );
  process.exit(2);
}

const { status, signal, error } = spawnSync(program, process.argv.slice(2), { stdio: "inherit" });
if (error) {
  console.error(`error: ${program} could not be started: ${error.message}`);
  process.exit(2);
}
if (signal) {
  process.kill(process.pid, signal);
}
process.exit(status ?? 2);
