// The page's JSON equals the program's, byte for byte: generated roles, all input forms, all policies.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { open, program, root, siteUrl, start, stop } from "./harness.js";

before(start);
after(stop);

const ROLES = 200;
const LEVELS = ["None", "My", "All"];

/** A small random number generator with the same sequence everywhere. */
const random = (seed) => () => {
  seed = (seed * 1664525 + 1013904223) >>> 0;
  return seed / 2 ** 32;
};

/** A role: rows of the catalog with random levels, some unknown, some missing. */
const role = (seed, catalog) => {
  const next = random(seed + 1);
  const rows = [];
  const share = next();
  for (const { module, functions: names } of catalog) {
    for (const name of names) {
      if (next() > share) continue;
      rows.push({ module, name, levels: Array.from({ length: 4 }, () => LEVELS[Math.floor(next() * 3)]) });
    }
  }
  if (next() < 0.3) rows.push({ module: "Custom", name: `Add-on ${seed} <b>"ü"</b>`, levels: ["All", "None", "None", "My"] });
  return rows;
};

const quoted = (cell) => `"${cell.replaceAll('"', '""')}"`;

/** The forms in which a role is written. */
const FORMS = {
  json: (rows) => JSON.stringify(rows.map(({ module, name, levels: [add, edit, remove, inquire] }) => ({
    moduleDescription: module, moduleFunctionDescription: name, addLevel: add, editLevel: edit, deleteLevel: remove, inquireLevel: inquire }))),
  csv: (rows) => ["Module,Function,Add Level,Edit Level,Delete Level,Inquire Level",
    ...rows.map(({ module, name, levels }) => [module, name, ...levels].map(quoted).join(","))].join("\r\n"),
  tsv: (rows) => ["Module\tFunction\tAdd Level\tEdit Level\tDelete Level\tInquire Level",
    ...rows.map(({ module, name, levels }) => [module, name, ...levels].join("\t"))].join("\n"),
  md: (rows) => ["| Module | Function | Add | Edit | Delete | Inquire |", "| - | - | - | - | - | - |",
    ...rows.map(({ module, name, levels }) => `| ${[module, name.replaceAll("|", "\\|"), ...levels].join(" | ")} |`)].join("\n"),
  html: (rows) => `<table><tr>${["Module", "Function", "Add", "Edit", "Delete", "Inquire"].map((name) => `<th>${name}</th>`).join("")}</tr>${
    rows.map(({ module, name, levels }) => `<tr>${[module, name, ...levels].map((cell) => `<td>${cell.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</td>`).join("")}</tr>`).join("")}</table>`,
};

/** Runs both on a file, and returns what they print. */
const compareBoth = async (page, folder, name, policy) => {
  const bytes = readFileSync(join(folder, name));
  const ran = spawnSync(program, ["check", name, "--policy", policy, "--format", "json", "--no-config", "--today", "2026-11-28"],
    { cwd: folder, encoding: "utf8", env: { PATH: process.env.PATH }, maxBuffer: 1 << 28 });
  const ours = await page.evaluate(([fileName, base64, id]) => window.parity(fileName, base64, id), [name, bytes.toString("base64"), policy]);
  assert.equal(ours.text, ran.stdout, `${name} with ${policy}`);
  assert.ok(ran.stdout.length > 100, ran.stderr);
  return { ...ours, document: JSON.parse(ran.stdout) };
};

/** Opens the page with `window.parity`, which checks a file as the page does. Returns the catalog too. */
const openBoth = async () => {
  const { page } = await open(siteUrl());
  // The workers are called directly, with the messages that the page sends.
  const catalog = await page.evaluate(async () => {
    const start = async (kind) => {
      const script = await (await fetch(`worker-${kind}.js`)).text();
      const module = await WebAssembly.compileStreaming(fetch(`wasm/${kind}_bg.wasm`));
      const worker = new Worker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
      const waiting = new Map();
      let next = 0;
      worker.onmessage = ({ data }) => {
        if (data.progress) return;
        const [resolve, reject] = waiting.get(data.id);
        if (data.problems) reject(new Error(JSON.stringify(data.problems)));
        else resolve(data);
      };
      const call = (name, values) => new Promise((resolve, reject) => {
        waiting.set(++next, [resolve, reject]);
        worker.postMessage({ id: next, call: name, values });
      });
      await call("start", { module });
      return call;
    };
    const [first, validator] = [await start("leastwise"), await start("validator")];
    window.parity = async (name, base64, id) => {
      const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
      const values = { request: { policies: [id], today: "2026-11-28" }, policies: [], roles: [{ name, bytes }], folder: false };
      const { partial } = await first("compare", values);
      if (partial) await validator("compare", values);
      return { partial, text: (await (partial ? validator : first)("report", { format: "json" })).value };
    };
    return (await first("catalog")).value;
  });
  return { page, catalog };
};

const policies = readdirSync(join(root, "policies")).filter((name) => name.endsWith(".yaml")).map((name) => name.slice(0, -5));

test(`${ROLES} roles, every policy and every input form give the program's JSON byte for byte`, { timeout: 600_000 }, async () => {
  const { page, catalog } = await openBoth();
  const folder = mkdtempSync(join(tmpdir(), "leastwise-parity-"));
  const forms = Object.keys(FORMS);
  try {
    for (let seed = 0; seed < ROLES; seed++) {
      const form = forms[seed % forms.length];
      const name = `role-${seed}.${form}`;
      writeFileSync(join(folder, name), FORMS[form](role(seed, catalog)));
      await compareBoth(page, folder, name, policies[seed % policies.length]);
    }
    // The inputs of the tests: real forms, among them workbooks, snapshots and pages of the API.
    const inputs = join(root, "tests/inputs");
    const files = readdirSync(inputs).filter((name) => statSync(join(inputs, name)).isFile());
    for (const [at, name] of files.entries()) await compareBoth(page, inputs, name, policies[at % policies.length]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await page.close();
  }
});

/** Documents with errors, and how many errors the program reports. */
const INVALID = {
  "unknown-keys.yaml": ["schema: leastwise/role/v1\nnmae: x\nlevels: 1\npermissions:\n  Finance:\n    Agreements: { add: Al, edti: All }\n", 3],
  "not-yaml.yaml": ["schema: leastwise/role/v1\npermissions: [\n", 1],
  "twice.yaml": ["schema: leastwise/role/v1\nname: a\nname: b\npermissions: {}\n", 1],
  "other.json": ['{"hello": 1}', 1],
  "cut.json": ['[{"moduleDescription": "Finance", "moduleFunction', 1],
  "empty.csv": ["", 1],
};

test("documents with errors give the program's errors byte for byte", { timeout: 120_000 }, async () => {
  const { page } = await openBoth();
  const folder = mkdtempSync(join(tmpdir(), "leastwise-parity-"));
  try {
    for (const [name, [text, least]] of Object.entries(INVALID)) {
      writeFileSync(join(folder, name), text);
      const { partial, document } = await compareBoth(page, folder, name, policies[0]);
      assert.ok(partial, `${name} loads the validator`);
      assert.ok(document.errors.length >= least, `${name}: ${document.errors.length} errors`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await page.close();
  }
});
