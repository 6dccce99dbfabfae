// <leastwise-check policy="ID">: job 1 in a vendor's help page.

import { h, today } from "./dom.js";
import { filesAt, makeEngine } from "./engine.js";
import { dropZone } from "./files.js";
import { problemList, run } from "./busy.js";
import { showResult } from "./result.js";
import style from "./page.css";

let shared = null;
const engine = () => (shared ??= makeEngine(() => filesAt(import.meta.url), () => filesAt(import.meta.url, "validator")));

class LeastwiseCheck extends HTMLElement {
  static observedAttributes = ["policy", "features"];

  connectedCallback() {
    if (!this.shadowRoot) this.attachShadow({ mode: "open" });
    this.draw();
  }

  attributeChangedCallback() {
    if (this.shadowRoot) this.draw();
  }

  list(name) {
    return (this.getAttribute(name) ?? "").split(/[\s,]+/).filter(Boolean);
  }

  async draw() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style.replaceAll(":root", ":host"));
    this.shadowRoot.adoptedStyleSheets = [sheet];
    const place = h("section", { class: "result", "aria-live": "polite" });
    const policies = this.list("policy");
    const core = engine();
    const root = h("div", { class: "element" }, place);
    this.shadowRoot.replaceChildren(root);
    try {
      const { library } = await core.ready();
      const titles = policies.map((id) => library.find((policy) => policy.id === id)?.title ?? id);
      root.prepend(h("h2", {}, `Check your role for ${titles.join(", ")}`), dropZone({
        title: "Drop your ConnectWise security role here", hint: "Nothing leaves this computer.", take: (roles, folder) =>
          run(core, place, async (progress) => {
            const request = { policies, features: this.list("features"), setup: this.hasAttribute("setup"), today: today() };
            const done = await core.call("compare", { request, policies: [], roles, folder }, progress);
            await showResult(core, place, done.milliseconds);
            this.dispatchEvent(new CustomEvent("leastwise-result", { bubbles: true }));
          }),
        paste: { label: "Or paste it", name: "pasted.txt", placeholder: "A table copied from System > Security Roles" },
      }));
    } catch (error) {
      place.replaceChildren(problemList(error.problems ?? [{ message: String(error) }]));
    }
  }
}

customElements.define("leastwise-check", LeastwiseCheck);
