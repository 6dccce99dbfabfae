// The page: shows one of the five jobs, chosen by the address.

import { h } from "./dom.js";
import { problemList } from "./busy.js";
import { shared } from "./picker.js";
import { checkJob } from "./jobs/check.js";
import { compareJob } from "./jobs/compare.js";
import { explainJob } from "./jobs/explain.js";
import { privacyJob } from "./jobs/privacy.js";
import { setupJob } from "./jobs/setup.js";
import { writeJob } from "./jobs/write.js";

const JOBS = { check: checkJob, setup: setupJob, explain: explainJob, write: writeJob, compare: compareJob, privacy: privacyJob };

export const startPage = async (engine) => {
  const main = document.getElementById("main");
  // A file that misses its zone must not replace the page.
  for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => event.preventDefault());
  let facts;
  try {
    facts = await engine.ready();
  } catch (error) {
    main.replaceChildren(problemList(error.problems ?? [{ message: String(error) }], "The page could not start"));
    return;
  }
  const first = shared();
  const choice = { policies: first.policies, features: first.features, setup: first.setup, files: [] };
  const views = new Map();
  let current = null;
  const show = (focus) => {
    const { route } = shared();
    const name = Object.hasOwn(JOBS, route) ? route : "check";
    if (route === "main") return;
    for (const link of document.querySelectorAll("#jobs a")) {
      const own = link.getAttribute("href") === `#${name}`;
      if (own) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    if (name === current) return;
    current = name;
    // A job keeps its state for the visit; a job with a picker is made again, since choices are shared.
    const keeps = ["explain", "write"].includes(name);
    const view = (keeps && views.get(name)) || JOBS[name]({ engine, library: facts.library, choice });
    views.set(name, view);
    main.replaceChildren(view);
    const title = view.querySelector("h1").textContent;
    document.title = `${title} – Leastwise`;
    if (focus) main.focus();
  };
  addEventListener("hashchange", () => show(true));
  show(false);
  document.querySelector("footer").append(h("p", { class: "quiet" }, `Leastwise ${facts.version}`));
  document.documentElement.dataset.ready = "true";
};
