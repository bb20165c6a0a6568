// The filter over a long table: rows that lack one of the words are hidden, and a heading row whose
// rows are all hidden with them. Nothing is sent anywhere.
"use strict";
for (const form of document.querySelectorAll("form.filter")) {
  const rows = [...document.getElementById(form.dataset.table).querySelectorAll(":scope > tbody > tr")];
  const plain = (text) => text.toLocaleLowerCase("en-GB").replace(/[‘’]/g, "'").replace(/\s+/g, " ");
  const texts = rows.map((row) => plain(row.textContent));
  const field = form.querySelector("input");
  const status = form.querySelector("[role=status]");
  const filter = () => {
    const words = plain(field.value).split(" ").filter(Boolean);
    let shown = 0, all = 0, heading = null;
    rows.forEach((row, i) => {
      if (row.classList.contains("theme")) {
        heading = row;
        heading.hidden = words.length > 0;
        return;
      }
      const found = words.every((word) => texts[i].includes(word));
      row.hidden = !found;
      all += 1;
      shown += found;
      if (found && heading) heading.hidden = false;
    });
    status.textContent = words.length ? `${shown} of ${all} rows` : "";
  };
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
  // A link into the table must lead somewhere: show all rows again before following it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const row = link && document.getElementById(link.hash.slice(1))?.closest("tr[hidden]");
    if (row) { field.value = ""; filter(); }
  });
}
