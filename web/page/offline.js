// The single file: the worker and the module with the validator are inside the page.

import { makeEngine } from "./engine.js";
import { startPage } from "./app.js";

const text = (id) => document.getElementById(id).textContent.trim();
const module = async () => {
  const packed = Uint8Array.from(atob(text("module")), (sign) => sign.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compile(await new Response(stream).arrayBuffer());
};
startPage(makeEngine(async () => [text("worker"), await module()]));
