"use strict";
(() => {
  const root = document.documentElement;
  const $ = (selector, within = document) => within.querySelector(selector);
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
  const make = (name, content = [], more = {}) => {
    const element = Object.assign(document.createElement(name), more);
    element.append(...[].concat(content));
    return element;
  };
  const copyOf = (element) => [...element.childNodes].map((node) => node.cloneNode(true));
  const bar = $("#bar"), search = $("#search"), panel = $("#panel"), shown = $("#shown"), said = $("#said");
  const expand = $("#expand");
  const FOLDS = ".module, .group, .role";
  root.classList.add("js");

  // ---- Data ---------------------------------------------------------------------------------
  // An operation's name as in addresses, and the place of its column.
  const OPERATIONS = ["add", "edit", "delete", "inquire"];
  const rows = $$(".module tbody tr").map((row) => ({ row, module: row.closest(".module"), kinds: new Set(), text: null }));
  const entries = $$(".findings .found > li").map((entry) => ({ entry, items: $$(":scope > ul > li", entry), text: null }));
  // The findings about a row, and those about one of its cells.
  const foundAt = new Map();
  const add = (at, item) => foundAt.set(at, [...(foundAt.get(at) ?? []), item]);
  const term = (row, operation) => $$("dt", row).find((dt) => dt.textContent.toLowerCase().startsWith(`${operation}:`));

  for (const { row, kinds } of rows) {
    OPERATIONS.forEach((operation, index) => {
      const cell = row.cells[index + 1];
      for (const kind of cell.classList) kinds.add(kind);
      // Cells without a class are not used.
      if (!cell.className) kinds.add("n");
      if (!/^[mews]/.test(cell.className) && !term(row, operation)) return;
      const button = make("button", copyOf(cell), { type: "button", className: "cell", tabIndex: -1 });
      cell.replaceChildren(button);
    });
  }
  for (const { entry, items } of entries) {
    for (const item of items) {
      const link = $("a[href^='#']", item) ?? $(":scope > a", entry);
      if (!link) continue;
      const operation = item.dataset.o;
      const id = link.getAttribute("href").slice(1) + (operation ? `-${operation}` : "");
      add(id, item);
      if (!operation) continue;
      const message = [];
      for (let node = item.firstChild; node.nodeName !== "EM"; node = node.nextSibling) message.push(node);
      item.prepend(make("a", message, { href: `#${id}` }));
    }
  }
  const cellOf = (row, operation) => operation && $("button", row.cells[OPERATIONS.indexOf(operation) + 1]);
  const operationOf = (cell) => OPERATIONS[cell.closest("td").cellIndex - 1];
  // The row and the operation of an address; `null` for other addresses.
  const place = (id) => {
    const target = document.getElementById(id);
    if (target) return target.matches(".module tr") ? { row: target } : null;
    const [, start, operation] = id.match(/^(.+)-(add|edit|delete|inquire)$/) ?? [];
    const row = start && document.getElementById(start);
    return row?.matches(".module tr") ? { row, operation } : null;
  };

  // ---- Filters and search -------------------------------------------------------------------
  const words = () => search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const kind = () => $("input[name=show]:checked", bar).value;
  const holds = (thing, element, context) => {
    thing.text ??= `${context?.textContent ?? ""} ${element.textContent}`.toLowerCase();
    return words().every((word) => thing.text.includes(word));
  };
  let before = null; // sections that were open before a filter

  const narrow = () => {
    const wanted = kind(), searching = words().length > 0, active = wanted !== "all" || searching;
    if (active && !before) before = new Map($$(FOLDS).map((fold) => [fold, fold.open]));
    const modules = new Set(), groups = new Set();
    let functions = 0, findings = 0;
    for (const thing of rows) {
      const fits = (wanted === "all" || thing.kinds.has(wanted))
        && (!searching || holds(thing, thing.row, $("summary", thing.module)));
      thing.row.hidden = !fits;
      if (fits) { functions += 1; modules.add(thing.module); }
    }
    for (const thing of entries) {
      const text = !searching || holds(thing, thing.entry);
      let any = false;
      for (const item of thing.items) {
        item.hidden = !(text && (wanted === "all" || item.classList.contains(wanted)));
        if (!item.hidden) { any = true; findings += 1; }
      }
      thing.entry.hidden = !any;
      if (any) groups.add(thing.entry.closest(".group"));
    }
    for (const fold of $$(".module, .findings .group")) {
      fold.hidden = active && !modules.has(fold) && !groups.has(fold);
      if (active) fold.open = true;
    }
    for (const section of $$(".findings")) section.hidden = active && !$(".group:not([hidden])", section);
    for (const role of $$(".role")) {
      role.hidden = active && !$(".module:not([hidden]), .group:not([hidden])", role);
      if (active) role.open = true;
    }
    for (const note of $$(".nothing")) note.hidden = !active || !!$(".module:not([hidden])", note.parentElement);
    if (!active && before) {
      for (const [fold, open] of before) fold.open = open;
      before = null;
    }
    const count = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;
    shown.textContent = active ? `${count(functions, "function")}, ${count(findings, "finding")}` : "";
    tabStops();
  };

  const reveal = (element) => {
    if (element.closest("[hidden]")) {
      search.value = "";
      $("input[value=all]", bar).checked = true;
      narrow();
    }
    for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };

  // ---- Copying ------------------------------------------------------------------------------
  const say = (text) => { said.textContent = ""; setTimeout(() => { said.textContent = text; }, 50); };
  const copy = async (text, button) => {
    let done = false;
    try {
      await navigator.clipboard.writeText(text);
      done = true;
    } catch {
      // Pages opened from a disk may not have this clipboard API.
      const area = make("textarea", text, { className: "h", readOnly: true });
      document.body.append(area);
      area.select();
      try { done = document.execCommand("copy"); } catch { /* reported below */ }
      area.remove();
      button.focus();
    }
    const label = button.dataset.label ??= button.textContent;
    button.textContent = done ? "Copied" : "Not copied";
    say(done ? "Copied." : "The browser blocked copying. Select the text instead.");
    setTimeout(() => { button.textContent = label; }, 2000);
  };
  const copyButton = (label) => make("button", label, { type: "button", className: "copy" });
  // The fix for the findings at one place: the path once, then what to set.
  const fixOf = (entry, items) => {
    const link = $(":scope > a", entry);
    const row = link && document.getElementById(link.getAttribute("href").slice(1));
    const set = row ? items.filter((item) => item.dataset.o).map((item) => {
      const column = OPERATIONS.indexOf(item.dataset.o) + 1;
      return `set ${row.closest("table").tHead.rows[0].cells[column].textContent} Level to ${$("b", row.cells[column]).textContent}`;
    }) : [];
    if (!set.length) return "";
    const name = [$("summary h2, summary h3, summary h4", row.closest(".module")), row.cells[0].firstChild].map((part) => part.textContent);
    return `${[$(".path span", entry.closest(".findings")).textContent, ...name].join(" > ")}: ${set.join(", ")}`;
  };
  const fixLine = (text) => make("p", [make("b", "fix"), " ", make("span", text), copyButton("Copy")], { className: "fix" });
  for (const { entry, items } of entries) {
    if (entry.closest(".accepted")) continue;
    const fix = fixOf(entry, items);
    if (fix) entry.append(fixLine(fix));
  }
  for (const fix of $$(".findings li li > .fix")) fix.append(copyButton("Copy"));
  for (const section of $$(".findings")) {
    if ($$(".fix", section).length > 1) $("h1, h2, h3", section).after(copyButton("Copy all fixes"));
  }
  const allFixes = (section) => $$(".fix span", section)
    .filter((fix) => !fix.closest("[hidden]")).map((fix) => fix.textContent).join("\n");

  // ---- The panel ----------------------------------------------------------------------------
  let opener = null;

  // The statements of all policies about an operation, side by side.
  const asked = (row, dt) => {
    const policies = $$(".policies li", row.closest(".role, main")).map((policy) => policy.dataset.called);
    const answers = new Map(policies.map((policy) => [policy, []]));
    for (let dd = dt.nextElementSibling; dd?.tagName === "DD"; dd = dd.nextElementSibling) {
      answers.get($("cite", dd)?.textContent ?? policies[0])?.push(dd);
    }
    const body = make("tbody");
    for (const [policy, said] of answers) {
      const name = make("th", policy, { scope: "row", rowSpan: said.length || 1 });
      if (!said.length) body.append(make("tr", [name, make("td", "–"), make("td", "does not mention it")], { className: "off" }));
      said.forEach((dd, number) => {
        const why = make("td", [...dd.childNodes].filter((node) => !/^(CITE|B)$/.test(node.nodeName)).map((node) => node.cloneNode(true)));
        if (!why.textContent.trim()) why.textContent = "no purpose given";
        body.append(make("tr", [...(number ? [] : [name]), make("td", $("b", dd).textContent), why], { className: dd.className }));
      });
    }
    const head = ["Policy", "Requires", "Why"].map((title) => make("th", title, { scope: "col" }));
    return make("table", [make("thead", make("tr", head)), body]);
  };

  const openPanel = ({ row, operation }, from) => {
    const module = row.closest(".module"), cell = cellOf(row, operation);
    const title = make("h2", `${$("summary h2, summary h3, summary h4", module).textContent} / ${$("th", row).firstChild.textContent}`, { id: "panel-title", tabIndex: -1 });
    panel.replaceChildren(make("div", [title, make("button", "Close", { type: "button", className: "close" })], { className: "top" }));
    const column = (of) => $("thead", module).rows[0].cells[of.closest("td").cellIndex].textContent;
    if (cell) {
      panel.append(make("p", [`${column(cell)} Level `, make("span", copyOf(cell), { className: `big ${cell.parentElement.className}` })]));
    }
    const about = [...(foundAt.get(cell ? `${row.id}-${operation}` : row.id) ?? []), ...(cell ? foundAt.get(row.id) ?? [] : [])];
    if (!cell) for (const other of OPERATIONS) about.push(...(foundAt.get(`${row.id}-${other}`) ?? []));
    if (about.length) {
      const list = make("ul", about.map((item) => {
        const clone = item.cloneNode(true);
        clone.hidden = false;
        $(":scope > a", clone)?.replaceWith(...$(":scope > a", clone).childNodes);
        // Functions with identical findings are listed below the text of the finding.
        const before = [...(item.closest(".alike")?.childNodes ?? [])].filter((node) => node.nodeName !== "UL");
        clone.prepend(...before.map((node) => node.cloneNode(true)));
        clone.append(make("small", `fingerprint ${clone.dataset.fingerprint}`));
        clone.removeAttribute("data-fingerprint");
        return clone;
      }));
      const entry = make("li", list);
      const places = new Set(about.map((item) => $(":scope > .where", item.closest(".found > li"))).filter(Boolean));
      entry.append(...[...places].map((node) => node.cloneNode(true)));
      const fixable = about.filter((item) => item.dataset.o && !item.closest(".accepted"));
      if (fixable.length) entry.append(fixLine(fixOf(fixable[0].closest(".found > li"), fixable)));
      panel.append(make("h3", fixable.length ? "What to change" : "Found"), make("ul", entry, { className: "found" }));
    }
    const terms = cell ? [term(row, operation)].filter(Boolean) : $$("dt", row);
    for (const dt of terms) panel.append(make("h3", cell ? "Required by, and why" : dt.textContent), asked(row, dt));
    if (!terms.length) panel.append(make("h3", "Required by"), make("p", $("details", row) ? "No policy states this operation." : $(".why", row)?.textContent || "No policy lists this function."));
    const others = $$("td button", row).filter((other) => other !== cell);
    if (others.length) {
      panel.append(make("h3", "Other operations"), make("ul", others.map((other) => make("li", make("a", [`${column(other)}: `, ...copyOf(other)], {
        href: `#${row.id}-${operationOf(other)}`, className: other.parentElement.className,
      }))), { className: "ops" }));
    }
    for (const element of $$("[aria-current]")) element.removeAttribute("aria-current");
    (cell ?? row).setAttribute("aria-current", "true");
    if (!from || !panel.contains(from)) opener = from ?? cell;
    panel.hidden = false;
    panel.scrollTop = 0;
    root.classList.add("paneled");
    title.focus({ preventScroll: true });
  };

  const closePanel = () => {
    panel.hidden = true;
    root.classList.remove("paneled");
    for (const element of $$("[aria-current]")) element.removeAttribute("aria-current");
    if (opener?.isConnected) opener.focus();
  };

  // Goes to the target of an address; `false` if there is none.
  const go = (id, from) => {
    const at = place(id);
    const target = at?.row ?? document.getElementById(id);
    if (!target) return false;
    reveal(target);
    if (at) openPanel(at, from);
    // `scroll-margin` keeps the target clear of the sticky bar.
    (at ? cellOf(at.row, at.operation) ?? at.row : target).scrollIntoView({ block: at ? "nearest" : "start" });
    history.replaceState(null, "", `#${id}`);
    return true;
  };
  const fromHash = () => {
    if (!location.hash) return;
    let id = location.hash.slice(1);
    // The user may have typed an invalid encoding.
    try { id = decodeURIComponent(id); } catch { return; }
    go(id);
  };

  // ---- Pointing -----------------------------------------------------------------------------
  const pictured = (event) => {
    const svg = event.target.closest?.(".picture svg");
    if (!svg || !event.detail && event.type === "click") return null;
    const box = svg.getBoundingClientRect();
    const table = document.getElementById(svg.closest("a").getAttribute("href").slice(1));
    const share = (at, length) => Math.min(.999, Math.max(0, at / length));
    const row = table.tBodies[0].rows[Math.floor(share(event.clientX - box.left, box.width) * svg.viewBox.baseVal.width)];
    return row && { svg, row, operation: OPERATIONS[Math.floor(share(event.clientY - box.top, box.height) * 4)] };
  };
  document.addEventListener("mousemove", (event) => {
    const at = pictured(event);
    if (!at) return;
    const cell = at.row.cells[OPERATIONS.indexOf(at.operation) + 1];
    $(".over", at.svg.closest(".picture")).textContent =
      `${$("span", at.svg.closest("a")).textContent} / ${$("th", at.row).textContent}: ${at.operation} ${cell.textContent}`;
  });

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const button = event.target.closest("button");
    if (button?.matches(".cell")) go(`${button.closest("tr").id}-${operationOf(button)}`, button);
    else if (button?.matches(".copy")) copy(button.closest(".fix") ? $("span", button.parentElement).textContent : allFixes(button.closest(".findings")), button);
    else if (button?.matches(".close")) closePanel();
    else if (button === expand) {
      const open = expand.textContent === "Expand all";
      for (const fold of $$(FOLDS)) fold.open = open;
      expand.textContent = open ? "Collapse all" : "Expand all";
    }
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    const at = pictured(event);
    const id = at ? `${at.row.id}${cellOf(at.row, at.operation) ? `-${at.operation}` : ""}` : link.getAttribute("href").slice(1);
    if (go(id, link)) event.preventDefault();
  });

  // ---- Keys ---------------------------------------------------------------------------------
  // One tab stop per module; arrows move between the cells with content.
  const cells = (table) => $$("tbody tr:not([hidden]) .cell", table);
  const tabStops = () => {
    for (const table of $$(".module table")) {
      const all = cells(table);
      const kept = all.find((cell) => cell.tabIndex === 0) ?? all[0];
      for (const cell of $$(".cell[tabindex='0']", table)) cell.tabIndex = -1;
      if (kept) kept.tabIndex = 0;
    }
  };
  const step = (from, key) => {
    const all = cells(from.closest("table")), at = all.indexOf(from);
    if (key === "ArrowRight") return all[at + 1];
    if (key === "ArrowLeft") return all[at - 1];
    if (key === "Home") return all[0];
    if (key === "End") return all.at(-1);
    const column = all.filter((cell) => operationOf(cell) === operationOf(from));
    return column[column.indexOf(from) + (key === "ArrowDown" ? 1 : -1)];
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && !panel.hidden) {
      closePanel();
      event.preventDefault();
    } else if (event.key === "/" && (document.activeElement ?? document.body) === document.body) {
      search.focus();
      event.preventDefault();
    } else if (event.target.matches?.(".cell") && /^(Arrow(Up|Down|Left|Right)|Home|End)$/.test(event.key)) {
      event.preventDefault();
      const next = step(event.target, event.key);
      if (!next) return;
      event.target.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    }
  });

  // ---- Print --------------------------------------------------------------------------------
  let folded = null;
  addEventListener("beforeprint", () => {
    folded ??= $$(".group, .module, .role, .why details").filter((fold) => !fold.open);
    for (const fold of folded) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of folded ?? []) fold.open = false;
    folded = null;
  });

  // ---- Start --------------------------------------------------------------------------------
  bar.hidden = !rows.length && !entries.length;
  bar.addEventListener("submit", (event) => event.preventDefault());
  bar.addEventListener("input", narrow);
  addEventListener("hashchange", fromHash);
  tabStops();
  fromHash();
})();
