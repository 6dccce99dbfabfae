"use strict";
(() => {
  const bar = document.getElementById("bar");
  const harm = document.getElementById("harm");
  const shown = document.getElementById("shown");
  const sections = ["active", "people", "inactive", "unused"];
  const tables = ["active", "inactive"].map((id) => document.getElementById(id)).filter(Boolean);
  const rows = tables.flatMap((table) => [...table.querySelectorAll("tbody tr")])
    .map((row) => ({ row, tiles: row.dataset.tiles.split(" "), harm: row.dataset.harm.split(" ") }));
  let tile = "";
  const buttons = [...document.querySelectorAll("[data-tile]")].map((item) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Show only these";
    button.dataset.name = item.dataset.tile;
    button.setAttribute("aria-label", `Show only these: ${item.textContent.trim()}`);
    button.addEventListener("click", () => {
      tile = tile === button.dataset.name ? "" : button.dataset.name;
      if (tile) choose("active");
      apply(true);
    });
    item.append(button);
    return button;
  });
  const radios = [...bar.querySelectorAll("input[name=show]")];
  for (const radio of radios) {
    if (!document.getElementById(radio.value)) radio.disabled = true;
  }
  const chosen = () => radios.find((radio) => radio.checked).value;
  const choose = (value) => {
    const radio = radios.find((radio) => radio.value === value && !radio.disabled);
    if (radio) radio.checked = true;
  };
  const apply = (remember) => {
    const show = chosen();
    for (const id of sections) {
      const section = document.getElementById(id);
      if (section) section.hidden = id !== show;
    }
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.name === tile));
    let count = 0;
    for (const one of rows) {
      const hidden = (tile && !one.tiles.includes(tile)) || (harm.value && !one.harm.includes(harm.value));
      if (one.row.hidden !== Boolean(hidden)) one.row.hidden = Boolean(hidden);
      if (!hidden && one.row.closest("section").id === show) count += 1;
    }
    shown.textContent = tables.some((table) => table.id === show) ? `${count} API member${count === 1 ? "" : "s"} shown` : "";
    if (!remember) return;
    const state = new URLSearchParams();
    if (show !== "active") state.set("show", show);
    if (harm.value) state.set("harm", harm.value);
    if (tile) state.set("tile", tile);
    const hash = state.toString();
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
  };
  const follow = () => {
    const hash = location.hash.slice(1);
    if (hash.startsWith("member-")) {
      const details = document.getElementById(hash);
      if (details) {
        details.open = true;
        details.scrollIntoView();
      }
      return;
    }
    const state = new URLSearchParams(hash);
    choose(state.get("show") || "active");
    harm.value = state.get("harm") || "";
    if (harm.selectedIndex < 0) harm.value = "";
    tile = buttons.some((button) => button.dataset.name === state.get("tile")) ? state.get("tile") : "";
    apply(false);
  };
  const cell = (text) => {
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return `"${safe.replaceAll('"', '""')}"`;
  };
  document.getElementById("csv").addEventListener("click", () => {
    const section = document.getElementById(chosen());
    const lines = [...section.querySelectorAll("tr")].filter((row) => !row.hidden)
      .map((row) => [...row.cells].map((one) => cell(one.textContent)).join(","));
    if (!lines.length) lines.push(...[...section.querySelectorAll("li")].map((item) => cell(item.textContent)));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["\ufeff" + lines.join("\r\n") + "\r\n"], { type: "text/csv" }));
    link.download = "audit.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
  document.getElementById("print").addEventListener("click", () => window.print());
  bar.addEventListener("change", () => apply(true));
  bar.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("hashchange", follow);
  bar.hidden = false;
  apply(false);
  follow();
})();
