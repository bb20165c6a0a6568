/* The search and the filters of the list of recommendations. Without a script all of it is there to read. */
"use strict";

(function () {
  var form = document.querySelector("form.filter");
  if (!form) return;
  var entries = Array.from(document.querySelectorAll(".entry"));
  var themes = Array.from(document.querySelectorAll("section.theme"));
  var others = document.querySelector("section.others");
  var found = form.querySelector(".found");
  var list = window.searchList || [];
  var most = 50;

  /* Capitals, accents, and the kinds of quotation marks and dashes are all one. */
  function folded(text) {
    return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/[‐‑–—]/g, "-").toLowerCase();
  }

  function address(item) {
    return "../" + item[0];
  }

  var texts = null;
  function matches(words) {
    if (!texts) texts = list.map(function (item) { return folded(item[1] + " " + item[2]); });
    return list.filter(function (item, place) {
      return words.every(function (word) { return texts[place].indexOf(word) >= 0; });
    });
  }

  function show() {
    var words = folded(form.elements.words.value).split(/\s+/).filter(Boolean);
    var hits = words.length ? matches(words) : null;
    var paths = hits && hits.map(address);
    var count = 0;
    entries.forEach(function (entry) {
      var shown = ["theme", "rating", "acceptance"].every(function (name) {
        return !form.elements[name].value || entry.dataset[name] === form.elements[name].value;
      });
      var lead = form.elements.lead.value;
      shown = shown && (!lead || entry.dataset.lead.split("|").indexOf(lead) >= 0);
      shown = shown && (!paths || paths.indexOf(entry.dataset.address) >= 0);
      entry.hidden = !shown;
      count += shown;
    });
    themes.forEach(function (theme) { theme.hidden = !theme.querySelector(".entry:not([hidden])"); });
    var known = entries.map(function (entry) { return entry.dataset.address; });
    var rest = (hits || []).filter(function (item) { return known.indexOf(address(item)) < 0; });
    var rows = others.querySelector("ul");
    rows.replaceChildren.apply(rows, rest.slice(0, most).map(function (item) {
      var row = document.createElement("li"), link = document.createElement("a");
      link.href = address(item);
      link.textContent = item[1];
      row.append(link);
      return row;
    }));
    others.hidden = !rest.length;
    var name = count === 1 ? form.dataset.item : form.dataset.items;
    found.textContent = count + " of " + entries.length + " " + name + (rest.length ? ", and " + rest.length + " other pages" : "");
    if (count === entries.length && !words.length) found.textContent = "";
  }

  form.hidden = false;
  form.addEventListener("input", show);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  show();
})();
