// Job 2: set up an integration.

import { download, h, plural, today } from "../dom.js";
import { frame, run } from "../busy.js";
import { hasPolicy, picker, requestOf } from "../picker.js";

const word = (range) => (range === null ? "–" : typeof range === "string" ? range : range.min === range.max ? range.min : `${range.min} or higher`);

/** The lowest level that is enough. */
const lowest = (range) => (range === null ? "None" : typeof range === "string" ? range : range.min);

const table = (rows, ids, titleOf) => {
  const modules = [...new Set(rows.map((row) => row.module))];
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Least-privilege role" },
    h("table", {}, h("thead", {}, h("tr", {}, ...["Function", "Add", "Edit", "Delete", "Inquire", "Customize", ...(ids > 1 ? ["Needed by"] : [])].map((name) => h("th", { scope: "col" }, name)))),
      ...modules.map((module) => h("tbody", {},
        h("tr", { class: "group" }, h("th", { colspan: ids > 1 ? 7 : 6, scope: "rowgroup" }, module)),
        ...rows.filter((row) => row.module === module).map((row) => h("tr", {},
          h("th", { scope: "row" }, row.function === "*" ? "Every other function" : row.function),
          ...row.levels.map((level) => h("td", { class: level ? "asked" : "quiet" }, word(level))),
          h("td", {}, row.allow.join(", ")), ids > 1 && h("td", {}, row.policies.map(titleOf).join(", "))))))));
};

export const setupJob = ({ engine, library, choice }) => {
  const place = h("section", { class: "result", "aria-label": "Setup", tabindex: "-1" });
  const show = async () => {
    if (!hasPolicy(choice)) {
      return place.replaceChildren(h("p", { class: "quiet empty" }, "Choose one or more integrations. The setup guide and the role appear here."));
    }
    await run(engine, place, async () => {
      await engine.call("compare", { ...(await requestOf(choice, today())), roles: [] });
      const rows = await engine.call("least");
      const ids = choice.policies.length + choice.files.length;
      const guides = [];
      for (let at = 0; at < ids; at++) guides.push(await engine.call("guide", { at, format: "html" }));
      const titleOf = (id) => library.find((policy) => policy.id === id)?.title ?? id;
      const names = [...choice.policies.map(titleOf), ...choice.files.map((file) => file.name)];
      const csv = () => [["Module", "Function", "Add", "Edit", "Delete", "Inquire"],
        ...rows.filter((row) => row.function !== "*").map((row) => [row.module, row.function, ...row.levels.map(lowest)])]
        .map((line) => line.map((cell) => `"${String(cell).replaceAll('"', '""')}"`).join(",")).join("\r\n");
      place.replaceChildren(
        h("h2", {}, ids > 1 ? "One role for all of them" : "The least-privilege role"),
        h("p", {}, `Set these levels on ${plural(rows.length, "function")}. Leave everything else at None.`),
        table(rows, ids, titleOf),
        h("p", { class: "row" },
          h("button", { type: "button", onclick: () => download("role.csv", "text/csv", csv()) }, "Role as CSV"),
          ...names.map((name, at) => h("button", { type: "button", onclick: async () =>
            download("setup-guide.md", "text/markdown", await engine.call("guide", { at, format: "markdown" })) }, `Guide for ${name} (Markdown)`))),
        h("p", {}, "When the role is saved, ", h("a", { href: `#check${location.hash.includes("?") ? `?${location.hash.split("?")[1]}` : ""}` }, "check it"), "."),
        ...guides.map((html, at) => h("details", { open: at === 0, class: "guide" }, h("summary", {}, `Setup guide: ${names[at]}`), frame(`Setup guide: ${names[at]}`, html))));
    });
  };
  show();
  return h("div", { class: "job" }, h("h1", {}, "Set up an integration"),
    h("p", { class: "lead" }, "Get the steps and the least-privilege role for one or more integrations."),
    picker(library, choice, show), place);
};
