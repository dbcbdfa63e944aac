// Adds and removes rows of a table inside a form without a round trip.
// Marks: [data-rows] > [data-rows-body] > [data-row]; buttons [data-rows-add], [data-rows-remove].
// Without this file the same buttons submit and the server does it.
(() => {
  "use strict";

  const renumber = (body, prefix) => {
    const pattern = new RegExp(`^${prefix}-\\d+(?=$|-)`);
    [...body.querySelectorAll(":scope > [data-row]")].forEach((row, index) => {
      for (const mark of ["name", "id", "for", "aria-describedby"]) {
        row.querySelectorAll(`[${mark}]`).forEach((part) => {
          const value = part.getAttribute(mark);
          part.setAttribute(mark, value.replace(pattern, `${prefix}-${index}`));
        });
      }
      row.querySelectorAll("[data-rows-remove]").forEach((button) => { button.value = index; });
      row.querySelectorAll("[data-row-number]").forEach((place) => { place.textContent = index + 1; });
    });
  };

  const clear = (row) => {
    row.querySelectorAll("input, textarea, select").forEach((input) => {
      if (input.type === "checkbox" || input.type === "radio") input.checked = false;
      else if (input.type !== "hidden" || !input.hasAttribute("data-keep")) input.value = "";
      input.removeAttribute("aria-invalid");
      input.classList.remove("is-wrong", "is-off");
      if (input.dataset.picker) { input.type = input.dataset.picker; delete input.dataset.picker; }
    });
    row.querySelectorAll(".field-error").forEach((error) => error.remove());
  };

  const touched = (body) => body.dispatchEvent(new Event("change", { bubbles: true }));

  const watch = (box) => {
    const body = box.querySelector("[data-rows-body]");
    const prefix = box.dataset.rowsPrefix || "rows";
    const rows = () => [...body.querySelectorAll(":scope > [data-row]")];

    // For scripts that fill the table: as many blank rows below, or only so many rows at all.
    box.ogiRows = {
      list: rows,
      add(count) {
        const last = rows().at(-1);
        for (let number = 0; number < count; number += 1) {
          const row = last.cloneNode(true);
          clear(row);
          body.append(row);
        }
        renumber(body, prefix);
      },
      keep(count) {
        rows().slice(count).forEach((row) => row.remove());
        renumber(body, prefix);
      },
      touched: () => touched(body),
    };

    box.addEventListener("click", (event) => {
      if (event.target.closest("[data-rows-add]")) {
        event.preventDefault();
        box.ogiRows.add(1);
        rows().at(-1).querySelector("input:not([type=hidden]), textarea, select")?.focus();
        touched(body);
      }
      const remove = event.target.closest("[data-rows-remove]");
      if (remove) {
        event.preventDefault();
        const row = remove.closest("[data-row]");
        if (rows().length > 1) row.remove(); else clear(row);
        renumber(body, prefix);
        box.querySelector("[data-rows-add]")?.focus();
        touched(body);
      }
    });
  };

  document.querySelectorAll("[data-rows]").forEach(watch);
})();
