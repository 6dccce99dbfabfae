// Generates pages with the program and opens them in Chromium.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const program = process.env.LEASTWISE_BIN ?? join(root, "target/debug/leastwise");
export const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Chromium: `CHROMIUM`, or one of its standard names. */
const browserPath = () => {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
  for (const folder of process.env.PATH.split(delimiter)) {
    for (const name of names) {
      if (existsSync(join(folder, name))) return join(folder, name);
    }
  }
  throw new Error("no Chromium is found: install one, or name it in CHROMIUM");
};

const folder = mkdtempSync(join(tmpdir(), "leastwise-pages-"));
let browser;

export const start = async () => {
  // A sandbox needs rights that root in a container does not have.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  browser = await chromium.launch({ executablePath: browserPath(), args });
};

export const stop = async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
};

const run = (name, files, args, code) => {
  const here = join(folder, name);
  mkdirSync(here, { recursive: true });
  for (const [file, text] of Object.entries(files)) {
    writeFileSync(join(here, file), typeof text === "string" ? text : JSON.stringify(text));
  }
  const ran = spawnSync(program, args, {
    cwd: here, encoding: "utf8", env: { PATH: process.env.PATH }, maxBuffer: 1 << 28,
  });
  if (ran.error) throw ran.error;
  assert.equal(ran.status, code, `${name}: ${ran.stderr}`);
  return { path: join(here, "page.html"), stdout: ran.stdout };
};
const pageAt = (name, path) => ({
  name, path, url: pathToFileURL(path).href, size: statSync(path).size, html: readFileSync(path, "utf8"),
});

/** Runs `leastwise check` on files and returns the page and the JSON report of the same run. */
export const check = (name, files, args, code) => {
  const { path, stdout } = run(name, files, ["check", "--report=html=page.html", "--format=json", ...args], code);
  return { ...pageAt(name, path), report: JSON.parse(stdout) };
};

/** Runs a subcommand that prints a page. */
export const print = (name, files, args, code) => {
  const { path, stdout } = run(name, files, args, code);
  writeFileSync(path, stdout);
  return pageAt(name, path);
};

/** Opens a page and monitors it: no errors, network requests or dialogs are allowed. */
export const open = async (made, { hash = "", script = true, ...options } = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: script, ...options });
  const page = await context.newPage();
  const trouble = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) trouble.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => trouble.push(`error: ${error}`));
  page.on("dialog", async (dialog) => { trouble.push(`dialog: ${dialog.message()}`); await dialog.dismiss(); });
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== made.url) trouble.push(`request: ${request.url()}`);
  });
  await page.goto(made.url + hash);
  return { page, trouble, close: () => context.close() };
};

/** Opens a page, checks it, and always closes it. */
export const visit = async (made, options, check) => {
  const { page, trouble, close } = await open(made, options);
  try {
    await check(page, made);
    assert.deepEqual(trouble, [], made.name);
  } finally {
    await close();
  }
};

/** The findings of a JSON report, those of roles. */
export const findings = (report) => report.roles.flatMap((role) => role.findings);

/** The functions that show a row, as `module / function`. */
export const visibleRows = (page) =>
  page.$$eval(".module tbody tr", (rows) => rows
    .filter((row) => row.checkVisibility())
    .map((row) => `${row.closest(".module").querySelector("h2, h3, h4").textContent} / ${row.querySelector("th").firstChild.textContent}`));

/** The fingerprints of the visible findings. */
export const visibleFindings = (page) =>
  page.$$eval("[data-fingerprint]", (items) => items
    .filter((item) => item.checkVisibility())
    .map((item) => item.dataset.fingerprint));

export const show = async (page, kind) => {
  await page.evaluate((kind) => document.querySelector(`input[name=show][value=${kind}]`).click(), kind);
};

/** Violations reported by axe. */
export const axeFinds = async (page, rules = {}) => {
  await page.evaluate(axe);
  const { violations } = await page.evaluate((rules) => window.axe.run({ rules, resultTypes: ["violations"] }), rules);
  return violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html).join(" ")}`);
};
