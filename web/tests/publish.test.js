// What docs/publish.md says of a server is what the page needs, and what web/serve sends.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { test } from "node:test";
import { serve } from "../serve.mjs";
import { root } from "./harness.js";

const text = readFileSync(join(root, "docs/publish.md"), "utf8");
const nginx = text.slice(text.indexOf("## nginx"));

test("the nginx snippet has a type for every file of the page", () => {
  const types = [...nginx.match(/types \{([^}]*)\}/)[1].matchAll(/(\S+) (\w+);/g)].map(([, , ending]) => `.${ending}`);
  const files = readdirSync(join(root, "web/dist"), { recursive: true }).map((name) => extname(String(name))).filter(Boolean);
  assert.deepEqual([...new Set(files)].filter((ending) => !types.includes(ending)), []);
});

test("web/serve sends the headers of the nginx snippet", async () => {
  const { server, url } = await serve(0);
  try {
    const { headers } = await fetch(url);
    const wanted = [...nginx.matchAll(/add_header (\S+) "?([^";]*?)"? always;/g)].filter(([, name]) => name !== "Access-Control-Allow-Origin");
    assert.equal(wanted.length, 4);
    for (const [, name, value] of wanted) assert.equal(headers.get(name), value, name);
    assert.equal((await fetch(`${url}wasm/leastwise_bg.wasm`)).headers.get("content-type"), "application/wasm");
  } finally {
    server.close();
  }
});
