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
  bar.hidden = false;
  const room = () =>
    document.documentElement.style.setProperty("--bar", `${bar.offsetHeight}px`);
  document.addEventListener("change", count);
  addEventListener("pageshow", count);
  addEventListener("resize", room);
  count();
  room();
})();
