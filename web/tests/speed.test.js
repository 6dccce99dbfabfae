// Speed of the page. The test prints figures, and fails when one is far above its target, since the
// machines that run it are shared.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { open, POLICY, root, siteUrl, start, stop } from "./harness.js";

before(start);
after(stop);

const SLACK = 8;

const figure = (name, value, target, unit = "ms") => {
  console.log(`${name}: ${value.toFixed(unit === "ms" ? 1 : 2)} ${unit} (target ${target} ${unit})`);
  return value;
};

test("a result appears quickly", async () => {
  const { page } = await open(siteUrl());
  // About 75 KB: a role with the functions of 50 add-ons.
  const rows = JSON.parse(readFileSync(join(root, "examples/roles/cloudblue-too-much.json"), "utf8"));
  const addOns = Array.from({ length: 50 }, (_, at) => ({ ...rows[0], moduleDescription: "Custom", moduleFunctionDescription: `Add-on ${at}` }));
  const exported = JSON.stringify([...rows, ...addOns], null, 2);
  const measured = await page.evaluate(async ({ policy, exported }) => {
    const script = await (await fetch("worker-leastwise.js")).text();
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
    const catalog = await call("catalog");
    // Too much of everything, with fields and functions that the catalog does not know.
    const broad = (seed) => {
      const names = catalog.flatMap(({ module, functions }) => functions.map((name) => [module, name]));
      const addOns = Array.from({ length: 20 }, (_, at) => ["Custom", `Add-on ${seed}-${at}`]);
      return JSON.stringify([...names, ...addOns].map(([module, name], at) => ({
        id: 1000 + at, moduleIdentifier: `${module}_${at}`, moduleDescription: module, moduleFunctionIdentifier: `${name}_${at}`,
        moduleFunctionDescription: name, addLevel: "All", editLevel: "My", deleteLevel: "None", inquireLevel: "All",
        moduleFunctionReportFlag: false, moduleFunctionRestrictFlag: false, customFlag: false,
        reportFlag: false, restrictFlag: false, _info: { lastUpdated: "2026-11-28T00:00:00Z", updatedBy: "zadmin" },
      })), null, 2);
    };
    const measure = async (role) => {
      const times = [];
      let findings = 0;
      for (let seed = 0; seed < 21; seed++) {
        const bytes = new TextEncoder().encode(role(seed));
        const started = performance.now();
        await call("compare", { request: { policies: [policy], today: "2026-11-28" }, policies: [], roles: [{ name: "role.json", bytes }] });
        findings = JSON.parse(await call("report", { format: "json" })).roles[0].findings.length;
        times.push(performance.now() - started);
      }
      const [first, ...later] = times;
      later.sort((one, other) => one - other);
      return { first, later: later[10], size: role(0).length, findings };
    };
    // Spaces at the end, so that no two texts are the same.
    return { exported: await measure((seed) => exported + " ".repeat(seed)), broad: await measure(broad) };
  }, { policy: POLICY, exported });
  const about = ({ size, findings }) => `a role of ${Math.round(size / 1000)} KB with ${findings} findings`;
  assert.ok(figure(`first result, ${about(measured.exported)}`, measured.exported.first, 150) < 150 * SLACK);
  assert.ok(figure(`next results, ${about(measured.exported)}`, measured.exported.later, 10) < 10 * SLACK);
  assert.ok(figure(`next results, ${about(measured.broad)}`, measured.broad.later, 10) < 10 * SLACK);
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
  const size = execFileSync("gzip", ["-9", "-c", join(root, "web/dist/wasm/leastwise_bg.wasm")], { maxBuffer: 1e8 }).length / 1e6;
  assert.ok(figure("module, compressed", size, 1.8, "MB") < 1.8);
});
