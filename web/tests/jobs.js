// The five jobs, each as a user does it. Used with and without a network.

import assert from "node:assert/strict";
import { choose, giveRole, go, input } from "./harness.js";

export const PAGE = `# Example Sync

Give the API member this security role:

| Module | Function | Add | Edit | Delete | Inquire |
| --- | --- | --- | --- | --- | --- |
| Finance | Agreements | All | All | None | All |
| Companies | Company Maintenence | None | All | None | All |
| Service Desk | Service Tickets | All | My | None | All |
`;

export const check = async (page) => {
  await go(page, "check");
  await choose(page);
  await giveRole(page, [input("api.json")]);
  await page.locator(".result .verdict").waitFor();
  assert.ok(await page.locator(".step").count() > 0, "the plan has steps");
};

export const setup = async (page) => {
  await go(page, "setup");
  if (await page.locator(".chosen li").count() === 0) await choose(page);
  await page.locator(".result table").waitFor();
  assert.ok((await page.locator(".result td.asked").count()) > 3);
  const guide = page.frameLocator("iframe").first();
  await guide.locator("h1").waitFor();
};

export const explain = async (page) => {
  await go(page, "explain");
  await page.locator("textarea").fill("GET /service/boards");
  await page.getByRole("button", { name: "Explain", exact: true }).click();
  await page.locator(".need").first().waitFor();
};

export const write = async (page) => {
  await go(page, "write");
  await page.locator(".drop input[type=file]").first().setInputFiles([{ name: "page.md", mimeType: "text/markdown", buffer: Buffer.from(PAGE) }]);
  await page.locator("table.grid").waitFor();
  while (await page.locator(".guesses li button").count() > 0) await page.locator(".guesses li button").first().click();
  const made = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download the policy" }).click();
  const download = await made;
  assert.match(download.suggestedFilename(), /\.yaml$/);
};

export const compare = async (page) => {
  await go(page, "compare");
  await giveRole(page, [input("snapshot.json"), input("snapshots.jsonl"), input("api.json")]);
  await page.locator(".cards").waitFor();
  assert.ok(await page.locator(".result table").count() > 0);
};

export const all = { check, setup, explain, write, compare };
