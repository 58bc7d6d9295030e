// What the reading room does while a reader writes or decides. Every page works without this file and without htmx.
(() => {
  "use strict";
  // a word that is still being composed by an input method is not asked for
  const written = (input) => {
    if (input instanceof Element && input.matches("[data-live]")) input.dispatchEvent(new CustomEvent("written", { bubbles: true }));
  };
  document.addEventListener("input", (event) => { if (!event.isComposing) written(event.target); });
  document.addEventListener("compositionend", (event) => written(event.target));

  // the arrows go through what is suggested, Escape puts it away
  document.addEventListener("keydown", (event) => {
    const form = event.target instanceof Element ? event.target.closest(".find") : null;
    const stops = form ? [form.querySelector("input"), ...form.querySelectorAll(".suggest a")] : [];
    if (stops.length < 2) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") form.querySelector(".suggest").replaceChildren();
    else if (!step) return;
    if (step) stops[(stops.indexOf(event.target) + step + stops.length) % stops.length].focus();
    else stops[0].focus();
    event.preventDefault();
  });

  // a piece that cannot be had is asked for as a whole page, which says what is wrong
  const whole = (event) => {
    const asked = event.detail.requestConfig;
    if (asked && asked.verb === "get" && event.detail.target.id !== "suggest") location.assign(asked.path + (asked.path.includes("?") ? "&" : "?") + new URLSearchParams(asked.parameters));
  };
  document.addEventListener("htmx:responseError", (event) => { if (!event.detail.shouldSwap && event.detail.xhr.status !== 400) whole(event); });
  document.addEventListener("htmx:sendError", whole);

  // who decides is typed once, and what was decided is where the keyboard goes on
  document.addEventListener("htmx:afterSettle", (event) => {
    const box = event.target.closest ? event.target.closest(".finding") : null;
    const who = box && box.querySelector("input[name=who]");
    if (!who || !who.value) return;
    for (const other of document.querySelectorAll(".decide input[name=who]")) if (!other.value) other.value = who.value;
    const next = box.querySelector(".verdict button");
    if (next) next.focus({ preventScroll: true });
  });
})();
