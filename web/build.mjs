// Builds web/dist/ from the page and the module: bundles, the Content-Security-Policy, one offline file.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { execFileSync } from "node:child_process";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const page = (name) => join(here, "page", name);
const glueOf = (name) => join(dist, `wasm/${name}.js`);
const moduleOf = (name) => readFileSync(join(dist, `wasm/${name}_bg.wasm`));
mkdirSync(dist, { recursive: true });

const sharedStyle = readFileSync(join(here, "../src/page/page.css"), "utf8");
const style = `${sharedStyle}\n${readFileSync(page("page.css"), "utf8")}`;

/** Bundles one entry point. */
const bundle = async (entry, format, name = "leastwise") => {
  const built = await build({
    entryPoints: [page(entry)], bundle: true, minify: true, write: false, format, target: "es2022",
    alias: { leastwise: glueOf(name) }, loader: { ".css": "text" },
    plugins: [{
      name: "style",
      setup: (on) => on.onLoad({ filter: /page\.css$/ }, () => ({ contents: style, loader: "text" })),
    }],
    logOverride: { "empty-import-meta": "silent" }, legalComments: "none", charset: "utf8",
  });
  return built.outputFiles[0].text;
};

const digest = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** The styles and scripts of reports, plans and guides, which are shown in frames. */
const framed = async () => {
  const core = await import(pathToFileURL(glueOf("leastwise")).href);
  core.initSync({ module: moduleOf("leastwise") });
  const [first] = JSON.parse(core.library());
  const run = new core.Comparison(JSON.stringify({ policies: [first.id], today: "2026-01-01" }));
  run.resolve();
  run.addRole("role.json", new TextEncoder().encode("[]"));
  const pages = [run.report("html"), run.plan("html"), run.guide(0, "html")];
  const found = (kind) => [...new Set(pages.flatMap((text) => text.match(new RegExp(`${kind} '(sha256-[^']+)'`))?.[1] ?? []))].map((hash) => `'${hash}'`);
  return { styles: found("style-src"), scripts: found("script-src") };
};

const policy = (parts) =>
  `<meta http-equiv="Content-Security-Policy" content="${Object.entries(parts).map(([name, values]) => `${name} ${[values].flat().join(" ")}`).join("; ")}">`;

const fill = (template, parts) =>
  Object.entries(parts).reduce((text, [name, value]) => text.replace(`<!-- ${name} -->`, () => value), readFileSync(page(template), "utf8"));

const { styles, scripts } = await framed();
const closed = { "default-src": "'none'", "base-uri": "'none'", "form-action": "'none'", "img-src": "data:" };
const site = policy({
  ...closed, "script-src": ["'self'", "'wasm-unsafe-eval'", ...scripts], "style-src": ["'self'", ...styles],
  "connect-src": "'self'", "worker-src": "blob:",
});
const links = { policy: site, style: '<link rel="stylesheet" href="style.css">' };
writeFileSync(join(dist, "style.css"), style);
writeFileSync(join(dist, "index.html"), fill("index.html", { ...links, script: '<script type="module" src="main.js"></script>' }));
writeFileSync(join(dist, "demo.html"), fill("demo.html", { policy: site, style: '<link rel="stylesheet" href="style.css">' }));
for (const entry of ["main.js", "element.js"]) writeFileSync(join(dist, entry), await bundle(entry, "esm"));

const script = await bundle("offline.js", "iife");
for (const name of ["leastwise", "validator"]) writeFileSync(join(dist, `worker-${name}.js`), await bundle("worker.js", "iife", name));
// The single file contains the module that lists every error, and no other.
const inline = readFileSync(join(dist, "worker-validator.js"), "utf8").replaceAll("</script", "<\\/script");
const data = (id, type, text) => `<script type="${type}" id="${id}">${text}</script>`;
writeFileSync(join(dist, "leastwise-offline.html"), fill("index.html", {
  policy: policy({
    ...closed, "script-src": [digest(script), "'wasm-unsafe-eval'", ...scripts], "style-src": [digest(style), ...styles],
    "connect-src": "'none'", "worker-src": "blob:",
  }),
  style: `<style>${style}</style>`,
  script: `${data("module", "application/octet-stream", gzipSync(moduleOf("validator"), { level: 9 }).toString("base64"))}\n${data("worker", "text/plain", inline)}\n<script>${script}</script>`,
}));

/** The sizes that a server sends: gzip is what GitHub Pages offers. */
for (const name of ["leastwise", "validator"]) {
  const module = moduleOf(name);
  // The zlib of Node.js compresses less than gzip.
  const size = execFileSync("gzip", ["-9", "-c"], { input: module, maxBuffer: 1e8 }).length;
  const megabytes = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;
  console.log(`${name}: ${megabytes(module.length)}, with gzip ${megabytes(size)}, with Brotli ${megabytes(brotliCompressSync(module).length)}`);
  if (name === "leastwise" && size > 1_800_000) throw new Error("the module of the page is larger than 1.8 MB with gzip");
}
