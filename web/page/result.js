// The result of a check: verdict, changes, the whole role, and downloads.

import { download, h, message, plural } from "./dom.js";
import { frame, problemList } from "./busy.js";
import { planList } from "./plan.js";

const FORMATS = [
  ["HTML report", "report", "html", "report.html", "text/html"],
  ["Checklist (HTML)", "plan", "html", "checklist.html", "text/html"],
  ["Checklist (Markdown)", "plan", "markdown", "checklist.md", "text/markdown"],
  ["CSV", "report", "csv", "report.csv", "text/csv"],
  ["JSON", "report", "json", "report.json", "application/json"],
  ["SARIF", "report", "sarif", "report.sarif", "application/json"],
];

export const downloads = (engine, formats = FORMATS) =>
  h("div", { class: "downloads" }, h("h2", {}, "Download"),
    h("p", { class: "row" }, ...formats.map(([label, call, format, name, type]) =>
      h("button", { type: "button", onclick: async () => download(name, type, await engine.call(call, { format })) }, label))));

/** The verdict in one sentence. */
export const verdictOf = (role, plan) => {
  const name = role.name ?? role.source;
  const cells = role.summary;
  if (role.outcome === "inconclusive") return { kind: "unsure", badge: "Incomplete", text: `“${name}” may be incomplete, so the result is not final.` };
  if (cells.missing + cells.excess === 0 && role.findings.length === 0) {
    return { kind: "good", badge: "Clean", text: `“${name}” has exactly the permissions that the integration needs.` };
  }
  const parts = [];
  if (cells.missing) parts.push(`is missing ${plural(cells.missing, "permission")}`);
  if (cells.excess) parts.push(`has ${plural(cells.excess, "excessive permission")}`);
  const changes = plan?.totals.steps ?? 0;
  const fix = changes ? ` ${plural(changes, "change")} ${changes === 1 ? "fixes" : "fix"} this.` : "";
  if (parts.length === 0) return { kind: "good", badge: "Passed, with notes", text: `“${name}” grants what the integration needs. There ${role.findings.length === 1 ? "is" : "are"} ${plural(role.findings.length, "note")}.` };
  return { kind: cells.missing ? "missing" : "excess", badge: cells.missing ? "Changes needed" : "Excessive permissions", text: `“${name}” ${parts.join(" and ")}.${fix}` };
};

const verdict = (role, plan) => {
  const { kind, badge, text } = verdictOf(role, plan);
  return h("p", { class: `verdict ${kind}` }, h("span", { class: "badge" }, badge), " ", h("span", {}, text));
};

const counts = (cells) => h("ul", { class: "counts" },
  ...[["missing", "▲", "missing"], ["excess", "▼", "excess"], ["satisfied", "✓", "as required"]]
    .filter(([key]) => cells[key] !== undefined)
    .map(([key, sign, label]) => h("li", { class: key }, h("span", { "aria-hidden": "true" }, sign), ` ${cells[key].toLocaleString("en-US")} ${label}`)));

/** The findings that no change of the role fixes. */
const others = (role) => {
  const notes = role.findings.filter((finding) => finding.severity === "note");
  if (notes.length === 0) return null;
  return h("details", {}, h("summary", {}, plural(notes.length, "note")),
    h("ul", {}, ...notes.slice(0, 200).map((note) => h("li", {}, ...message(note.message.charAt(0).toUpperCase() + note.message.slice(1)), "."))));
};

const roleResult = async (role, plan, level) => h("article", { class: "role" },
  h(level, {}, role.name ?? role.source), verdict(role, plan), counts(role.summary),
  plan ? await planList(plan) : null, others(role));

/** Shows the results of the last comparison in `place`. */
export const showResult = async (engine, place, took) => {
  const [report, plans] = (await Promise.all([
    engine.call("report", { format: "json" }), engine.call("plan", { format: "json" }),
  ])).map((text) => JSON.parse(text));
  const roles = report.roles;
  const parts = [];
  if (report.errors.length > 0) parts.push(problemList(report.errors, report.roles.length ? "Some files could not be read" : "This could not be read"));
  const all = roles.length > 1;
  const shown = roles.slice(0, 60);
  const made = await Promise.all(shown.map((role, at) => roleResult(role, plans.roles[at], "h2")));
  if (all) {
    parts.push(h("p", { class: "quiet" }, `${plural(roles.length, "role")}, listed worst first.`));
    const order = { invalid: 0, findings: 1, inconclusive: 2, clean: 3 };
    const entries = shown.map((role, at) => ({ role, plan: plans.roles[at], element: made[at] }))
      .sort((one, other) => (order[one.role.outcome] ?? 9) - (order[other.role.outcome] ?? 9));
    parts.push(...entries.map(({ role, plan, element }, index) => h("details", { class: "one", open: index === 0 && roles.length < 6 },
      h("summary", {}, h("b", {}, role.name ?? role.source), " ", h("span", { class: `badge ${verdictOf(role, plan).kind}` }, verdictOf(role, plan).badge),
        h("span", { class: "quiet" }, ` ${role.summary.missing} missing, ${role.summary.excess} excess`)), element)));
    if (roles.length > shown.length) parts.push(h("p", {}, `${plural(roles.length - shown.length, "more role")}: download the report, or use “Compare many roles”.`));
  } else {
    parts.push(...made);
  }
  if (roles.length > 0) {
    const holder = h("div", {});
    const matrix = h("details", { class: "matrix" }, h("summary", {}, "The whole role, with reasons"), holder);
    matrix.addEventListener("toggle", async () => {
      if (matrix.open && holder.children.length === 0) holder.append(frame("The whole role", await engine.call("report", { format: "html" })));
    });
    parts.push(matrix, downloads(engine));
  }
  parts.push(h("p", { class: "quiet took" }, `Compared in ${took < 1 ? "under 1" : Math.round(took)} ms, on this computer.`));
  place.replaceChildren(...parts);
};
