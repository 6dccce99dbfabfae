// The plan as a list with checkboxes. Checked boxes are kept in this browser only.

import { h, message, plural } from "./dom.js";

/** The key of a plan: role, policies and levels. Names are hashed, so that none is stored. */
const keyOf = async (plan) => {
  const steps = plan.modules.flatMap((module) => module.functions.flatMap((entry) =>
    entry.steps.map((step) => [module.module, entry.function, step.kind, step.operation, step.from, step.to])));
  const text = JSON.stringify([plan.name ?? plan.source, plan.policies.map((policy) => policy.id), steps]);
  if (!globalThis.crypto?.subtle) return null;
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return `leastwise:${[...new Uint8Array(digest)].slice(0, 12).map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
};

const saved = (key) => {
  try {
    return new Set(JSON.parse((key && localStorage.getItem(key)) || "[]"));
  } catch {
    return new Set();
  }
};

const keep = (key, ticked) => {
  try {
    if (key) localStorage.setItem(key, JSON.stringify([...ticked]));
  } catch {
    // Without storage, ticks last until the page is closed.
  }
};

const SIGNS = { raise: "▲", lower: "▼", set: "●", allow: "▲", disallow: "▼", look: "?", ask: "?" };

const title = (word) => word.charAt(0).toUpperCase() + word.slice(1);

const sentence = (step) => {
  const operation = step.operation && title(step.operation);
  switch (step.kind) {
    case "raise": return ["Raise ", h("b", {}, operation), ` from ${title(step.from)} to `, h("b", {}, title(step.to))];
    case "lower": return ["Lower ", h("b", {}, operation), ` from ${title(step.from)} to `, h("b", {}, title(step.to))];
    case "set": return ["Set ", h("b", {}, operation), " to ", h("b", {}, title(step.to))];
    case "allow": return ["In the Customize list, allow ", h("b", {}, step.item)];
    case "disallow": return ["In the Customize list, do not allow ", h("b", {}, step.item)];
    case "look": return ["Compare the Customize list: ", ...message(step.unseen ?? "")];
    default: return ["Ask the vendor which levels this function needs"];
  }
};

/** The list of one plan. */
export const planList = async (plan) => {
  const key = await keyOf(plan);
  const ticked = saved(key);
  const total = plan.modules.flatMap((module) => module.functions.flatMap((entry) => entry.steps)).length;
  const count = h("span", { role: "status" });
  const meter = h("progress", { max: total || 1, "aria-label": "Changes done" });
  const update = () => {
    count.textContent = `${ticked.size} of ${plural(total, "change")} done`;
    meter.value = ticked.size;
  };
  update();
  const row = (step) => {
    const box = h("input", { type: "checkbox", checked: ticked.has(step.number), onchange: () => {
      if (box.checked) ticked.add(step.number);
      else ticked.delete(step.number);
      keep(key, ticked);
      update();
    } });
    return h("li", { class: `step ${step.kind}` }, h("label", {}, box,
      h("span", { class: "sign", "aria-hidden": "true" }, SIGNS[step.kind] ?? "•"),
      h("span", {}, h("span", { class: "what" }, sentence(step)),
        h("span", { class: "why" }, step.purpose ? ` ${step.purpose}` : ` ${title(step.because)}`))));
  };
  return h("section", { class: "plan", "aria-label": "Changes" },
    total > 0 && h("p", { class: "path" }, "In ConnectWise: ", h("b", {}, plan.path.join(" > "))),
    total > 0 && h("p", { class: "done" }, meter, " ", count),
    plan.remarks.length > 0 && h("ul", { class: "remarks" },
      ...plan.remarks.map((remark) => h("li", {}, ...message(title(remark.message)), ".", remark.help && [" ", ...message(title(remark.help)), "."]))),
    ...plan.modules.map((module) => h("div", { class: "module" }, h("h3", {}, module.module),
      ...module.functions.map((entry) => h("div", { class: "function" }, h("h4", {}, entry.function),
        h("ul", {}, ...entry.steps.map(row)))))));
};
