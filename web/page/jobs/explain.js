// Job 3: what does this 403 mean?

import { h, message, uid } from "../dom.js";
import { run } from "../busy.js";
import { dropZone } from "../files.js";

const GRADES = {
  documented: ["good", "Documented by a public source"], likely: ["unsure", "Likely, from one source"],
  inferred: ["unsure", "Inferred from similar requests"], unknown: ["unsure", "Not known"],
};
const title = (text) => (text ? text.charAt(0).toUpperCase() + text.slice(1) : "");
const ENOUGH = { yes: "The role grants this.", no: "The role does not grant this. Set the level to All.", perhaps: "The role may grant enough for the member's own records.",
  unknown: "The role is incomplete, so this cannot be verified." };

const need = (entry, granted) => {
  const [kind, words] = GRADES[entry.grade] ?? GRADES.unknown;
  return h("li", { class: "need" },
    h("p", {}, h("b", {}, entry.module ? `${entry.module} > ${entry.function}` : "The function of the record"), ": ",
      h("b", {}, `${title(entry.operation)} ${entry.level}`), entry.my_may_be_enough && " (My may be enough)", " ",
      h("span", { class: `badge ${kind}` }, words)),
    entry.condition && h("p", { class: "quiet" }, `${entry.certain ? "Because" : "Only if"}: ${entry.condition}`),
    entry.items?.length > 0 && h("p", {}, `In the Customize list, allow ${entry.items.join(", ")}.`),
    entry.module && h("p", { class: "quiet" }, `Set it in System > Security Roles > your role > ${entry.module} > ${entry.function}.`),
    granted && h("p", {}, h("b", {}, ENOUGH[granted.enough])));
};

const request = (answer) => h("section", { class: "answer" },
  answer.request && h("h2", {}, h("code", {}, `${answer.request.method} ${answer.request.path}`)),
  answer.needs.length > 0
    ? h("ul", { class: "needs" }, ...answer.needs.map((entry, at) => need(entry, answer.role?.[at])))
    : h("p", {}, { "not-rest": "This does not look like a ConnectWise REST API request.", none: "No permission is needed.",
      outside: "No security role grants this.", preflight: "A preflight request needs no permission." }[answer.answer] ?? "No source says which permission this needs. Check the spelling of the path."),
  answer.role_incomplete && h("p", {}, `The role was not read completely: ${answer.role_incomplete}.`),
  answer.policies?.length > 0 && h("details", {}, h("summary", {}, `Integrations that also need it: ${answer.policies.length}`),
    h("p", {}, answer.policies.join(", "))),
  answer.notes.length > 0 && h("ul", { class: "quiet" }, ...answer.notes.map((note) => h("li", {}, note))),
  ...(answer.other_methods ?? []).map(request));

const draw = (answer) => {
  if (answer === null) return [h("p", {}, "This was not recognized as a request or an error. Paste a request such as ", h("code", {}, "GET /service/boards"), ", a curl command, or the body of the response.")];
  if (answer.kind === "error") {
    return [h("h2", {}, answer.title), h("p", {}, ...message(answer.advice)),
      answer.status === 403 || /forbidden|permission|denied/.test(answer.answer) ? h("p", {}, "Paste the request that got this response to see the function and the level.") : null].filter(Boolean);
  }
  return [request(answer), h("p", { class: "quiet" }, "This map is unofficial: ConnectWise does not publish which permission a request needs.")];
};

export const explainJob = ({ engine }) => {
  const place = h("section", { class: "result", "aria-label": "Answer", "aria-live": "polite" });
  const box = h("textarea", { id: uid("request"), rows: 6, spellcheck: "false", placeholder: "GET /service/tickets/123/notes" });
  let role = null;
  const ask = async () => {
    if (box.value.trim() === "") return place.replaceChildren();
    const answer = await run(engine, place, async () => {
      const bytes = role ? await role.blob.arrayBuffer() : null;
      return { found: await engine.call("explain", { text: box.value, name: role?.name, bytes }) };
    });
    if (answer) place.replaceChildren(...draw(answer.found));
  };
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) ask();
  });
  const taken = h("p", { role: "status" });
  const example = (text) => h("button", { type: "button", onclick: () => { box.value = text; ask(); } }, text);
  return h("div", { class: "job" }, h("h1", {}, "Explain a 403"),
    h("p", { class: "lead" }, "Find the permission that a request needs, and how certain that is."),
    h("section", { class: "panel", "aria-label": "Request" },
      h("p", {}, h("label", { for: box.id }, "A request, a curl command, or the body of the error. Keys in it are ignored and never leave this computer.")),
      box, h("p", { class: "row" }, h("button", { type: "button", class: "primary", onclick: ask }, "Explain"),
        example("GET /service/boards"), example("POST /finance/agreements")),
      h("details", {}, h("summary", {}, "Compare with a role"), dropZone({
        title: "Drop the role of the API member", hint: "Shows whether it grants what the request needs.",
        take: ([file]) => { role = file; taken.textContent = `Role: ${file.name}`; ask(); },
      }), taken)), place);
};
