// Speed of the page. The test prints figures, and fails when one is far above its target, since the
// machines that run it are shared.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { open, POLICY, root, siteUrl, start, stop } from "./harness.js";

before(start);
after(stop);

const SLACK = 8;

/** A role of about 75 KB: every function of the catalog and some add-ons. */
const role = (seed) => JSON.stringify(Array.from({ length: 330 }, (_, at) => ({
  moduleDescription: "Finance", moduleFunctionDescription: at === 0 ? "Agreements" : `Add-on ${seed}-${at} of the integration`,
  addLevel: "All", editLevel: "My", deleteLevel: "None", inquireLevel: "All", moduleIdentifier: `Finance_${at}`, id: at,
})));

const figure = (name, value, target, unit = "ms") => {
  console.log(`${name}: ${value.toFixed(unit === "ms" ? 1 : 2)} ${unit} (target ${target} ${unit})`);
  return value;
};

test("a result appears quickly", async () => {
  const { page } = await open(siteUrl());
  const times = await page.evaluate(async ([policy, roles]) => {
    const script = await (await fetch("worker.js")).text();
    const module = await WebAssembly.compileStreaming(fetch("wasm/leastwise_bg.wasm"));
    const worker = new Worker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
    let next = 0;
    const call = (name, values) => new Promise((resolve, reject) => {
      const id = ++next;
      worker.addEventListener("message", ({ data }) => {
        if (data.id !== id || data.progress) return;
        if (data.problems) reject(new Error(JSON.stringify(data.problems)));
        else resolve(data.value);
      });
      worker.postMessage({ id, call: name, values });
    });
    await call("start", { module });
    const times = [];
    for (const text of roles) {
      const bytes = new TextEncoder().encode(text);
      const started = performance.now();
      await call("compare", { request: { policies: [policy], today: "2026-11-28" }, policies: [], roles: [{ name: "role.json", bytes }] });
      JSON.parse(await call("report", { format: "json" }));
      times.push(performance.now() - started);
    }
    return times;
  }, [POLICY, Array.from({ length: 21 }, (_, seed) => role(seed))]);
  const [first, ...later] = times;
  later.sort((one, other) => one - other);
  assert.ok(figure(`first result for a role of ${Math.round(role(0).length / 1000)} KB`, first, 150) < 150 * SLACK);
  assert.ok(figure("next results, median", later[10], 10) < 10 * SLACK);
  await page.close();
});

test("the page is usable soon on a cold load with a slow processor", async () => {
  const { page, devtools } = await open(siteUrl());
  await devtools.send("Network.clearBrowserCache");
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  const started = Date.now();
  await page.goto(`${siteUrl()}?cold`);
  await page.waitForFunction(() => document.documentElement.dataset.ready === "true");
  assert.ok(figure("usable after a cold load, processor slowed down 4 times", Date.now() - started, 1000) < 1000 * SLACK);
  await page.close();
});

test("the module is small", () => {
  const size = gzipSync(readFileSync(join(root, "web/dist/wasm/leastwise_bg.wasm")), { level: 9 }).length / 1e6;
  assert.ok(figure("module, compressed", size, 1.8, "MB") < 1.8);
});
