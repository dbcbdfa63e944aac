// Adds up a draft's table and shows what does not add up, as one types. The list of breaks with
// its places for explanations is the server's (postings/_figures.html); here it follows the typing.
(() => {
  "use strict";
  const { listBreaks, total, read, readDay } = window.ogiArithmetic;
  const WORDS = {
    money: "应填金额（元），最多两位小数，如 12,500.00",
    number: "应填数字，如 1250 或 3.5，不带单位",
    date: "看不懂这个日期，请写成 2026-03-15 的样子",
  };

  const rowsOf = (form) => [...form.querySelectorAll("[data-rows-body] > [data-row]")];
  const fieldsIn = (place, prefix) =>
    [...place.querySelectorAll("input, textarea, select")].filter((field) => field.name.startsWith(prefix));
  const keyOf = (field) => field.name.replace(/^(fields-|rows-\d+-)/, "");

  // What is typed, blank rows left out as the server leaves them out.
  const contentOf = (form) => {
    const values = (list) => Object.fromEntries(list.map((field) => [keyOf(field), field.value]));
    const lines = rowsOf(form).filter((row) =>
      fieldsIn(row, "rows-").some((field) => field.value.trim()));
    return {
      lines,
      content: { fields: values(fieldsIn(form, "fields-")),
        rows: lines.map((row) => values(fieldsIn(row, "rows-"))) },
    };
  };

  const addUp = (form) => {
    for (const cell of form.querySelectorAll("[data-sum]")) {
      const texts = rowsOf(form).flatMap((row) => fieldsIn(row, "rows-"))
        .filter((field) => keyOf(field) === cell.dataset.sum).map((field) => field.value);
      cell.textContent = total(cell.dataset.kind, texts);
    }
  };

  const canRead = (kind, text) => {
    if (!text.trim()) return true;
    if (kind === "date") return readDay(text) !== null;
    try { read(kind, text); return true; } catch { return false; }
  };

  // Says beside a cell that it cannot be read; what is typed stays.
  const mark = (field, kind) => {
    const place = field.closest("td, .field");
    const wrong = !canRead(kind, field.value);
    field.classList.toggle("is-wrong", wrong);
    let word = place.querySelector(".field-error");
    if (!wrong) {
      word?.remove();
      field.removeAttribute("aria-invalid");
      if (field.getAttribute("aria-describedby") === `${field.id}-error`) {
        field.removeAttribute("aria-describedby");
      }
      return;
    }
    if (!word) {
      word = document.createElement("p");
      word.className = "field-error";
      word.id = `${field.id}-error`;
      place.append(word);
    }
    word.textContent = WORDS[kind];
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", `${field.id}-error`);
  };

  const watch = (box) => {
    const form = box.closest("form");
    const formulas = JSON.parse(box.dataset.formulas);
    const list = box.querySelector("[data-breaks-list]");
    const table = form.querySelector("[data-rows]");
    const kinds = new Map();
    if (table) {
      for (const column of JSON.parse(table.dataset.columns)) kinds.set(`rows-${column.key}`, column.kind);
    }
    for (const formula of formulas) {
      for (const term of [...formula.terms, formula.result]) {
        if (term.where === "sheet") kinds.set(`fields-${term.key}`, term.kind);
      }
    }
    // Explanations stay with their row or with the form, however rows move.
    const typed = new Map();
    const homeOf = (found, lines) => (found.row ? lines[found.row - 1] : form);
    const told = (home, code) => typed.get(home)?.get(code.split("@")[0]) || "";
    const keep = (home, code, text) => {
      if (!typed.has(home)) typed.set(home, new Map());
      typed.get(home).set(code.split("@")[0], text);
    };
    const homes = new WeakMap();

    const item = (found, home, number) => {
      const line = document.createElement("li");
      line.dataset.break = found.code;
      const text = document.createElement("p");
      text.className = "break-text";
      text.id = `break-${number}`;
      const link = document.createElement("a");
      text.append(link);
      const label = document.createElement("label");
      label.htmlFor = `note-${number}`;
      label.textContent = "为什么对不上";
      const note = document.createElement("textarea");
      Object.assign(note, { className: "form-control", id: `note-${number}`, rows: 2, maxLength: 500,
        value: told(home, found.code) });
      line.append(text, label, note);
      return line;
    };

    const show = () => {
      const { content, lines } = contentOf(form);
      const breaks = listBreaks(formulas, content);
      const old = new Map([...list.children].map((line) => [line, line.dataset.break]));
      const current = breaks.map((found, index) => {
        const home = homeOf(found, lines);
        const kept = [...old.keys()].find((line) =>
          homes.get(line) === home && old.get(line).split("@")[0] === found.code.split("@")[0]);
        const line = kept || item(found, home, index + 1);
        if (kept) old.delete(kept);
        homes.set(line, home);
        line.dataset.break = found.code;
        const link = line.querySelector("a");
        const field = found.row
          ? fieldsIn(home, "rows-").find((one) => one.name.endsWith(found.name.replace(/^rows-\d+/, "")))
          : form.elements[found.name];
        link.textContent = found.text;
        link.href = `#${field?.id || "breaks"}`;
        line.querySelector(".break-text").id = `break-${index + 1}`;
        line.querySelector("label").htmlFor = `note-${index + 1}`;
        const note = line.querySelector("textarea");
        note.id = `note-${index + 1}`;
        note.name = `notes-${found.code}`;
        return [line, field];
      });
      for (const line of old.keys()) line.remove();
      current.forEach(([line], index) => {
        if (list.children[index] !== line) list.insertBefore(line, list.children[index] || null);
      });
      form.querySelectorAll(".is-off").forEach((field) => field.classList.remove("is-off"));
      current.forEach(([, field]) => field?.classList.add("is-off"));
      box.hidden = !breaks.length;
    };

    const start = () => {
      const { lines } = contentOf(form);
      for (const line of list.children) {
        const code = line.dataset.break;
        const row = Number(code.split("@")[1] || 0);
        const home = row ? lines[row - 1] : form;
        homes.set(line, home);
        keep(home, code, line.querySelector("textarea").value);
      }
    };

    list.addEventListener("input", (event) => {
      const line = event.target.closest("[data-break]");
      keep(homes.get(line), line.dataset.break, event.target.value);
    });
    const follow = (event) => {
      if (list.contains(event.target)) return;
      addUp(form);
      show();
    };
    form.addEventListener("input", follow);
    form.addEventListener("change", (event) => {
      const kind = kinds.get((event.target.name || "").replace(/^rows-\d+-/, "rows-"));
      if (kind in WORDS) mark(event.target, kind);
      follow(event);
    });
    form.addEventListener("ogi:filled", (event) => {
      const kind = kinds.get(event.target.name.replace(/^rows-\d+-/, "rows-"));
      if (kind in WORDS) mark(event.target, kind);
    });
    start();
    addUp(form);
    show();
  };

  document.querySelectorAll("[data-breaks]").forEach(watch);
})();
