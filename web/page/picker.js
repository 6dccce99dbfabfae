// Chooses integrations: search over the library, and policy files.

import { h, uid } from "./dom.js";

/** State that can be shared: chosen integrations and features, in the address. */
export const shared = () => {
  const [route, query = ""] = location.hash.slice(1).split("?");
  const values = new URLSearchParams(query);
  const list = (name) => (values.get(name) ?? "").split(",").filter(Boolean);
  return { route: route || "check", policies: list("policy"), features: list("feature"), setup: values.has("setup") };
};

export const share = ({ policies, features, setup }) => {
  const values = [];
  if (policies.length) values.push(`policy=${policies.join(",")}`);
  if (features.length) values.push(`feature=${features.join(",")}`);
  if (setup) values.push("setup");
  const query = values.length ? `?${values.join("&")}` : "";
  history.replaceState(null, "", `#${shared().route}${query}`);
};

/**
 * The picker. `choice` is { policies, features, setup, files } and is changed in place; `changed` is
 * called after every change.
 */
export const picker = (library, choice, changed) => {
  const search = h("input", {
    type: "search", id: uid("search"), placeholder: "Vendor or product, for example Datto", autocomplete: "off",
  });
  const results = h("ul", { class: "results" });
  const chosen = h("ul", { class: "chosen", "aria-label": "Chosen integrations" });
  const options = h("div", {});
  const status = h("p", { class: "quiet", role: "status" });
  const known = (id) => library.find((policy) => policy.id === id);
  choice.policies = choice.policies.filter(known);

  const update = () => {
    share(choice);
    draw();
    changed();
  };
  const add = (id) => {
    if (!choice.policies.includes(id)) choice.policies.push(id);
    search.value = "";
    update();
    search.focus();
  };
  const find = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    results.replaceChildren();
    if (words.length === 0) return void (status.textContent = `${library.length} integrations in the library.`);
    const text = (policy) => `${policy.title} ${policy.vendor ?? ""} ${policy.id}`.toLowerCase();
    const found = library.filter((policy) => words.every((word) => text(policy).includes(word)));
    status.textContent = found.length ? `${found.length} found.` : "Not in the library. Drop a policy file, or write one under “Write a policy”.";
    results.append(...found.slice(0, 8).map((policy) =>
      h("li", {}, h("button", { type: "button", onclick: () => add(policy.id), disabled: choice.policies.includes(policy.id) },
        h("strong", {}, policy.title), policy.vendor && policy.vendor !== policy.title ? ` ${policy.vendor}` : ""))));
  };
  const remove = (list, item) => () => {
    list.splice(list.indexOf(item), 1);
    const features = choice.policies.flatMap((id) => known(id).features.map((feature) => feature.id));
    choice.features = choice.features.filter((id) => features.includes(id));
    update();
    search.focus();
  };
  const chip = (label, off) => h("li", {}, label, " ",
    h("button", { type: "button", "aria-label": `Remove ${label}`, onclick: off }, "×"));
  const box = (label, checked, set) => h("label", { class: "check" },
    h("input", { type: "checkbox", checked, onchange: (event) => { set(event.target.checked); share(choice); changed(); } }), " ", label);
  const draw = () => {
    chosen.replaceChildren(
      ...choice.policies.map((id) => chip(known(id).title, remove(choice.policies, id))),
      ...choice.files.map((file) => chip(file.name, remove(choice.files, file))));
    chosen.hidden = chosen.children.length === 0;
    const features = choice.policies.flatMap((id) => known(id).features)
      .filter((feature, at, all) => all.findIndex((other) => other.id === feature.id) === at);
    options.replaceChildren();
    if (features.length > 0) {
      options.append(h("fieldset", {}, h("legend", {}, "Features in use"),
        ...features.map((feature) => box(feature.title, choice.features.includes(feature.id), (on) => {
          choice.features = choice.features.filter((id) => id !== feature.id).concat(on ? feature.id : []);
        }))));
    }
    if (choice.policies.length + choice.files.length > 0) {
      options.append(h("p", {}, box("The integration is being set up now", choice.setup, (on) => { choice.setup = on; })));
    }
    find();
  };
  search.addEventListener("input", find);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") results.querySelector("button:not(:disabled)")?.click();
  });
  const file = h("input", { type: "file", id: uid("policy"), multiple: true, accept: ".yaml,.yml,.json", class: "visually-hidden" });
  file.addEventListener("change", () => {
    choice.files.push(...[...file.files].map((blob) => ({ name: blob.name, blob })));
    file.value = "";
    update();
  });
  draw();
  return h("section", { class: "panel", "aria-label": "Integrations" },
    h("h2", {}, h("label", { for: search.id }, "1. Choose the integrations")),
    chosen, search, status, results, options,
    h("p", { class: "quiet" }, "Not in the list? ", file, h("label", { for: file.id, class: "button" }, "Use a policy file"),
      " or ", h("a", { href: "#write" }, "paste the vendor's help page"), "."));
};

/** The part of a selection that the worker needs. */
export const requestOf = async (choice, day) => ({
  request: { policies: choice.policies, features: choice.features, setup: choice.setup, today: day },
  policies: await Promise.all(choice.files.map(async ({ name, blob }) => ({ name, bytes: await blob.arrayBuffer() }))),
});

export const hasPolicy = (choice) => choice.policies.length + choice.files.length > 0;
