// The page: five jobs, privacy, hostile input, accessibility, the offline file, the element.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, choose, giveRole, go, input, look, offline, open, POLICY, siteUrl, start, stop } from "./harness.js";
import * as jobs from "./jobs.js";

before(start);
after(stop);

for (const [kind, address] of [["site", siteUrl], ["offline", () => offline]]) {
  test(`${kind}: all jobs work with the network cut after load, and no request leaves`, async () => {
    const { page, trouble, requests, devtools } = await open(address());
    const own = requests.filter((url) => !/^(data|blob):/.test(url));
    const home = kind === "site" ? siteUrl() : "file://";
    assert.deepEqual(own.filter((url) => !url.startsWith(home)), [], "only own files are loaded");
    requests.length = 0;
    await devtools.send("Network.emulateNetworkConditions", { offline: true, latency: 0, downloadThroughput: 0, uploadThroughput: 0 });
    await page.context().setOffline(true);
    for (const job of Object.values(jobs.all)) await job(page);
    await page.context().setOffline(false);
    assert.deepEqual(requests.filter((url) => !/^(data|blob|about):/.test(url)), [], "no request is sent");
    assert.deepEqual(trouble, []);
    await page.close();
  });
}

test("the browser refuses every connection to another address", async () => {
  const { page } = await open(siteUrl());
  const ended = await page.evaluate(() => Promise.allSettled([fetch("https://example.com/"), new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = resolve;
    image.onerror = () => reject(new Error("refused"));
    image.src = "http://127.0.0.1:9/x.png";
  })]));
  assert.deepEqual(ended.map(({ status }) => status), ["rejected", "rejected"]);
  const policy = await page.locator("meta[http-equiv=Content-Security-Policy]").getAttribute("content");
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /https?:|\*|unsafe-inline|'unsafe-eval'/);
  await page.close();
});

const INVALID = `schema: leastwise/policy/v1
id: Bad Id
titel: Example
permissions:
  Finance:
    Agreements: { add: Al, edti: All }
`;

test("an invalid policy loads the validator, which lists every error", async () => {
  for (const [kind, address] of [["site", siteUrl()], ["offline", offline]]) {
    const { page, trouble, requests } = await open(`${address}#check?policy=${POLICY}`);
    const asked = () => requests.filter((url) => /validator/.test(url));
    await giveRole(page, [input("api.json")]);
    await page.locator(".verdict").waitFor();
    assert.deepEqual(asked(), [], `${kind}: valid documents do not load it`);
    await page.locator("input[type=file][accept*=yaml]").setInputFiles([{ name: "bad.yaml", mimeType: "", buffer: Buffer.from(INVALID) }]);
    await page.locator(".errors li").nth(2).waitFor();
    assert.equal(asked().length, kind === "site" ? 2 : 0, kind);
    await page.getByRole("button", { name: "Remove bad.yaml" }).click();
    await page.locator(".verdict").waitFor();
    assert.deepEqual(trouble, []);
    await page.close();
  }
});

test("without a network, an invalid policy shows its first error", async () => {
  const { page } = await open(`${siteUrl()}#check?policy=${POLICY}`);
  try {
    await page.context().setOffline(true);
    await giveRole(page, [input("api.json")]);
    await page.locator(".verdict").waitFor();
    await page.locator("input[type=file][accept*=yaml]").setInputFiles([{ name: "bad.yaml", mimeType: "", buffer: Buffer.from(INVALID) }]);
    await page.locator(".errors li").first().waitFor();
    assert.equal(await page.locator(".errors li").count(), 1);
    assert.match(await page.locator(".errors li").first().textContent(), /bad\.yaml/);
    await page.getByRole("button", { name: "Remove bad.yaml" }).click();
    await page.locator(".verdict").waitFor();
  } finally {
    await page.context().setOffline(false);
    await page.close();
  }
});

test("the offline file needs at most four actions to show a plan", async () => {
  const { page } = await open(offline);
  await page.getByRole("searchbox").fill("cloudblue reseller"); // 1
  await page.keyboard.press("Enter"); // 2
  await giveRole(page, [input("api.json")]); // 3
  await page.locator(".step").first().waitFor();
  await page.close();
});

test("names with markup, wrong types and many files at once are text and errors", async () => {
  const { page, trouble } = await open(`${siteUrl()}#check?policy=${POLICY}`);
  const evil = "<img src=x onerror=alert(1)>";
  const rows = [{ moduleDescription: evil, moduleFunctionDescription: evil, addLevel: "All", editLevel: "All", deleteLevel: "All", inquireLevel: "All" }];
  await giveRole(page, [
    { name: `${evil}.json`, mimeType: "", buffer: Buffer.from(JSON.stringify(rows)) },
    { name: "photo.png", mimeType: "image/png", buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]) },
    { name: "empty.json", mimeType: "", buffer: Buffer.alloc(0) },
    { name: "broken.xlsx", mimeType: "", buffer: Buffer.from("PK\x03\x04broken") },
    ...Array.from({ length: 60 }, (_, at) => ({ ...input("api.json"), name: `role-${at}.json` })),
  ]);
  await page.locator(".errors li").nth(2).waitFor();
  assert.equal(await page.locator("main img").count(), 0);
  assert.ok((await page.locator("details.one").count()) >= 55);
  await look(page, "check-60-roles");
  await accessible(page, "60 roles");
  assert.deepEqual(trouble, []);
  await page.close();
});

test("a file of 64 MB does not freeze the page, and can be canceled", async () => {
  const { page } = await open(`${siteUrl()}#check?policy=${POLICY}`);
  const longest = await page.evaluate(async () => {
    const row = '{"moduleDescription":"Finance","moduleFunctionDescription":"Agreements","addLevel":"All","editLevel":"All","deleteLevel":"All","inquireLevel":"All"},';
    const text = `[${row.repeat(Math.floor((63 * 2 ** 20) / row.length))}{}]`;
    const data = new DataTransfer();
    data.items.add(new File([text], "huge.json"));
    const inputBox = document.querySelector(".drop input[type=file]");
    inputBox.files = data.files;
    let longest = 0, last = performance.now();
    inputBox.dispatchEvent(new Event("change"));
    while (!document.querySelector(".errors, .verdict, .busy") || performance.now() - last < 0) await new Promise((resolve) => requestAnimationFrame(resolve));
    last = performance.now();
    for (let frames = 0; frames < 20; frames++) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
    }
    return longest;
  });
  assert.ok(longest < 500, `the page was busy for ${longest} ms`);
  const cancel = page.getByRole("button", { name: "Cancel" });
  if (await cancel.isVisible()) {
    await look(page, "check-reading");
    await cancel.click();
    await page.getByText("Canceled").waitFor();
  }
  await giveRole(page, [input("api.json")]);
  await page.locator(".verdict").waitFor();
  await page.close();
});

test("checked boxes are kept in this browser, and the URL contains integrations but no role", async () => {
  const { page } = await open(siteUrl());
  await jobs.check(page);
  await page.locator(".step input").first().check();
  assert.match(page.url(), new RegExp(`#check\\?policy=${POLICY}`));
  assert.doesNotMatch(page.url(), /api\.json/);
  await page.reload();
  await page.waitForFunction(() => document.documentElement.dataset.ready === "true");
  await giveRole(page, [input("api.json")]);
  await page.locator(".step input").first().waitFor();
  assert.ok(await page.locator(".step input").first().isChecked());
  await page.close();
});

test("the keyboard alone reaches a plan", async () => {
  const { page } = await open(siteUrl());
  await page.getByRole("searchbox").focus();
  await page.keyboard.type("cloudblue reseller");
  await page.keyboard.press("Enter");
  await page.locator(".paste summary").focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.insertText(input("api.json").buffer.toString());
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.locator(".step").first().waitFor();
  await page.close();
});

test("the element checks a role on another page", async () => {
  const { page, trouble } = await (async () => {
    const opened = await open(siteUrl());
    await opened.page.goto(`${siteUrl()}demo.html`);
    return opened;
  })();
  await page.locator("leastwise-check .drop").waitFor();
  await page.locator("leastwise-check .drop input[type=file]").first().setInputFiles([input("api.json")]);
  await page.locator("leastwise-check .verdict").waitFor();
  await look(page, "element");
  assert.deepEqual(trouble, []);
  await page.close();
});
