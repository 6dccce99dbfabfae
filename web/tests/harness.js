// Opens the page in Chromium, and records all network requests.

import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { serve } from "../serve.mjs";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
export const program = process.env.LEASTWISE_BIN ?? join(root, "target/debug/leastwise");
export const offline = pathToFileURL(join(root, "web/dist/leastwise-offline.html")).href;
export const input = (name) => ({ name, buffer: readFileSync(join(root, "tests/inputs", name)), mimeType: "" });
export const POLICY = "cloudblue-reseller-marketplace";
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const browserPath = () => {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
  const paths = process.env.PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  const found = paths.find(existsSync);
  if (!found) throw new Error("no Chromium is found: install one, or name it in CHROMIUM");
  return found;
};

let browser, site, folder;
export const start = async () => {
  site = await serve(0);
  folder = mkdtempSync(join(tmpdir(), "leastwise-web-"));
  browser = await chromium.launchPersistentContext(folder, {
    executablePath: browserPath(), headless: true, acceptDownloads: true,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
};
export const stop = async () => {
  await browser?.close();
  site?.server.close();
  rmSync(folder, { recursive: true, force: true });
};
export const siteUrl = () => site.url;

/** Opens an address. `requests` holds every request of the page and its worker, as the DevTools protocol sees them. */
export const open = async (url, { width = 1280, height = 900, scheme = "light" } = {}) => {
  const page = await browser.newPage();
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: scheme });
  const trouble = [], requests = [];
  page.on("console", (text) => {
    if (["error", "warning"].includes(text.type())) trouble.push(text.text());
  });
  page.on("pageerror", (error) => trouble.push(String(error)));
  page.on("dialog", (dialog) => { trouble.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  const devtools = await browser.newCDPSession(page);
  await devtools.send("Network.enable");
  devtools.on("Network.requestWillBeSent", ({ request }) => requests.push(request.url));
  // The protocol has a separate session for each worker.
  browser.on("request", (request) => { if (!requests.includes(request.url())) requests.push(request.url()); });
  await page.goto(url);
  await page.waitForFunction(() => document.documentElement.dataset.ready === "true", null, { timeout: 30_000 });
  return { page, trouble, requests, devtools };
};

/** Changes the job without loading the page again. */
export const go = async (page, job) => {
  await page.evaluate((hash) => { location.hash = hash; }, job);
  await page.waitForTimeout(50);
};

export const choose = async (page, words = "cloudblue reseller marketplace") => {
  await page.getByRole("searchbox").fill(words);
  await page.locator(".results button").first().click();
};

export const giveRole = (page, files) => page.locator(".drop input[type=file]").first().setInputFiles(files);

/** Asserts that axe-core reports no violations. */
export const accessible = async (page, name) => {
  const { violations } = await page.evaluate(async (source) => {
    // The Content-Security-Policy forbids added scripts; the test runs this one through the protocol.
    (0, eval)(source);
    return globalThis.axe.run(document, { iframes: false });
  }, axe).catch(async () => page.evaluate(`${axe}; globalThis.axe.run(document, { iframes: false })`));
  assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html).slice(0, 3)]), [], name);
};

/** Saves a screenshot if the tests are asked for them. */
export const look = async (page, name) => {
  if (!process.env.SCREENSHOTS) return;
  mkdirSync(process.env.SCREENSHOTS, { recursive: true });
  const path = (suffix) => join(process.env.SCREENSHOTS, `${name}${suffix}.png`);
  await page.screenshot({ path: path(""), fullPage: true });
  // The browser does not draw a frame outside of the window.
  const frame = page.locator("details[open] iframe").first();
  if (await frame.count() === 0) return;
  await frame.scrollIntoViewIfNeeded();
  await page.waitForTimeout(300);
  await page.screenshot({ path: path("-frame") });
};
