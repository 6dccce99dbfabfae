// The single file: the worker and the module are inside the page.

import { makeEngine } from "./engine.js";
import { startPage } from "./app.js";

const text = (id) => document.getElementById(id).textContent.trim();
const bytes = async () => {
  const packed = Uint8Array.from(atob(text("module")), (sign) => sign.charCodeAt(0));
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
};
const engine = makeEngine(
  () => new Worker(URL.createObjectURL(new Blob([text("worker")], { type: "text/javascript" }))),
  bytes,
);
startPage(engine);
