"use strict";
(() => {
  const root = document.documentElement;
  const $ = (selector, within = document) => within.querySelector(selector);
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
  const make = (name, content = "", more = {}) => {
    const element = Object.assign(document.createElement(name), more);
    element.append(...[].concat(content));
    return element;
  };
  const bar = $("#bar"), search = $("#search"), panel = $("#panel"), shown = $("#shown"), said = $("#said");
  root.classList.add("js");

  // ---- What is there ------------------------------------------------------------------------
  const states = (row) => new Set($$("td[class]", row).flatMap((cell) => [...cell.classList]));
  const rows = $$(".module tbody tr").map((row) => ({
    row, module: row.closest(".module"), states: states(row), text: null,
  }));
  const found = $$(".findings .found > li").map((item) => ({ item, text: null }));
  const foundAt = new Map();
  for (const { item } of found) {
    const link = $(".what a", item);
    if (!link) continue;
    const at = link.getAttribute("href").slice(1);
    foundAt.set(at, [...(foundAt.get(at) ?? []), item]);
  }

  // ---- Filters and search -------------------------------------------------------------------
  const textOf = (entry, element) =>
    (entry.text ??= ` ${element.textContent} ${element.closest("details")?.querySelector("summary")?.textContent ?? ""}`.toLowerCase());
  let before = null; // what stood open before a filter opened everything that it shows

  const narrow = () => {
    const kind = $("input[name=show]:checked", bar).value;
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const active = kind !== "all" || words.length > 0;
    const folds = $$(".module, .group, .role");
    if (active && !before) before = new Map(folds.map((fold) => [fold, fold.open]));
    const matches = (text) => words.every((word) => text.includes(word));
    const modules = new Set();
    let functions = 0, findings = 0;
    for (const entry of rows) {
      const fits = (kind === "all" || entry.states.has(kind)) && (!words.length || matches(textOf(entry, entry.row)));
      entry.row.hidden = !fits;
      if (fits) { functions += 1; modules.add(entry.module); }
    }
    for (const entry of found) {
      const fits = (kind === "all" || entry.item.classList.contains(kind)) && (!words.length || matches(textOf(entry, entry.item)));
      entry.item.hidden = !fits;
      if (fits) findings += 1;
    }
    for (const module of $$(".module")) {
      module.hidden = active && !modules.has(module);
      if (active) module.open = true;
    }
    for (const group of $$(".findings .group")) {
      group.hidden = active && !$(".found > li:not([hidden])", group);
      if (active) group.open = true;
    }
    for (const section of $$(".findings")) section.hidden = active && !$(".group:not([hidden])", section);
    for (const role of $$(".role")) {
      const any = !!$(".module:not([hidden]), .group:not([hidden])", role);
      role.hidden = active && !any;
      if (active && any) role.open = true;
    }
    for (const note of $$(".nothing")) note.hidden = !active || !!$(".module:not([hidden])", note.parentElement);
    if (!active && before) {
      for (const [fold, open] of before) fold.open = open;
      before = null;
    }
    const plural = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;
    shown.textContent = active ? `${plural(functions, "function")}, ${plural(findings, "finding")}` : "";
    tabStops();
  };

  const reveal = (element) => {
    for (let fold = element.parentElement?.closest("details"); fold; fold = fold.parentElement?.closest("details")) fold.open = true;
    if (element.closest("[hidden]")) {
      search.value = "";
      $("input[value=all]", bar).checked = true;
      narrow();
    }
  };

  // ---- Copying ------------------------------------------------------------------------------
  const say = (text) => { said.textContent = ""; setTimeout(() => { said.textContent = text; }, 50); };
  const copy = async (text, button) => {
    let done = false;
    try {
      await navigator.clipboard.writeText(text);
      done = true;
    } catch {
      // A page that was opened from a disk may have no clipboard of that kind.
      const area = make("textarea", text, { className: "h", readOnly: true });
      document.body.append(area);
      area.select();
      try { done = document.execCommand("copy"); } catch { /* told below */ }
      area.remove();
      button.focus();
    }
    const label = button.dataset.label ??= button.textContent;
    button.textContent = done ? "Copied" : "Not copied";
    say(done ? "Copied." : "The browser does not let this page copy. Select the text, please.");
    setTimeout(() => { button.textContent = label; }, 2000);
  };
  const copyButton = (label, name) => {
    const button = make("button", label, { type: "button", className: "copy" });
    button.setAttribute("aria-label", name);
    return button;
  };
  for (const { item } of found) {
    const fix = $(".fix", item);
    if (fix) fix.append(copyButton("Copy", "Copy this fix"));
  }
  for (const section of $$(".findings")) {
    if (section.querySelectorAll(".group:not(:last-child) .fix, .fix").length < 2) continue;
    const button = copyButton("Copy all fixes", "Copy all fixes");
    button.classList.add("all");
    $("h1, h2, h3", section).after(button);
  }
  const fixes = (section) => $$(".found > li", section)
    .filter((item) => !item.hidden && !item.closest(".group").matches(".accepted"))
    .map((item) => $(".fix span", item)?.textContent).filter(Boolean);

  // ---- The panel ----------------------------------------------------------------------------
  let opener = null, current = null;
  const cellLink = (id) => $(`.module td a[href="#${CSS.escape(id)}"]`);

  const asked = (row, dt) => {
    const policies = $$(".policies li", row.closest(".role, main")).map((policy) => policy.dataset.called);
    const answers = policies.map(() => []);
    for (let dd = dt.nextElementSibling; dd?.tagName === "DD"; dd = dd.nextElementSibling) {
      if (dd.dataset.p) answers[Number(dd.dataset.p)]?.push(dd);
    }
    const body = make("tbody");
    policies.forEach((policy, index) => {
      const name = make("th", policy, { scope: "row" });
      if (!answers[index].length) {
        body.append(make("tr", [name, make("td", "–"), make("td", "states nothing about it")], { className: "off" }));
      }
      answers[index].forEach((dd, number) => {
        const level = make("td", $("span", dd).textContent);
        const why = make("td");
        for (const node of dd.childNodes) if (!/^(B|SPAN)$/.test(node.nodeName)) why.append(node.cloneNode(true));
        if (!why.textContent.trim()) why.append("no reason given");
        body.append(make("tr", [number ? make("td") : name, level, why], { className: dd.className }));
      });
    });
    const head = make("thead", make("tr", ["Policy", "Asks", "Why"].map((title) => make("th", title, { scope: "col" }))));
    return make("table", [head, body]);
  };

  const openPanel = (id, from) => {
    const target = document.getElementById(id);
    const row = target?.closest(".module tr");
    if (!row) return false;
    const link = cellLink(id);
    const module = row.closest(".module");
    const close = make("button", "Close", { type: "button", className: "close" });
    const title = make("h2", `${$("summary h2, summary h3, summary h4", module).textContent} / ${$("th", row).firstChild.textContent}`, { id: "panel-title", tabIndex: -1 });
    panel.replaceChildren(make("div", [title, close], { className: "top" }));
    if (link) {
      const operation = $$("thead th", module)[link.closest("td").cellIndex].textContent;
      panel.append(make("p", `${operation} Level`));
      panel.lastChild.append(" ", make("span", [...link.childNodes].map((node) => node.cloneNode(true)), { className: `big ${link.closest("td").className}` }));
    }
    const about = [...(foundAt.get(id) ?? []), ...(link ? foundAt.get(row.id) ?? [] : [])];
    if (about.length) {
      const list = make("ul", about.map((item) => item.cloneNode(true)), { className: "found" });
      for (const item of list.children) { item.hidden = false; item.removeAttribute("data-fingerprint"); }
      panel.append(make("h3", "What to change"), list);
    }
    const terms = link ? [target] : $$(".why dt", row);
    for (const dt of terms) {
      if (dt.nextElementSibling?.matches(".nobody")) {
        panel.append(make("h3", "Who asks"), make("p", `${dt.nextElementSibling.textContent}.`));
      } else {
        panel.append(make("h3", link ? "Who asks" : dt.textContent), asked(row, dt));
      }
    }
    const others = $$("td a", row).filter((other) => other !== link);
    if (others.length) {
      const items = others.map((other) => {
        const clone = make("a", `${$$("thead th", module)[other.closest("td").cellIndex].textContent}: ${other.textContent}`, { href: other.getAttribute("href"), className: other.closest("td").className });
        return make("li", clone);
      });
      panel.append(make("h3", link ? "Other operations" : "Operations"), make("ul", items, { className: "ops" }));
    }
    $$("[aria-current]").forEach((element) => element.removeAttribute("aria-current"));
    (link ?? row).setAttribute?.("aria-current", "true");
    opener = from && !panel.contains(from) ? from : link ?? opener;
    current = id;
    panel.hidden = false;
    panel.scrollTop = 0;
    root.classList.add("paneled");
    title.focus({ preventScroll: true });
    return true;
  };

  const closePanel = () => {
    if (panel.hidden) return;
    panel.hidden = true;
    root.classList.remove("paneled");
    $$("[aria-current]").forEach((element) => element.removeAttribute("aria-current"));
    if (opener?.isConnected) opener.focus();
    current = null;
  };

  const go = (id, from) => {
    const target = document.getElementById(id);
    if (!target) return false;
    const row = target.closest(".module tr");
    if (!row) {
      reveal(target);
      if (target.matches(".module table")) target.closest("details").open = true;
      const fold = target.closest(".role");
      if (fold) fold.open = true;
      target.scrollIntoView();
      return true;
    }
    reveal(row);
    openPanel(id, from);
    (cellLink(id) ?? row).scrollIntoView({ block: "nearest" });
    history.replaceState(null, "", `#${id}`);
    return true;
  };

  // ---- Pointing -----------------------------------------------------------------------------
  const rowAt = (event) => {
    const svg = event.target.closest(".picture svg");
    if (!svg) return null;
    const box = svg.getBoundingClientRect();
    const table = document.getElementById(svg.closest("a").getAttribute("href").slice(1));
    const row = table?.tBodies[0].rows[Math.floor((event.clientX - box.left) / box.width * svg.viewBox.baseVal.width)];
    const line = Math.min(3, Math.max(0, Math.floor((event.clientY - box.top) / box.height * 4)));
    return row && { row, cell: row.cells[line + 1], svg };
  };
  document.addEventListener("mousemove", (event) => {
    const at = rowAt(event);
    if (!at) return;
    const operation = at.row.closest("table").tHead.rows[0].cells[at.cell.cellIndex].textContent;
    $(".over", at.svg.closest(".picture")).textContent =
      `${$("span", at.svg.closest("a")).textContent} / ${$("th", at.row).textContent}: ${operation} ${at.cell.textContent}`;
  });

  document.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const button = event.target.closest("button");
    if (button?.matches(".copy")) {
      const text = button.matches(".all")
        ? fixes(button.closest(".findings")).join("\n")
        : $("span", button.parentElement).textContent;
      copy(text, button);
    } else if (button?.matches(".close")) {
      closePanel();
    } else if (button?.id === "unfold") {
      const open = button.textContent === "Unfold all";
      for (const fold of $$(".module, .group, .role")) fold.open = open;
      button.textContent = open ? "Fold all" : "Unfold all";
    }
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    const at = rowAt(event);
    const id = at ? $("a", at.cell)?.getAttribute("href").slice(1) ?? at.row.id : link.getAttribute("href").slice(1);
    if (go(id, link)) event.preventDefault();
  });

  // ---- Keys ---------------------------------------------------------------------------------
  // One stop of the tab key for each module; arrows move between the cells that have something to say.
  const links = (table) => $$("tbody tr:not([hidden]) td a", table);
  const tabStops = () => {
    for (const table of $$(".module table")) {
      const all = links(table);
      const kept = all.find((link) => link.tabIndex === 0 && link.dataset.kept) ?? all[0];
      for (const link of all) link.tabIndex = link === kept ? 0 : -1;
    }
  };
  const step = (link, key) => {
    const cell = link.closest("td"), table = link.closest("table"), all = links(table);
    const at = all.indexOf(link);
    if (key === "ArrowRight") return all[at + 1];
    if (key === "ArrowLeft") return all[at - 1];
    if (key === "Home") return all[0];
    if (key === "End") return all.at(-1);
    const column = all.filter((other) => other.closest("td").cellIndex === cell.cellIndex);
    return column[column.indexOf(link) + (key === "ArrowDown" ? 1 : -1)];
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      if (!panel.hidden) { closePanel(); event.preventDefault(); }
      return;
    }
    if (event.key === "/" && (document.activeElement === document.body || !document.activeElement)) {
      search.focus();
      event.preventDefault();
      return;
    }
    const link = event.target.closest?.(".module td a");
    if (!link || !/^(Arrow|Home$|End$)/.test(event.key)) return;
    event.preventDefault();
    const next = step(link, event.key);
    if (!next) return;
    link.tabIndex = -1;
    delete link.dataset.kept;
    next.tabIndex = 0;
    next.dataset.kept = "";
    next.focus();
  });

  // ---- Paper --------------------------------------------------------------------------------
  let folded = null;
  const unfoldForPrint = () => {
    folded ??= $$(".group, .role, .why details").filter((fold) => !fold.open);
    for (const fold of folded) fold.open = true;
  };
  addEventListener("beforeprint", unfoldForPrint);
  addEventListener("afterprint", () => {
    for (const fold of folded ?? []) fold.open = false;
    folded = null;
  });

  // ---- Beginning ----------------------------------------------------------------------------
  bar.hidden = rows.length === 0 && found.length === 0;
  bar.addEventListener("submit", (event) => event.preventDefault());
  bar.addEventListener("input", narrow);
  addEventListener("hashchange", () => go(decodeURIComponent(location.hash.slice(1))));
  tabStops();
  if (location.hash) go(decodeURIComponent(location.hash.slice(1)));
})();
