// Every state of every job: axe-core, the width, the console. With SCREENSHOTS, in light and dark at both widths.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { accessible, choose, giveRole, go, input, look, open, root, siteUrl, start, stop } from "./harness.js";
import * as jobs from "./jobs.js";

before(start);
after(stop);

const example = (name) => ({ name, mimeType: "", buffer: readFileSync(join(root, "examples/roles", name)) });
const file = (name, text) => ({ name, mimeType: "", buffer: Buffer.from(text) });
const many = () => Array.from({ length: 60 }, (_, at) => ({ ...(at % 3 ? input("api.json") : example("cloudblue-exact.json")), name: `role-${at}.json` }));
const LOOKS = [["light", 1280], ["dark", 400], ["dark", 1280], ["light", 400]];
const SLOW = file("slow.csv", `Module,Function,Add Level,Edit Level,Delete Level,Inquire Level\n${"Finance,Agreements,All,All,All,All\n".repeat(600_000)}`);

const answers = (page) => page.locator(".errors, .verdict, .cards, .answer, table.grid").first();

/** The states of each job: a name, and what leads to it from the state before. */
const STATES = {
  check: [
    ["empty", async () => {}],
    ["drag-over", (page) => page.locator(".drop").first().dispatchEvent("dragenter"), (page) => page.locator(".drop").first().dispatchEvent("dragleave")],
    ["findings", async (page) => { await jobs.check(page); await giveRole(page, [example("cloudblue-too-much.json")]); await page.locator(".step.lower").first().waitFor(); }],
    ["clean", async (page) => { await giveRole(page, [example("cloudblue-exact.json")]); await page.locator(".verdict.good").waitFor(); }],
    ["inconclusive", async (page) => { await giveRole(page, [example("cloudblue-first-page.json")]); await page.locator(".verdict.unsure").waitFor(); }],
    ["error", async (page) => { await giveRole(page, [file("wrong.json", '{"hello": 1}')]); await page.locator(".errors").waitFor(); }],
    ["60-roles", async (page) => { await giveRole(page, many()); await page.locator("details.one").nth(59).waitFor(); }],
    ["reading", async (page) => { await giveRole(page, [SLOW]); await page.locator(".busy").waitFor(); },
      async (page) => { await page.getByRole("button", { name: "Cancel" }).click().catch(() => {}); await page.locator(".result > *").first().waitFor(); }],
  ],
  setup: [
    ["empty", async () => {}],
    ["guide", jobs.setup],
    ["two-integrations", async (page) => { await choose(page, "datto"); await page.getByText("One role for all of them").waitFor(); }],
    ["error", async (page) => {
      await page.locator("input[type=file][accept*=yaml]").setInputFiles([file("bad.yaml", "schema: leastwise/policy/v1\nid: x\n")]);
      await page.locator(".errors").waitFor();
    }, (page) => page.getByRole("button", { name: "Remove bad.yaml" }).click()],
  ],
  explain: [
    ["empty", async () => {}],
    ["drag-over", async (page) => { await page.getByText("Compare with a role").click(); await page.locator(".drop").first().dispatchEvent("dragenter"); },
      (page) => page.locator(".drop").first().dispatchEvent("dragleave")],
    ["answer", jobs.explain],
    ["with-role", async (page) => { await giveRole(page, [example("cloudblue-exact.json")]); await page.locator(".need b").last().waitFor(); }],
    ["with-incomplete-role", async (page) => { await giveRole(page, [input("api.json")]); await page.getByText("The role was not read completely").waitFor(); }],
    ["not-known", async (page) => { await page.locator("textarea").first().fill("hello"); await page.getByRole("button", { name: "Explain", exact: true }).click(); await page.getByText("not recognized as a request").waitFor(); }],
    ["error", async (page) => {
      await page.locator("textarea").first().fill("GET /service/boards");
      await giveRole(page, [file("wrong.json", '{"hello": 1}')]);
      await page.locator(".errors").waitFor();
    }],
  ],
  write: [
    ["empty", async () => {}],
    ["drag-over", (page) => page.locator(".drop").first().dispatchEvent("dragenter"), (page) => page.locator(".drop").first().dispatchEvent("dragleave")],
    ["error", async (page) => { await page.locator(".drop input[type=file]").first().setInputFiles([file("page.txt", "Nothing to read.")]); await page.locator(".errors").waitFor(); }],
    ["guesses", async (page) => {
      await page.locator(".drop input[type=file]").first().setInputFiles([file("page.md", jobs.PAGE)]);
      await page.locator(".lint h2").waitFor();
      await page.waitForTimeout(600);
    }],
    ["confirmed", async (page) => { await jobs.write(page); await page.waitForTimeout(600); }],
  ],
  compare: [
    ["empty", async () => {}],
    ["drag-over", (page) => page.locator(".drop").first().dispatchEvent("dragenter"), (page) => page.locator(".drop").first().dispatchEvent("dragleave")],
    ["findings", jobs.compare],
    ["error", async (page) => { await giveRole(page, [file("wrong.json", '{"hello": 1}')]); await page.locator(".errors").waitFor(); }],
    ["60-roles", async (page) => { await giveRole(page, [...many(), input("snapshots.jsonl")]); await page.locator(".cards").waitFor(); }],
  ],
  privacy: [["text", async () => {}]],
};

for (const [scheme, width] of LOOKS.slice(0, process.env.SCREENSHOTS ? 4 : 2)) {
  test(`every state is accessible: ${scheme}, ${width} px wide`, { timeout: 600_000 }, async () => {
    const { page, trouble } = await open(siteUrl(), { scheme, width });
    for (const [job, states] of Object.entries(STATES)) {
      await go(page, job);
      for (const [name, reach, leave] of states) {
        const full = `${job}-${name}-${scheme}-${width}`;
        await reach(page);
        await look(page, full);
        await accessible(page, full);
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(overflow <= 0, `${full}: the page is ${overflow} px too wide`);
        await leave?.(page);
      }
    }
    assert.deepEqual(trouble, []);
    await page.close();
  });
}
