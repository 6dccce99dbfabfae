// A static file server for localhost, with the headers that a published page should have.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const root = fileURLToPath(new URL("dist", import.meta.url));
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".wasm": "application/wasm" };

/** Starts the server; port 0 takes a free one. */
export const serve = (port) => new Promise((resolve) => {
  const cache = new Map();
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    const file = join(root, path.endsWith("/") ? `${path}index.html` : path);
    try {
      if (!file.startsWith(root)) throw new Error("outside");
      if (!cache.has(file)) cache.set(file, gzipSync(await readFile(file)));
      response.writeHead(200, {
        "content-type": TYPES[extname(file)] ?? "application/octet-stream", "content-encoding": "gzip",
        "x-content-type-options": "nosniff", "referrer-policy": "no-referrer", "cross-origin-opener-policy": "same-origin",
        "content-security-policy": "frame-ancestors 'none'",
      }).end(cache.get(file));
    } catch {
      response.writeHead(404).end();
    }
  });
  server.listen(port, "127.0.0.1", () => resolve({ server, url: `http://127.0.0.1:${server.address().port}/` }));
});

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await serve(Number(process.argv[2] ?? 8080));
  console.log(`Leastwise is at ${url}`);
}
