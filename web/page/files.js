// Reads what is dropped, chosen or pasted. Files are passed on as blobs, and read in the worker.

import { h, uid } from "./dom.js";

const MOST = 5000;

/** The files of a directory entry, with their paths. */
const walk = async (entry, path, found) => {
  if (found.length >= MOST) return;
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    found.push({ name: path + file.name, blob: file });
  } else if (entry.isDirectory) {
    const reader = entry.createReader();
    for (;;) {
      const batch = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (batch.length === 0) break;
      for (const child of batch) await walk(child, `${path}${entry.name}/`, found);
    }
  }
};

/** The dropped files, and whether they include a directory. */
const dropped = async (transfer) => {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (entries.length === 0) return { files: [...transfer.files].map((blob) => ({ name: blob.name, blob })), folder: false };
  const found = [];
  for (const entry of entries) await walk(entry, "", found);
  found.sort((one, other) => (one.name < other.name ? -1 : 1));
  return { files: found, folder: entries.some((entry) => entry.isDirectory) };
};

/**
 * A zone for files: drop, choose or paste. `take` gets the files and whether they are from a folder.
 * With `paste`, a text box takes pasted text under that file name.
 */
export const dropZone = ({ title, hint, many = false, folder = false, paste = null, accept, take }) => {
  const input = h("input", { type: "file", id: uid("file"), multiple: many, accept, class: "visually-hidden" });
  const directory = folder && h("input", { type: "file", id: uid("folder"), webkitdirectory: true, class: "visually-hidden" });
  const given = (list, inFolder) => {
    const files = [...list].map((blob) => ({ name: blob.webkitRelativePath || blob.name, blob }));
    if (files.length > 0) take(files, inFolder);
  };
  const choose = (element) => () => {
    given(element.files, element === directory);
    element.value = "";
  };
  input.addEventListener("change", choose(input));
  if (directory) directory.addEventListener("change", choose(directory));
  const zone = h("div", { class: "drop" },
    h("p", { class: "drop-title" }, title),
    h("p", { class: "quiet" }, hint),
    h("p", { class: "row" },
      input, h("label", { for: input.id, class: "button primary" }, many ? "Choose files" : "Choose a file"),
      directory && [directory, h("label", { for: directory.id, class: "button" }, "Choose a directory")]),
  );
  if (paste) zone.append(pasteBox(paste, take));
  let depth = 0;
  const over = (change) => {
    depth = Math.max(0, depth + change);
    zone.classList.toggle("over", depth > 0);
  };
  zone.addEventListener("dragenter", (event) => { event.preventDefault(); over(1); });
  zone.addEventListener("dragleave", () => over(-1));
  zone.addEventListener("dragover", (event) => event.preventDefault());
  zone.addEventListener("drop", async (event) => {
    event.preventDefault();
    over(-depth);
    const { files, folder: inFolder } = await dropped(event.dataTransfer);
    if (files.length > 0) take(files, inFolder);
  });
  return zone;
};

const pasteBox = ({ label, name, placeholder }, take) => {
  const box = h("textarea", { id: uid("paste"), rows: 4, placeholder, spellcheck: "false" });
  const use = () => {
    if (box.value.trim() !== "") take([{ name, blob: new Blob([box.value]) }], false);
  };
  // Tables that are copied from a screen come as HTML as well, which keeps their cells.
  box.addEventListener("paste", (event) => {
    const html = event.clipboardData.getData("text/html");
    if (/<table/i.test(html)) {
      event.preventDefault();
      box.value = html;
    }
    setTimeout(use);
  });
  return h("details", { class: "paste" }, h("summary", {}, label),
    h("label", { for: box.id, class: "visually-hidden" }, label), box,
    h("p", {}, h("button", { type: "button", onclick: use }, "Use this text")));
};
