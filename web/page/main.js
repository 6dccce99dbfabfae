// The static site: the worker and the module are files next to the page.

import { filesAt, makeEngine } from "./engine.js";
import { startPage } from "./app.js";

startPage(makeEngine(() => filesAt(import.meta.url), () => filesAt(import.meta.url, "validator")));
