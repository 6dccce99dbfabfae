// The static site: the worker and the module are files next to the page.

import { makeEngine } from "./engine.js";
import { startPage } from "./app.js";

const engine = makeEngine(
  () => new Worker(new URL("worker.js", import.meta.url), { type: "module" }),
  async () => new URL("wasm/leastwise_bg.wasm", import.meta.url).href,
);
startPage(engine);
