// Job 4: write a policy. A pasted page becomes a grid; each guess is confirmed or corrected.

import { debounce, download, h, message, plural, sentence, today, uid } from "../dom.js";
import { frame, problemList, run } from "../busy.js";
import { dropZone } from "../files.js";

const OPERATIONS = ["Add", "Edit", "Delete", "Inquire"];
const LEVELS = ["", "None", "My", "All", "My to All"];

const valueOf = (cell) => (cell === null ? "" : cell.min === cell.max ? cell.min : `${cell.min} to ${cell.max}`);
const cellOf = (value, old) => {
  if (value === "") return null;
  const [min, max = min] = value.split(" to ");
  return { purpose: null, when: null, planned: false, ...old, min, max };
};
const blank = () => ({ id: "my-integration", title: "My integration", url: null, day: null, unlisted: "None", features: [], guesses: [], rows: [] });

export const writeJob = ({ engine }) => {
  let draft = null;
  let catalog = [];
  const place = h("section", { class: "result", "aria-label": "Draft", tabindex: "-1" });
  const lintPlace = h("section", { class: "lint", "aria-live": "polite", "aria-label": "Lint findings" });
  const preview = h("div", {});
  const text = h("textarea", { rows: 16, id: uid("yaml"), readonly: true, spellcheck: "false" });

  const refresh = debounce(150, () => update().catch((error) => lintPlace.replaceChildren(problemList(error.problems ?? [{ message: String(error) }]))));
  const update = async () => {
    text.value = await engine.call("draftText", { draft });
    const name = `${draft.id || "draft"}.yaml`;
    const lint = await engine.call("lint", { name, text: text.value, day: today() });
    const findings = [...lint.errors.map((error) => ({ ...error, severity: "error" })), ...lint.policies.flatMap((policy) => policy.findings)];
    lintPlace.replaceChildren(h("h2", {}, findings.length ? plural(findings.length, "lint finding") : "No lint findings"),
      h("ul", {}, ...findings.slice(0, 40).map((finding) => h("li", { class: finding.severity },
        h("span", { class: `badge ${finding.severity === "error" ? "missing" : "unsure"}` }, finding.severity), " ", ...sentence(finding.message),
        finding.help && h("span", { class: "quiet" }, " ", ...sentence(finding.help))))));
    if (lint.errors.length > 0) return preview.replaceChildren(h("p", { class: "quiet" }, "The guide appears when the errors are fixed."));
    const bytes = new TextEncoder().encode(text.value).buffer;
    await engine.call("compare", { request: { policies: [], today: today() }, policies: [{ name, bytes }], roles: [] });
    preview.replaceChildren(frame("Preview of the setup guide", await engine.call("guide", { at: 0, format: "html" })));
  };

  const field = (label, key, extra = {}) => {
    const id = uid(key);
    return h("p", { class: "field" }, h("label", { for: id }, label),
      h("input", { id, value: draft[key] ?? "", ...extra, oninput: (event) => {
        draft[key] = event.target.value || null;
        if (key === "url") draft.day = draft.url ? today() : null;
        refresh();
      } }));
  };
  const guess = (entry) => {
    const row = h("li", {},
      h("span", {}, entry.module && h("b", {}, `${entry.module} > ${entry.function}: `), ...message(entry.text)), " ",
      h("button", { type: "button", onclick: () => {
        draft.guesses = draft.guesses.filter((other) => other !== entry);
        const next = row.nextElementSibling ?? row.previousElementSibling;
        row.remove();
        count();
        (next?.querySelector("button") ?? heading).focus();
        refresh();
      } }, "Confirm"));
    return row;
  };
  const heading = h("h2", { tabindex: "-1" });
  const count = () => { heading.textContent = draft.guesses.length ? `${plural(draft.guesses.length, "guess", "guesses")} to confirm` : "Every guess is confirmed"; };
  const functions = (module) => catalog.find((entry) => entry.module === module)?.functions ?? [];
  const line = (row) => {
    const known = () => functions(row.module).includes(row.function);
    const names = h("datalist", { id: uid("functions") });
    const fill = () => names.replaceChildren(...functions(row.module).map((name) => h("option", { value: name })));
    const hint = h("span", { class: "suggest" });
    const suggest = async () => {
      hint.replaceChildren();
      fill();
      if (known() || !row.function) return;
      const near = await engine.call("nearest", { module: row.module, function: row.function });
      hint.replaceChildren("Not in the catalog. ", near ? h("button", { type: "button", onclick: () => {
        [row.module, row.function] = near;
        [module.value, name.value] = near;
        suggest();
        refresh();
      } }, `Use ${near[0]} > ${near[1]}`) : "");
    };
    const module = h("input", { value: row.module, list: "modules", "aria-label": "Module", oninput: (event) => { row.module = event.target.value; suggest(); refresh(); } });
    const name = h("input", { value: row.function, list: names.id, "aria-label": "Function", oninput: (event) => { row.function = event.target.value; suggest(); refresh(); } });
    const element = h("tr", {}, h("td", {}, module), h("td", {}, name, names, hint),
      ...OPERATIONS.map((operation, at) => h("td", {}, h("select", { "aria-label": operation, onchange: (event) => {
        row.cells[at] = cellOf(event.target.value, row.cells[at]);
        refresh();
      } }, ...LEVELS.map((level) => h("option", { value: level, selected: level === valueOf(row.cells[at]) }, level || "–"))))),
      h("td", {}, h("input", { class: "purpose", "aria-label": "Purpose", value: row.cells.find((cell) => cell?.purpose)?.purpose ?? "",
        oninput: (event) => {
          for (const cell of row.cells) if (cell) cell.purpose = event.target.value || null;
          refresh();
        } })),
      h("td", {}, h("button", { type: "button", "aria-label": `Remove ${row.function || "the row"}`, onclick: () => {
        draft.rows = draft.rows.filter((other) => other !== row);
        element.remove();
        refresh();
      } }, "×")));
    suggest();
    return element;
  };
  const show = () => {
    const body = h("tbody", {}, ...draft.rows.map(line));
    count();
    place.replaceChildren(
      h("div", { class: "fields" }, field("Name of the integration", "title"), field("ID", "id"), field("URL of the page", "url", { type: "url" })),
      h("section", { class: "guesses" }, heading, h("ul", {}, ...draft.guesses.map(guess))),
      h("h2", {}, "Permissions"),
      h("datalist", { id: "modules" }, ...catalog.map((entry) => h("option", { value: entry.module }))),
      h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Table of permissions" },
        h("table", { class: "grid" }, h("thead", {}, h("tr", {}, ...["Module", "Function", ...OPERATIONS, "Purpose", "Remove"].map((name) => h("th", { scope: "col" }, name)))), body)),
      h("p", { class: "row" }, h("button", { type: "button", onclick: () => {
        const row = { module: draft.rows.at(-1)?.module ?? "", function: "", cells: [null, null, null, null] };
        draft.rows.push(row);
        const added = line(row);
        body.append(added);
        added.querySelector("input").focus();
        refresh();
      } }, "Add a row"),
      h("button", { type: "button", class: "primary", onclick: async () =>
        download(`${draft.id || "draft"}.yaml`, "application/yaml", await engine.call("draftText", { draft })) }, "Download the policy")),
      lintPlace,
      h("details", {}, h("summary", {}, "The policy as text"), h("label", { for: text.id, class: "visually-hidden" }, "The policy as text"), text),
      h("details", { open: true, class: "guide" }, h("summary", {}, "Preview of the setup guide"), preview));
    refresh();
    place.focus();
  };
  const take = ([file]) => run(engine, place, async () => {
    const page = await file.blob.text();
    const name = /\.(html?|md|markdown|txt|csv|tsv)$/i.test(file.name) ? file.name : `${file.name}.txt`;
    const read = await engine.call("importPage", { name: /<(table|html|h[1-6]|ul|p)\b/i.test(page) ? name.replace(/\.txt$/, ".html") : name, text: page, day: today() });
    if (read.rows.length === 0) {
      return place.replaceChildren(problemList([{ message: "no permission could be read from the page",
        help: "write one line for each function, such as `Finance > Agreements: Add, Inquire All`" }, ...read.guesses.slice(0, 5).map((entry) => ({ message: entry.text }))]));
    }
    draft = read;
    catalog = await engine.call("catalog");
    show();
  });
  return h("div", { class: "job" }, h("h1", {}, "Write a policy"),
    h("p", { class: "lead" }, "Turn a vendor's help page into a policy. Confirm each guess, then check roles with it."),
    h("section", { class: "panel", "aria-label": "Help page" }, dropZone({
      title: "Drop a saved help page", hint: "HTML, Markdown, CSV or text.", accept: ".html,.htm,.md,.txt,.csv,.tsv", take,
      paste: { label: "Or paste the page", name: "help-page.txt", placeholder: "Finance > Agreements: Add, Inquire All" },
    }), h("p", {}, "No page? ", h("button", { type: "button", onclick: async () => { draft = blank(); catalog = await engine.call("catalog"); show(); } }, "Start with an empty policy"))),
    place);
};
