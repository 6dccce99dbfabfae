// Progress, cancel and errors of one job.

import { h, message, plural, sentence } from "./dom.js";
import { Cancelled, Problems } from "./engine.js";

/** Problems as a list. */
export const problemList = (problems, title = "This could not be read") =>
  h("section", { class: "errors", role: "alert" },
    h("h2", {}, title),
    h("ul", {}, ...problems.slice(0, 50).map((problem) => {
      const place = problem.locations?.[0];
      const where = problem.file ?? place?.file;
      const line = place?.line ? ` line ${place.line}` : "";
      return h("li", {},
        where && [h("code", {}, `${where}`), `${line}: `], ...(where ? [...message(problem.message), "."] : sentence(problem.message)),
        problem.help && h("span", { class: "help" }, " ", ...sentence(problem.help)));
    })),
    problems.length > 50 && h("p", {}, `and ${plural(problems.length - 50, "other")}.`));

/** Runs a job and shows its progress in `place`. Returns whether it ended well. */
export const run = async (engine, place, job) => {
  const bar = h("progress", { max: 1, "aria-label": "Progress" });
  const text = h("p", { role: "status" }, "Reading…");
  const panel = h("div", { class: "busy" }, text, bar,
    h("button", { type: "button", onclick: () => engine.cancel() }, "Cancel"));
  // Fast jobs show no progress at all.
  const timer = setTimeout(() => place.replaceChildren(panel), 120);
  const progress = ({ done, of, name }) => {
    if (of > 1) bar.value = done / of;
    text.textContent = name ? `Reading ${name} (${done + 1} of ${of})` : "Comparing…";
  };
  try {
    const result = await job(progress);
    clearTimeout(timer);
    return result;
  } catch (error) {
    clearTimeout(timer);
    if (error instanceof Cancelled) place.replaceChildren(h("p", { role: "status" }, "Canceled. Nothing was compared."));
    else if (error instanceof Problems) place.replaceChildren(problemList(error.problems));
    else place.replaceChildren(problemList([{ message: String(error?.message ?? error) }]));
    return null;
  }
};

/** A page of the program in a frame without any rights. Its own script runs in an empty origin. */
export const frame = (title, html) =>
  h("iframe", { title, sandbox: "allow-scripts", srcdoc: html, class: "document", tabindex: "0" });
