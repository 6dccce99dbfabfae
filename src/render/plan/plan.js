"use strict";
(() => {
  const bar = document.getElementById("bar");
  const done = document.getElementById("done");
  const progress = document.getElementById("progress");
  const hide = document.getElementById("hide");
  const steps = [...document.querySelectorAll("input.step")];
  const count = () => {
    const ticked = steps.filter((step) => step.checked).length;
    done.textContent =
      ticked === steps.length
        ? `All ${steps.length} done: read the role again to be sure`
        : `${ticked} of ${steps.length} done`;
    progress.value = ticked;
    document.body.classList.toggle("hide", hide.checked);
  };
  // Ticks are kept in this browser; a page without storage works without them.
  const key = `leastwise plan: ${location.pathname}: ${document.title}`;
  const nameOf = (step) => `${step.id} ${step.closest("label").textContent.trim()}`;
  const save = () => {
    try {
      const ticked = steps.filter((step) => step.checked).map(nameOf);
      localStorage.setItem(key, JSON.stringify(ticked));
    } catch {}
  };
  try {
    const ticked = new Set(JSON.parse(localStorage.getItem(key) ?? "[]"));
    for (const step of steps) step.checked ||= ticked.has(nameOf(step));
  } catch {}
  bar.hidden = false;
  const room = () =>
    document.documentElement.style.setProperty("--bar", `${bar.offsetHeight}px`);
  document.addEventListener("change", () => {
    count();
    save();
  });
  addEventListener("pageshow", count);
  addEventListener("resize", room);
  count();
  room();
})();
