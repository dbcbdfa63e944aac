// Spreads what was copied from a spreadsheet over the table of a draft, from the cell in focus on;
// one click or Ctrl+Z takes it back. What cannot be read stays in its cell, marked. The server
// reads a pasted block the same way without this file (postings/rules/rows.py).
(() => {
  "use strict";
  const { readDay } = window.ogiArithmetic;
  const UNIT = /[（(][^）)]*[）)]|[\s*＊:：]|选填|必填/g;
  const MONTH_DAY = /^(\d{1,2})\s*(?:[-/.]|月)\s*(\d{1,2})\s*日?$/;
  const SERIAL = ["序号", "编号", "行号", "No", "no", "NO"];
  const TOTALS = ["合计", "总计", "小计", "本页合计"];

  // Tab-separated text as cells; a quoted cell may hold tabs and line breaks.
  const cellsOf = (text) => {
    const plain = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
    if ((plain.match(/"/g) || []).length % 2) return plain.split("\n").map((line) => line.split("\t"));
    const grid = [[""]];
    let quoted = false;
    for (let place = 0; place < plain.length; place += 1) {
      const sign = plain[place];
      const line = grid.at(-1);
      if (quoted && sign === '"' && plain[place + 1] === '"') { line[line.length - 1] += '"'; place += 1; }
      else if (quoted && sign === '"') quoted = false;
      else if (quoted) line[line.length - 1] += sign;
      else if (sign === '"' && line.at(-1) === "") quoted = true;
      else if (sign === "\t") line.push("");
      else if (sign === "\n") grid.push([""]);
      else line[line.length - 1] += sign;
    }
    return grid;
  };

  const label = (text) => text.normalize("NFKC").replace(UNIT, "");
  const isBlank = (line) => line.every((cell) => !cell.trim());
  const isTotal = (line) => TOTALS.includes((line.find((cell) => cell.trim()) || "").replace(UNIT, ""));

  // Which pasted column is which field, by a line of headings; null without one.
  const headingOf = (line, columns) => {
    const places = new Map();
    line.forEach((cell, index) => {
      const found = columns.findIndex((column) => label(column.label) === label(cell));
      if (found >= 0 && cell.trim()) places.set(index, found);
    });
    const filled = line.filter((cell) => cell.trim()).length;
    const enough = places.size >= Math.min(2, columns.length) && places.size * 2 >= filled;
    return enough ? places : null;
  };

  const dayOf = (text, year) => {
    const found = MONTH_DAY.exec(text.normalize("NFKC").trim());
    return readDay(found && year ? `${year}-${found[1]}-${found[2]}` : text);
  };

  // Puts a text into a field whatever it is; pickers and lists that cannot show it give way.
  const put = (field, text, kind, year) => {
    const value = text.replace(/\s*\n\s*/g, field.tagName === "TEXTAREA" ? "\n" : " ").trim();
    if (kind === "date") {
      const day = dayOf(value, year);
      if (value && day === null && field.type === "date") {
        field.dataset.picker = "date";
        field.type = "text";
      }
      field.value = day || value;
    } else if (field.tagName === "SELECT") {
      if (![...field.options].some((option) => option.value === value)) field.add(new Option(value, value));
      field.value = value;
    } else {
      field.value = value;
    }
  };

  const watch = (box) => {
    const rows = box.ogiRows;
    const columns = JSON.parse(box.dataset.columns);
    const year = box.dataset.year;
    const said = box.querySelector("[data-rows-told]");
    const undo = box.querySelector("[data-paste-undo]");
    const fieldsOf = (row) => [...row.querySelectorAll("input, textarea, select")];
    let before = null;

    const remember = () => {
      before = rows.list().map((row) => fieldsOf(row).map((field) => [field.value, field.type]));
    };
    const forget = () => { before = null; undo.hidden = true; };
    const restore = () => {
      if (!before) return;
      rows.keep(before.length);
      rows.list().forEach((row, line) => fieldsOf(row).forEach((field, index) => {
        const [value, type] = before[line][index];
        if (field.type !== type && field.tagName === "INPUT") field.type = type;
        field.value = value;
        if (field.classList.contains("is-wrong")) field.dispatchEvent(new Event("change", { bubbles: true }));
      }));
      forget();
      said.textContent = "已撤销粘贴";
      rows.touched();
    };

    const spread = (grid, field) => {
      const lists = rows.list();
      const startRow = lists.indexOf(field.closest("[data-row]"));
      const startColumn = fieldsOf(lists[startRow]).indexOf(field);
      const head = headingOf(grid[0], columns);
      const lines = (head ? grid.slice(1) : grid).filter((line) => !isBlank(line) && !isTotal(line));
      remember();
      const missing = startRow + lines.length - lists.length;
      if (missing > 0) rows.add(missing);
      const all = rows.list();
      const lost = new Map();
      const doubtful = [];
      lines.forEach((line, number) => {
        const fields = fieldsOf(all[startRow + number]);
        line.forEach((text, index) => {
          const place = head ? head.get(index) : startColumn + index;
          const target = place === undefined ? undefined : fields[place];
          if (target) { put(target, text, columns[place].kind, year); doubtful.push(target); }
          else if (text.trim() && !lost.has(index)) lost.set(index, text.trim().slice(0, 30));
        });
      });
      doubtful.forEach((target) => {
        if (target.value || target.classList.contains("is-wrong")) {
          target.dispatchEvent(new CustomEvent("ogi:filled", { bubbles: true }));
        }
      });
      const words = [`已粘贴 ${lines.length} 行，请核对`];
      for (const [index, text] of lost) {
        const name = head ? grid[0][index] || "" : "";
        if (!SERIAL.includes(label(name))) {
          words.push(`${name ? `“${name}”` : `第 ${index + 1} 列`}没有对应的栏，没有放进来，例如“${text}”`);
        }
      }
      said.textContent = `${words.join("；")}。`;
      undo.hidden = false;
      rows.touched();
    };

    box.addEventListener("paste", (event) => {
      const field = event.target.closest("[data-row] input, [data-row] textarea, [data-row] select");
      const text = event.clipboardData?.getData("text/plain") || "";
      if (!field || !text.trim()) return;
      const grid = cellsOf(text);
      const single = grid.length === 1 && grid[0].length === 1;
      if (single && field.type !== "date") return;
      if (!single && field.tagName === "TEXTAREA" && grid.every((line) => line.length === 1) && !text.includes("\t")) return;
      event.preventDefault();
      spread(grid, field);
    });
    box.addEventListener("input", (event) => { if (event.isTrusted) forget(); });
    box.addEventListener("keydown", (event) => {
      if (before && (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z") {
        event.preventDefault();
        restore();
      }
    });
    undo.addEventListener("click", restore);
  };

  document.querySelectorAll("[data-rows][data-columns]").forEach(watch);
})();
