// Plans and documents in Chromium, as the program prints them.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { axeFinds, start, stop, visit } from "./harness.js";
import { pages } from "./scenes.js";

let made;
before(async () => {
  made = pages();
  await start();
});
after(stop);

const opened = (name, options, check) => visit(made[name], options, check);

describe("plans and documents", () => {
  test("open without complaint, ask no network for anything, and fit a narrow screen", async () => {
    for (const name of Object.keys(made)) {
      for (const width of [1280, 400]) {
        await opened(name, { viewport: { width, height: 900 } }, async (page) => {
          assert.ok(await page.title());
          const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
          // The comparison of integrations has a column for each.
          if (name !== "index") assert.ok(over <= 0, `${name} at ${width}: ${over}`);
        });
      }
    }
  });

  test("axe finds nothing, by day and by night, narrow and wide", async () => {
    // 2,000 members have the same markup as 60, and take minutes.
    for (const name of Object.keys(made).filter((name) => name !== "audit-large")) {
      for (const [colorScheme, width] of [["light", 1280], ["dark", 1280], ["light", 400]]) {
        await opened(name, { colorScheme, viewport: { width, height: 900 } }, async (page) => {
          assert.deepEqual(await axeFinds(page), [], `${name}, ${colorScheme}, ${width}`);
        });
      }
    }
  });
});

describe("a plan to work from", () => {
  test("counts what is ticked, hides what is done, and stays readable then", async () => {
    await opened("plan", {}, async (page) => {
      const boxes = page.locator("input.step");
      const number = await boxes.count();
      assert.equal(number, 4);
      await boxes.first().check();
      assert.equal(await page.textContent("#done"), `1 of ${number} done`);
      assert.deepEqual(await axeFinds(page), [], "with a tick");
      for (const box of await boxes.all()) await box.check();
      assert.match(await page.textContent("#done"), /^All 4 done/);
      await page.locator("#hide").check();
      assert.equal(await page.locator(".function").filter({ visible: true }).count(), 0);
    });
  });

  test("is complete on paper and without a script", async () => {
    for (const script of [true, false]) {
      await opened("plan-several", { script }, async (page) => {
        await page.emulateMedia({ media: "print" });
        assert.ok(await page.isHidden("#bar"));
        const unseen = await page.$$eval("fieldset, .remark, .last", (parts) => parts.filter((part) => !part.getClientRects().length).length);
        assert.equal(unseen, 0);
      });
    }
  });
});

describe("the page of an audit", () => {
  const rows = (page) => page.$$eval("#active tbody tr", (all) => all.filter((row) => row.checkVisibility()).length);

  test("filters by tile and kind of harm, and keeps the filter in its address", async () => {
    await opened("audit", {}, async (page) => {
      const all = await rows(page);
      await page.locator("[data-tile=takeover] button").click();
      assert.ok(await rows(page) < all);
      assert.match(page.url(), /#tile=takeover$/);
      await page.locator("[data-tile=takeover] button").click();
      await page.selectOption("#harm", "money-movement");
      assert.match(page.url(), /#harm=money-movement$/);
      await page.locator("input[name=show][value=inactive]").check();
      assert.equal(await rows(page), 0);
      assert.deepEqual(await axeFinds(page), [], "filtered");
    });
    await opened("audit", { hash: "#show=unused" }, async (page) => {
      assert.ok(await page.locator("#unused").isVisible());
      assert.equal(await rows(page), 0);
    });
  });

  test("shows everything without a script", async () => {
    await opened("audit", { script: false }, async (page) => {
      for (const id of ["active", "inactive", "unused", "details"]) assert.ok(await page.locator(`#${id}`).isVisible(), id);
      assert.equal(await page.locator("#bar").isVisible(), false);
    });
  });

  test("filters 2,000 members at once", async () => {
    await opened("audit-large", {}, async (page) => {
      const { took, before, after } = await page.evaluate(() => {
        const visible = () => [...document.querySelectorAll("main tr, main li, main details")].filter((one) => one.offsetParent).length;
        const before = visible();
        const start = performance.now();
        document.querySelector("[data-tile=takeover] button").click();
        document.body.getBoundingClientRect();
        return { took: performance.now() - start, before, after: visible() };
      });
      console.log(`filter of 2,000 members: ${took.toFixed(0)} ms`);
      assert.ok(after < before, `${after} of ${before}`);
    });
  });
});
