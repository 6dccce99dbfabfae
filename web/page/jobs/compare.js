// Job 5: compare many snapshots.

import { download, h, message, plural, today } from "../dom.js";
import { dropZone } from "../files.js";
import { hasPolicy, picker, requestOf } from "../picker.js";
import { problemList, run } from "../busy.js";

const SEVERITIES = ["critical", "high", "medium", "low"];

const risk = (counts) => SEVERITIES.map((severity) => {
  const count = counts[severity];
  return h("td", { class: `number ${count.total ? severity : "quiet"}` }, count.total,
    count.excess ? h("span", { class: "quiet" }, ` (${count.excess} excess)`) : null);
});

const verdict = (member) => {
  if (member.administrator) return h("span", { class: "badge missing" }, "Administrator");
  if (!member.complete) return h("span", { class: "badge unsure" }, "Incomplete");
  if (member.policies.length === 0) return h("span", { class: "badge unsure" }, "No integration chosen");
  const extra = (member.excess ?? []).length, missing = member.missing.length;
  if (extra + missing === 0) return h("span", { class: "badge good" }, "Clean");
  return [missing > 0 && h("span", { class: "badge missing" }, `▲ ${missing} missing`), " ", extra > 0 && h("span", { class: "badge excess" }, `▼ ${extra} excess`)];
};

const table = (label, first, entries, cells) => h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": label },
  h("table", {}, h("caption", {}, label), h("thead", {}, h("tr", {}, ...first.map((name) => h("th", { scope: "col" }, name)),
      ...["Critical", "High", "Medium", "Low"].map((name) => h("th", { scope: "col", class: "number" }, name)))),
    h("tbody", {}, ...entries.slice(0, 1000).map((entry) => h("tr", {}, ...cells(entry), ...risk(entry.severities))))));

const draw = (audit, errors, skipped, engine) => {
  const sum = audit.summary;
  // A count of 0 would look safe where no API member is known.
  const known = sum.members > 0 || audit.roles.every((role) => role.used_by);
  const card = (count, one, many = one, bad = false) =>
    h("li", { class: bad && count ? "missing" : "" }, h("b", {}, count.toLocaleString("en-US")), ` ${count === 1 ? one : many}`);
  return [
    errors.length > 0 && problemList(errors, "Some files could not be read"),
    h("ul", { class: "cards" }, card(audit.roles.length, "role", "roles"), ...known ? [card(sum.members, "API member", "API members"),
      card(sum.can_take_over, "can take over the tenant", undefined, true), card(sum.can_read_passwords, "can read passwords", undefined, true),
      card(sum.unused_roles, "role without a member", "roles without a member")] : []),
    !known && h("p", {}, "The roles were saved without their API members, so no key was audited. Save them with ", h("code", {}, "leastwise fetch --all"), "."),
    audit.do_first.length > 0 && h("section", { class: "first" }, h("h2", {}, "Start with"), h("ol", {}, ...audit.do_first.map((item) => h("li", {}, ...message(item.text))))),
    audit.members.length > 0 && table("API members", ["Member", "Role", "Verdict"], audit.members, (member) => [
      h("th", { scope: "row" }, member.identifier), h("td", {}, member.role), h("td", {}, verdict(member))]),
    table("Roles", ["Role", "File", "Used by"], audit.roles, (role) => [
      h("th", { scope: "row" }, role.name, role.administrator && h("span", { class: "badge missing" }, "Administrator"), !role.complete && h("span", { class: "badge unsure" }, "Incomplete")),
      h("td", {}, h("code", {}, role.source)), h("td", {}, role.used_by === null || role.used_by === undefined ? "not known" : role.used_by.join(", ") || "none")]),
    skipped.length > 0 && h("details", {}, h("summary", {}, `${plural(skipped.length, "file")} without a role`), h("p", {}, skipped.slice(0, 100).join(", "))),
    h("div", { class: "downloads" }, h("h2", {}, "Download"), h("p", { class: "row" },
      h("button", { type: "button", onclick: async () => download("audit.csv", "text/csv", await engine.call("audit", { format: "csv" })) }, "CSV"),
      h("button", { type: "button", onclick: async () => download("audit.json", "application/json", await engine.call("audit", { format: "json" })) }, "JSON"))),
  ].filter(Boolean);
};

export const compareJob = ({ engine, library, choice }) => {
  const place = h("section", { class: "result", "aria-label": "Audit", tabindex: "-1" });
  place.append(h("p", { class: "quiet empty" }, "Drop a directory of roles. The table appears here."));
  let last = null;
  const go = () => last && run(engine, place, async (progress) => {
    const { skipped } = await engine.call("compare", { ...(await requestOf(choice, today())), ...last }, progress);
    const audit = JSON.parse(await engine.call("audit", { format: "json" }));
    const errors = hasPolicy(choice) ? JSON.parse(await engine.call("report", { format: "json" })).errors : await engine.call("errors");
    if (audit.roles.length === 0) return place.replaceChildren(problemList(errors.length ? errors : [{ message: "no file contains a role", help: "drop the directory that holds the roles" }]));
    place.replaceChildren(...draw(audit, errors, skipped, engine));
    place.focus();
  });
  return h("div", { class: "job" }, h("h1", {}, "Compare many roles"),
    h("p", { class: "lead" }, "Drop a directory of snapshots to see every API member, its role and what a stolen key could do."),
    h("div", { class: "two" },
      h("section", { class: "panel", "aria-label": "Add roles" }, h("h2", {}, "Add the roles"), dropZone({
        title: "Drop a directory or files", hint: "For example the directory that `leastwise fetch --all` wrote.".replaceAll("`", ""), many: true, folder: true,
        take: (roles, folder) => { last = { roles, folder }; go(); },
      })),
      h("details", { class: "more" }, h("summary", {}, "Compare them with integrations (optional)"), picker(library, choice, go))),
    place);
};
