// Filters, and decisions that are collected and saved as decisions.jsonl. Without this script the page is the same, unfiltered.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const all = [...document.querySelectorAll("article[data-id]")];
  const groups = [...document.querySelectorAll("section.group")];
  const filters = [...document.querySelectorAll("select[data-filter]")];
  const words = document.getElementById("words");
  const shown = document.getElementById("shown");
  const who = document.getElementById("who");
  const save = document.getElementById("save");
  const earlier = JSON.parse(document.getElementById("rows").textContent);
  const names = { accept: "保留原文 the text stands", reject: "误报 not an error", reopen: "重新打开 reopened" };
  const shelf = "tongjian:" + root.dataset.book;
  let made = {};
  try { made = JSON.parse(localStorage.getItem(shelf)) || {}; } catch { made = {}; }
  let unsaved = false;

  const stateOf = (a) => {
    const row = made[a.dataset.id];
    return row ? (row.decision === "reopen" ? "open" : "decided") : a.dataset.state;
  };

  const suits = (a, f) => {
    if (!f.value) return true;
    if (f.value === "alarm") return a.dataset.severity !== "info";
    if (f.dataset.filter === "state") return stateOf(a) === f.value;
    return a.dataset[f.dataset.filter].split("\t").includes(f.value); // a habit stands in several parts
  };

  const filter = () => {
    const query = words.value.trim();
    let n = 0;
    for (const a of all) {
      const fits = filters.every((f) => suits(a, f)) && (!query || a.textContent.includes(query));
      a.hidden = !fits;
      n += fits;
    }
    for (const g of groups) g.hidden = !g.querySelector("article:not([hidden])");
    shown.textContent = `${n} / ${all.length}`;
  };

  const paint = (a) => {
    const row = made[a.dataset.id];
    const settled = stateOf(a) === "decided";
    a.classList.toggle("settled", settled);
    for (const b of a.querySelectorAll("button[data-decision]")) {
      if (b.dataset.decision === "reopen") b.hidden = !settled;
      else b.setAttribute("aria-pressed", String(!!row && row.decision === b.dataset.decision));
    }
    const line = a.querySelector(".decision");
    if (row) line.textContent = `决定 decision：${names[row.decision]}${row.why ? "，" + row.why : ""}${row.who ? "（" + row.who + "）" : ""}`;
    else line.textContent = line.dataset.said;
  };

  // a habit is many findings: a decision about it is one about each
  const idsOf = (a) => a.dataset.ids.split(" ");

  // one word twice in an entry is one finding's id: a decision is about both
  const repaint = (id) => { for (const a of all) if (a.dataset.id === id) paint(a); };

  const count = () => {
    const n = Object.keys(made).length;
    save.textContent = `保存决定 save decisions.jsonl（${n}）`;
    save.disabled = n === 0;
    try { localStorage.setItem(shelf, JSON.stringify(made)); } catch { /* a page without storage keeps them until it is closed */ }
  };

  for (const a of all) {
    const line = a.querySelector(".decision");
    line.dataset.said = line.textContent;
    for (const b of a.querySelectorAll("button[data-decision]")) {
      b.addEventListener("click", () => {
        const row = made[a.dataset.id];
        const wanted = b.dataset.decision;
        const back = row && (row.decision === wanted || (wanted === "reopen" && a.dataset.state === "open"));
        const said = { decision: wanted, who: who.value.trim(), when: new Date().toISOString().slice(0, 19) + "+00:00", why: a.querySelector(".act input").value.trim() };
        for (const id of idsOf(a)) {
          if (back) delete made[id];
          else made[id] = { id, ...said };
          repaint(id);
        }
        unsaved = true;
        count();
      });
    }
    a.querySelector(".act input").addEventListener("change", (e) => {
      if (!made[a.dataset.id]) return;
      for (const id of idsOf(a)) if (made[id]) made[id].why = e.target.value.trim();
      unsaved = true;
      repaint(a.dataset.id);
      count();
    });
    paint(a);
  }

  save.addEventListener("click", () => {
    for (const row of Object.values(made)) if (!row.who) row.who = who.value.trim();
    const rows = [...earlier, ...Object.values(made)];
    const blob = new Blob(rows.map((row) => JSON.stringify(row) + "\n"), { type: "application/jsonl" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = "decisions.jsonl";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    unsaved = false;
    count();
  });

  window.addEventListener("beforeunload", (e) => { if (unsaved) e.preventDefault(); });
  for (const f of filters) f.addEventListener("change", filter);
  words.addEventListener("input", filter);
  count();
  filter();
})();
