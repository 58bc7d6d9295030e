// Search of the static site: every word must occur; titles count most. Text is set as text, never as mark-up.
"use strict";
(function () {
  const form = document.getElementById("search"), box = document.getElementById("q"), hits = document.getElementById("hits");
  if (!form || !window.ENTRIES) return;
  const flat = (s) => s.normalize("NFKC").toLowerCase();
  const rows = window.ENTRIES.map(([href, title, path, page, text]) => ({ href, title, path, page, text, flatTitle: flat(title), flatText: flat(title + path + text) }));

  function run() {
    const words = flat(box.value).split(/\s+/).filter(Boolean);
    hits.replaceChildren();
    if (!words.length) return;
    const found = [];
    for (const row of rows) {
      let score = 0;
      for (const word of words) {
        const n = row.flatText.split(word).length - 1;
        if (!n) { score = 0; break; }
        score += Math.min(n, 9) + (row.flatTitle.includes(word) ? 20 : 0);
      }
      if (score) found.push([score, row]);
    }
    found.sort((a, b) => b[0] - a[0]);
    for (const [, row] of found.slice(0, 50)) hits.append(item(row, words));
    if (!found.length) {
      const none = document.createElement("p");
      none.textContent = "书中没有找到。 Not in the book.";
      hits.append(none);
    }
  }

  function item(row, words) {
    const li = document.createElement("li"), link = document.createElement("a"), where = document.createElement("p"), cut = document.createElement("p");
    link.href = row.href;
    link.textContent = row.title;
    where.className = "where";
    where.textContent = row.path + (row.page ? "　第" + row.page + "页" : "");
    const at = Math.max(0, flat(row.text).indexOf(words[0]) - 30);
    marked(cut, (at ? "…" : "") + row.text.slice(at, at + 140), words);
    li.append(link, where, cut);
    return li;
  }

  function marked(into, text, words) {
    let at = 0;
    const low = text.toLowerCase();
    while (at < text.length) {
      let next = -1, size = 0;
      for (const word of words) {
        const i = low.indexOf(word, at);
        if (i >= 0 && (next < 0 || i < next)) { next = i; size = word.length; }
      }
      if (next < 0) break;
      into.append(text.slice(at, next));
      const mark = document.createElement("mark");
      mark.textContent = text.slice(next, next + size);
      into.append(mark);
      at = next + size;
    }
    into.append(text.slice(at));
  }

  box.addEventListener("input", run);
  form.addEventListener("submit", (event) => { event.preventDefault(); run(); });
})();
