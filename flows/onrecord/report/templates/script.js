"use strict";
// Light up a quote with its speaker and cue, whichever of them is pointed at.
document.addEventListener("mouseover", (event) => {
  for (const lit of document.querySelectorAll(".text .lit")) lit.classList.remove("lit");
  const part = event.target.closest?.(".text [data-q]");
  if (!part) return;
  for (const id of part.dataset.q.split(" "))
    for (const piece of part.closest(".text").querySelectorAll(`[data-q~="${CSS.escape(id)}"]`)) piece.classList.add("lit");
});
// Where there is no hovering, the first tap on a highlight shows its details and the second follows its link.
let tapped = null;
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".text a[data-tip]");
  if (link && link !== tapped && matchMedia("(hover: none)").matches) {
    event.preventDefault();
    link.focus();
  }
  tapped = link;
});
// Filter the rows of a table by what they say; without JavaScript the fields are not shown.
for (const label of document.querySelectorAll(".filter")) {
  label.hidden = false;
  const rows = document.querySelectorAll(`#${label.dataset.table} tbody tr:not(.group)`);
  label.querySelector("input").addEventListener("input", (event) => {
    const words = event.target.value.toLowerCase().split(/\s+/);
    for (const row of rows) {
      const said = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => said.includes(word));
    }
  });
}
