// Creates elements. Text is always text, never markup.

/** Creates an element from a tag, attributes and children. `on...` attributes are listeners. */
export const h = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked" || name === "srcdoc") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
};

/** A message of the program: text in backquotes becomes code. */
export const message = (text) => {
  const parts = text.split("`");
  if (parts.length % 2 === 0) return [text];
  return parts.map((part, index) => (index % 2 ? h("code", {}, part) : part)).filter((part) => part !== "");
};

/** A message as a sentence: with a capital letter and a period. */
export const sentence = (text) => [...message(text.charAt(0).toUpperCase() + text.slice(1)), /[.!?]$/.test(text) ? "" : "."];

export const plural = (count, one, many = `${one}s`) => `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;

let counter = 0;
/** An id that is unique on the page. */
export const uid = (prefix) => `${prefix}-${++counter}`;

/** Offers text as a file. */
export const download = (name, type, text) => {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};

/** Waits until typing pauses. */
export const debounce = (milliseconds, run) => {
  let timer;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => run(...values), milliseconds);
  };
};

export const today = () => new Date().toISOString().slice(0, 10);
