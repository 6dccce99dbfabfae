// The HTML report in Chromium, page by page as the program writes it.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { axeFinds, findings, open, show, start, stop, visibleFindings, visibleRows, visit } from "./harness.js";
import { hostileNames, scenes } from "./scenes.js";

let made;
before(async () => {
  made = scenes();
  await start();
});
after(stop);

const opened = (name, options, check) => visit(made[name], options, check);
const all = () => Object.keys(made);
const sorted = (list) => [...list].sort();
const levelsOf = (finding) => `${finding.module} / ${finding.function}`;
const cellsOf = (finding) => ["missing-level", "operation-not-offered", "missing-function"].includes(finding.rule) ? "m"
  : ["excess-level", "excess-function", "setup-level-left"].includes(finding.rule) ? "e" : "o";
const count = (page, selector) => page.locator(selector).count();

describe("every page", () => {
  test("opens without complaint, and asks no network for anything", async () => {
    for (const name of all()) await opened(name, {}, async (page) => assert.ok(await page.title()));
  });

  test("has every finding once, whether folded or not, and leads from it to its row", async () => {
    for (const name of all()) {
      await opened(name, {}, async (page, { report }) => {
        const shown = await page.$$eval("[data-fingerprint]", (items) => items.map((item) => item.dataset.fingerprint));
        const expected = findings(report).concat(report.configuration?.findings ?? []).map((finding) => finding.fingerprint);
        assert.deepEqual(sorted(shown), sorted(expected), name);
        const lost = await page.$$eval("main a[href^='#']", (links) => links
          .map((link) => link.getAttribute("href").slice(1))
          .filter((id) => !document.getElementById(id) && !document.getElementById(id.replace(/-(add|edit|delete|inquire)$/, ""))));
        assert.deepEqual(lost, [], name);
        const twice = await page.$$eval("[id]", (elements) => elements.map((element) => element.id)
          .filter((id, index, ids) => ids.indexOf(id) !== index));
        assert.deepEqual(twice, [], name);
      });
    }
  });

  test("shows as many cells of each kind as the summary counts", async () => {
    for (const name of all()) {
      await opened(name, {}, async (page, { report }) => {
        const counted = await page.$$eval("main > .matrix, .role", (roles) => roles.map((role) => {
          const cells = [...role.querySelectorAll(".module tbody td:not(:last-child, .x)")];
          const of = (kind) => cells.filter((cell) => cell.classList.contains(kind)).length;
          return {
            cells: cells.length, satisfied: of("s"), missing: of("m"), excess: of("e"), waived: of("w"),
            unverifiable: of("q"), ignored: of("g"), not_used: of("n") + cells.filter((cell) => !cell.className).length,
          };
        }));
        assert.deepEqual(counted, report.roles.map((role) => role.summary), name);
      });
    }
  });

  test("is below 400 KB for one role", () => {
    for (const { name, size, report } of Object.values(made)) {
      if (report.roles.length === 1) assert.ok(size < 400_000, `${name}: ${size}`);
    }
  });

  test("lists the functions that are not in the catalog together", async () => {
    await opened("large", {}, async (page) => {
      assert.equal(await page.locator(".alike").count(), 1);
      assert.equal(await page.locator(".alike li.note").count(), 500);
    });
  });

  test("says first how it ended", async () => {
    const words = {
      missing: ["failed", "1 level is missing"],
      excess: ["passed", "No level is missing; 4 levels are in excess"],
      clean: ["clean", "All required permissions are granted, and nothing more"],
      incomplete: ["inconclusive", "The role data is incomplete: there may be problems that are not shown here"],
      admin: ["failed", "An administrator role: it grants everything, and its levels cannot be checked"],
      unreadable: ["invalid", "2 problems in 2 inputs; 1 role compared, no findings"],
      several: ["inconclusive", "a role is incomplete; 4 roles checked, 2 errors, 4 warnings"],
      // The run failed because of an expired waiver; the role did not.
      waived: ["failed", "1 role, 1 error, 1 warning, 3 waived"],
      lists: ["failed", "All required permissions are granted, and nothing more; but 1 item in Customize lists is missing"],
    };
    for (const [name, [badge, sentence]] of Object.entries(words)) {
      await opened(name, {}, async (page) => {
        assert.equal(await page.textContent(".verdict .badge"), badge);
        assert.equal(await page.textContent(".verdict > span"), sentence);
        const box = await page.locator(".verdict").first().boundingBox();
        assert.ok(box.y < 300, "on the first screen");
      });
    }
  });
});

describe("what was not read, and what is accepted", () => {
  test("unreadable inputs are listed at the top", async () => {
    await opened("unreadable", {}, async (page, { report }) => {
      const shown = await page.textContent(".errors");
      assert.equal(report.errors.length, 2);
      for (const error of report.errors) assert.ok(shown.includes(error.message) && shown.includes(error.file));
    });
  });

  test("an incomplete role shows what is unknown, and never looks clean", async () => {
    await opened("incomplete", {}, async (page, { report }) => {
      assert.equal(await count(page, ".badge.clean"), 0);
      await show(page, "q");
      const rows = await page.$$eval(".module tbody tr:not([hidden]) td.q", (cells) => cells.length);
      assert.equal(rows, report.roles[0].summary.unverifiable);
    });
  });

  test("waived levels stay, with reason, last day and owner", async () => {
    await opened("waived", {}, async (page, { report }) => {
      await show(page, "w");
      const waived = findings(report).filter((finding) => finding.waiver);
      assert.deepEqual(sorted(await visibleFindings(page)), sorted([...waived, ...report.configuration.findings].map((finding) => finding.fingerprint)));
      const shown = await page.textContent(".accepted");
      for (const words of ["until the <b>pilot</b> ends", "2027-01-31", "ops@example.com"]) assert.ok(shown.includes(words), words);
      assert.equal(await page.locator("td.w small").first().textContent(), "waived");
      assert.match(await page.textContent(".configuration"), /the waiver for missing-level expired on 2026-11-01/);
    });
  });

  test("a role that cannot be compared has no counts in the list of roles", async () => {
    await opened("unsure", {}, async (page) => {
      const shown = await page.$$eval(".index tbody tr", (rows) => rows.map((row) => [...row.cells].slice(2, 4).map((cell) => cell.textContent)));
      assert.deepEqual(shown, [["?", "?"], ["?", "?"], ["0", "0"]]);
    });
  });

  test("findings about a Customize list are listed with missing permissions, and can be copied", async () => {
    await opened("lists", {}, async (page) => {
      const found = page.locator(".group.missing .found > li");
      assert.match(await found.textContent(), /does not allow Service \/ Type/);
      assert.equal(await found.locator(".copy").count(), 1);
      await show(page, "m");
      assert.ok(await found.isVisible());
      assert.match(await page.textContent(".partial"), /table is incomplete; the integration may need more/);
      assert.match(await page.textContent(".policies"), /with tickets incomplete/);
    });
  });

  test("several roles are listed first, each with its outcome", async () => {
    await opened("several", {}, async (page, { report }) => {
      const badges = await page.$$eval(".index tbody tr", (rows) => rows.map((row) => row.querySelector(".badge").textContent));
      assert.deepEqual(badges, ["failed", "passed", "clean", "inconclusive"]);
      assert.deepEqual(report.roles.map((role) => role.outcome), ["findings", "clean", "clean", "inconclusive"]);
      await page.click(".index a >> nth=2");
      assert.ok(await page.locator(".role >> nth=2").evaluate((role) => role.open));
    });
  });
});

describe("filters and search", () => {
  test("a filter shows exactly the functions and the findings of its kind", async () => {
    for (const name of ["missing", "excess", "several", "large", "dense"]) {
      await opened(name, {}, async (page, { report }) => {
        for (const kind of ["m", "e"]) {
          await show(page, kind);
          const wanted = findings(report).filter((finding) => !finding.waiver && cellsOf(finding) === kind);
          assert.deepEqual(sorted(await visibleFindings(page)), sorted(wanted.map((finding) => finding.fingerprint)), `${name} ${kind}`);
          const rows = report.roles.flatMap((role) => [...new Set(role.findings.filter((finding) => cellsOf(finding) === kind).map(levelsOf))]);
          assert.deepEqual(sorted(await visibleRows(page)), sorted(rows), `${name} ${kind}`);
          const shown = await page.textContent("#shown");
          assert.match(shown, new RegExp(`^${rows.length} functions?, ${wanted.length} findings?$`));
        }
        await show(page, "all");
        assert.equal(await count(page, ".module tbody tr[hidden]"), 0);
      });
    }
  });

  test("search covers functions, modules, purposes and policies", async () => {
    await opened("large", {}, async (page) => {
      const rows = async (text) => { await page.fill("#search", text); return visibleRows(page); };
      assert.deepEqual(await rows("invented function 499"), ["Module J / Invented Function 499"]);
      assert.deepEqual(await rows("499 INVENTED"), ["Module J / Invented Function 499"]);
      for (const [words, selector, text] of [["customers import", "dd", "import contacts of customers"], ["GAMMA", "cite", "Gamma Sync"]]) {
        const shown = await page.$$eval(".module tbody tr", (rows, [selector, text]) => rows
          .filter((row) => [...row.querySelectorAll(selector)].some((part) => part.textContent.includes(text)))
          .map((row) => `${row.closest(".module").querySelector("h3").textContent} / ${row.querySelector("th").textContent}`), [selector, text]);
        assert.ok(shown.length > 3);
        assert.deepEqual(await rows(words), shown);
      }
      assert.deepEqual(await rows("nothing is called so"), []);
      assert.ok(await page.isVisible(".nothing"));
    });
    await opened("excess", {}, async (page) => {
      await page.fill("#search", "marketing");
      assert.equal((await visibleRows(page)).filter((row) => row.startsWith("Marketing / ")).length, 4);
      assert.equal((await visibleRows(page)).length, 4);
    });
  });

  test("search and filter combine, and expanded modules are restored afterwards", async () => {
    await opened("excess", {}, async (page) => {
      const state = () => page.$$eval("details", (folds) => folds.map((fold) => fold.open));
      const before = await state();
      await show(page, "e");
      await page.fill("#search", "sales");
      assert.deepEqual(await visibleRows(page), ["Sales / Opportunity"]);
      await page.fill("#search", "");
      await show(page, "all");
      assert.deepEqual(await state(), before);
    });
  });
});

describe("the panel and the picture", () => {
  const openCell = (page, selector) => page.locator(selector).first().evaluate((cell) => cell.click());

  test("says of a cell what is wrong, who asks for it and why, and the clicks", async () => {
    await opened("missing", {}, async (page, { report }) => {
      const [finding] = findings(report);
      await openCell(page, "td.m .cell");
      const shown = await page.textContent("#panel");
      for (const words of [finding.purpose, finding.help, finding.fingerprint, "CloudBlue Reseller Marketplace", "Finance / Agreements"]) {
        assert.ok(shown.includes(words), `${words} in ${shown}`);
      }
      assert.equal(new URL(page.url()).hash, "#finance-agreements-delete");
    });
  });

  test("sets policies side by side: those that ask and those that state nothing", async () => {
    await opened("large", {}, async (page) => {
      await openCell(page, "td.m .cell");
      const policies = await page.$$eval("#panel tbody th", (cells) => cells.map((cell) => cell.textContent));
      assert.deepEqual(policies, ["Alpha Billing", "Beta Desk", "Gamma Sync", "Delta Backup"]);
      const asks = await page.$$eval("#panel tbody tr:not(.off)", (rows) => rows.map((row) => row.textContent));
      assert.ok(asks.length > 0 && asks.every((ask) => ask.includes("Required to")), asks.join());
    });
  });

  test("says why a level that is stated does not apply", async () => {
    await opened("large", {}, async (page) => {
      await page.fill("#search", "not in this run: only with the feature billing");
      const row = page.locator(".module tbody tr:not([hidden])").first();
      const operation = (await row.locator("dd.off").first().evaluate((dd) => {
        let dt = dd; while (dt.tagName !== "DT") dt = dt.previousElementSibling;
        return dt.textContent.split(":")[0];
      })).toLowerCase();
      await page.evaluate((hash) => { location.hash = hash; }, `${await row.getAttribute("id")}-${operation}`);
      await page.waitForSelector("#panel .off em");
      assert.match(await page.textContent("#panel .off em"), /only with the feature `?billing`?/);
    });
  });

  test("an address leads to its level, also through folds", async () => {
    await opened("missing", { hash: "#sales-opportunity" }, async (page) => {
      assert.equal(await page.textContent("#panel-title"), "Sales / Opportunity");
      assert.ok(await page.isVisible("#sales-opportunity"));
    });
    await opened("several", { hash: "#role-3-finance-agreements-delete" }, async (page) => {
      assert.equal(await page.textContent("#panel-title"), "Finance / Agreements");
      assert.ok(await page.isVisible("#role-3-finance-agreements"));
    });
    await opened("missing", { hash: "#no-such-place" }, async (page) => assert.ok(await page.isHidden("#panel")));
    await opened("missing", { hash: "#%E0%A4%A" }, async (page) => assert.ok(await page.isHidden("#panel")));
  });

  test("a click into the picture leads to the very cell", async () => {
    await opened("missing", {}, async (page) => {
      const svg = page.locator(".picture li", { hasText: "Finance" }).locator("svg");
      const box = await svg.boundingBox();
      const columns = await page.locator("#finance tbody tr").count();
      const column = await page.locator("#finance-agreements").evaluate((row) => row.sectionRowIndex);
      await page.mouse.move(box.x + (column + 0.5) * box.width / columns, box.y + 2.5 * box.height / 4);
      assert.match(await page.textContent(".over"), /^Finance \/ Agreements: delete missing, None to All$/);
      await page.mouse.click(box.x + (column + 0.5) * box.width / columns, box.y + 2.5 * box.height / 4);
      await page.waitForFunction(() => location.hash === "#finance-agreements-delete");
      assert.equal(await page.textContent("#panel-title"), "Finance / Agreements");
    });
  });

  test("copies the clicks, with the clipboard and without", async () => {
    for (const denied of [false, true]) {
      const permissions = ["clipboard-read", "clipboard-write"];
      const { page, trouble, close } = await open(made.excess, { permissions });
      try {
        if (denied) await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
        await page.evaluate(() => {
          window.copied = null;
          document.addEventListener("copy", () => { window.copied = document.activeElement.value; });
        });
        await page.locator(".findings .fix .copy").first().click();
        await page.waitForFunction(() => document.querySelector("#said").textContent !== "");
        assert.equal(await page.textContent("#said"), "Copied.");
        const text = denied ? await page.evaluate(() => window.copied) : await page.evaluate(() => navigator.clipboard.readText());
        assert.equal(text, "System > Security Roles > (this role) > Companies > Contacts: set Edit Level to None");
        await page.click("text=Copy all fixes");
        if (!denied) {
          const lines = (await page.evaluate(() => navigator.clipboard.readText())).split("\n");
          assert.equal(lines.length, 2);
          assert.match(lines[1], /Sales > Opportunity: set Add Level to None, set Edit Level to None, set Inquire Level to None$/);
        }
        assert.deepEqual(trouble, []);
      } finally {
        await close();
      }
    }
  });
});

describe("keys and screen readers", () => {
  const openAny = async (page) => {
    const cell = page.locator(".m > .cell, .e > .cell, .w > .cell, .s > .cell, .q > .cell").first();
    if (await cell.count()) await cell.evaluate((cell) => cell.click());
  };

  test("axe finds nothing, by day and by night, with the panel and without, narrow and wide", async () => {
    for (const name of ["missing", "excess", "clean", "incomplete", "admin", "unreadable", "several", "waived", "lists"]) {
      for (const colorScheme of ["light", "dark"]) {
        for (const width of ["missing", "waived"].includes(name) ? [1280, 420] : [1280]) {
          await opened(name, { colorScheme, viewport: { width, height: 900 } }, async (page) => {
            assert.deepEqual(await axeFinds(page), [], `${name}, ${colorScheme}, ${width}`);
            await openAny(page);
            assert.deepEqual(await axeFinds(page), [], `${name}, ${colorScheme}, ${width}, with the panel`);
          });
        }
      }
    }
  });

  test("nor on a page of 500 functions, or of unusual names", async () => {
    for (const name of ["large", "hostile"]) {
      await opened(name, {}, async (page) => {
        await openAny(page);
        // The colors are those of the other pages, and measuring thousands of elements takes minutes.
        assert.deepEqual(await axeFinds(page, { "color-contrast": { enabled: false } }), [], name);
      });
    }
  });

  test("by keys alone: search, a cell, its neighbor, the panel, and back", async () => {
    await opened("excess", {}, async (page) => {
      const focus = () => page.evaluate(() => document.activeElement.closest("tr")?.id ?? document.activeElement.id);
      await page.keyboard.press("/");
      assert.equal(await focus(), "search");
      await page.keyboard.type("/x");
      assert.equal(await page.inputValue("#search"), "/x", "a slash that is typed stays");
      await page.fill("#search", "");
      // One tab stop for each module, regardless of the number of its cells.
      const stops = await page.$$eval(".module", (modules) => modules.map((module) => module.querySelectorAll(".cell[tabindex='0']").length));
      assert.ok(stops.every((number) => number <= 1) && stops.includes(1), stops.join());
      await page.locator("#sales .cell[tabindex='0']").focus();
      assert.equal(await focus(), "sales-opportunity");
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Enter");
      assert.equal(new URL(page.url()).hash, "#sales-opportunity-edit");
      assert.equal(await focus(), "panel-title");
      await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement.textContent), "Close");
      await page.keyboard.press("Escape");
      assert.ok(await page.isHidden("#panel"));
      assert.equal(await focus(), "sales-opportunity");
      assert.equal(await page.evaluate(() => document.activeElement.closest("td").cellIndex), 2);
      await page.keyboard.press("Home");
      assert.equal(await page.evaluate(() => document.activeElement.closest("td").cellIndex), 1);
    });
  });

  test("a cell is read as words", async () => {
    await opened("missing", {}, async (page) => {
      const cell = page.locator("#finance-agreements td.m .cell");
      assert.equal(await cell.evaluate((cell) => cell.textContent), "missing, None to All");
      const table = page.locator("#finance");
      assert.deepEqual(await table.locator("thead th").allTextContents(), ["Function", "Add", "Edit", "Delete", "Inquire", "Required by, and why"]);
    });
  });
});

describe("harm", () => {
  test("hostile names do nothing", async () => {
    await opened("hostile", {}, async (page) => {
      await page.evaluate(() => { for (const fold of document.querySelectorAll("details")) fold.open = true; });
      await page.locator("td.m .cell").first().evaluate((cell) => cell.click());
      await page.fill("#search", "<img");
      assert.equal(await page.evaluate(() => window.pwned), undefined);
      for (const selector of ["img", "iframe", "base", "svg svg", "main form", "plaintext", "script:not(:last-of-type)", "meta[http-equiv=refresh]", "a[href^='javascript']"]) {
        assert.equal(await count(page, selector), 0, selector);
      }
      const on = await page.$$eval("*", (elements) => elements.filter((element) => [...element.attributes].some(({ name }) => /^on|^style$/.test(name))).length);
      assert.equal(on, 0);
      const links = await page.$$eval("a[href]", (links) => links.map((link) => link.getAttribute("href")));
      for (const link of links) assert.match(link, /^(#[a-z0-9-]+|https:\/\/github\.com\/leastwise\/leastwise\/.*)$/);
    });
  });

  test("hostile names can be read", async () => {
    await opened("hostile", {}, async (page) => {
      const text = await page.textContent("main");
      assert.ok(hostileNames().length >= 30);
      for (const name of hostileNames().filter((name) => /^[ -~]*$/.test(name))) assert.ok(text.includes(name), name);
    });
  });

  test("the page's own policy keeps what was slipped into it from running", async () => {
    const slipped = "<script>window.pwned = 1</script><img src=x onerror='window.pwned = 2'>";
    const html = made.missing.html.replace("<main id=\"main\">", `<main id="main">${slipped}`);
    assert.notEqual(html, made.missing.html);
    const { page, close } = await open(made.missing);
    try {
      const refused = [];
      page.on("console", (message) => refused.push(message.text()));
      await page.setContent(html);
      await page.waitForFunction(() => document.documentElement.classList.contains("js"));
      assert.equal(await page.evaluate(() => window.pwned), undefined);
      assert.ok(refused.some((text) => text.includes("Content Security Policy")), refused.join("\n"));
    } finally {
      await close();
    }
  });
});

describe("without a script, and on paper", () => {
  test("without its script the page shows everything, and nothing that would not work", async () => {
    for (const name of ["missing", "waived", "several"]) {
      await opened(name, { script: false }, async (page, { report }) => {
        assert.ok(await page.isHidden("#bar"));
        assert.equal(await page.locator("button").filter({ visible: true }).count(), 0);
        for (const finding of findings(report)) {
          const item = page.locator(`[data-fingerprint="${finding.fingerprint}"]`).first();
          const shown = await item.textContent();
          if (finding.purpose) assert.ok(shown.includes(finding.purpose));
          assert.ok(await item.evaluate((item) => item.closest("details").querySelector("summary") !== null));
        }
      });
    }
  });

  test("on paper, everything with a finding is expanded, with its reasons", async () => {
    for (const script of [true, false]) {
      await opened("several", { script }, async (page, { report }) => {
        await page.emulateMedia({ media: "print" });
        if (script) await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
        assert.ok(await page.isHidden("#bar"));
        const unseen = await page.$$eval("[data-fingerprint]", (items) => items
          .filter((item) => !item.getClientRects().length).map((item) => item.textContent));
        assert.deepEqual(unseen, [], script ? "with script" : "without");
        const cell = page.locator("#finance-agreements td.m");
        assert.ok((await cell.boundingBox()).height > 10);
        assert.ok(await page.locator("#finance-agreements td.m b").isVisible());
        // Of the whole role, what is granted or asked for: collapsed modules too.
        const folded = await page.$$eval(".role .module:not(.idle) tbody tr:not(.idle)", (rows) => rows
          .filter((row) => row.closest("details.role") && !row.getClientRects().length).map((row) => row.id));
        assert.deepEqual(folded, [], script ? "with script" : "without");
        const purpose = findings(report).find((finding) => finding.rule === "missing-level").purpose;
        assert.ok(await page.locator("#finance-agreements dd", { hasText: purpose }).isVisible());
      });
    }
  });
});
