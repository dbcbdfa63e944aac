// Reckons a posting's figures as one types, exactly: whole millionths as BigInt, never floats.
// The formulas come from the server (postings/rules/formulas.py), and the words are those of
// postings/rules/arithmetic.py; one table of cases goes through both.
(() => {
  "use strict";
  const UNIT = 1000000n;
  const CENT = 10000n;
  const NUMBER = /^-?\d{1,13}(\.\d{1,6})?$/;
  const MONEY = /^-?\d{1,13}(\.\d{1,2})?$/;
  const DAY = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/;
  const COMPACT_DAY = /^(\d{4})(\d{2})(\d{2})$/;

  class Unreadable extends Error {}

  const plain = (text) =>
    text.normalize("NFKC").replace(/[\s,、']/g, "").replace(/−/g, "-");

  // A figure in millionths; null where blank. Throws Unreadable.
  const read = (kind, text) => {
    if (!text || !text.trim()) return null;
    let kept = plain(text);
    if (kind === "money") kept = kept.replace(/^[¥元]+|[¥元]+$/g, "");
    if (!(kind === "money" ? MONEY : NUMBER).test(kept)) throw new Unreadable();
    const minus = kept.startsWith("-");
    const [whole, part = ""] = kept.replace("-", "").split(".");
    const value = BigInt(whole) * UNIT + BigInt(part.padEnd(6, "0"));
    return minus ? -value : value;
  };

  // A day as 2026-03-05; null where it is none.
  const readDay = (text) => {
    const kept = text.normalize("NFKC").trim();
    const found = DAY.exec(kept) || COMPACT_DAY.exec(kept);
    if (!found) return null;
    const [year, month, day] = found.slice(1).map(Number);
    const made = new Date(Date.UTC(2000, month - 1, day));
    made.setUTCFullYear(year, month - 1, day);
    if (made.getUTCMonth() !== month - 1 || made.getUTCDate() !== day || year < 1) return null;
    const wide = (number, length) => String(number).padStart(length, "0");
    return `${wide(year, 4)}-${wide(month, 2)}-${wide(day, 2)}`;
  };

  const abs = (value) => (value < 0n ? -value : value);
  // Rounds to a unit, half of it away from zero.
  const round = (value, unit) => {
    const whole = (abs(value) + unit / 2n) / unit;
    return (value < 0n ? -whole : whole) * unit;
  };

  const shown = (kind, value) => {
    const size = abs(value);
    const whole = String(size / UNIT).replace(/\B(?=(\d{3})+$)/g, ",");
    const part = String(size % UNIT).padStart(6, "0");
    const tail = kind === "money" ? `.${part.slice(0, 2)}` : `.${part}`.replace(/\.?0+$/, "");
    return `${value < 0n ? "-" : ""}${whole}${tail}`;
  };

  const textOf = (term, content, row) =>
    ((term.where === "sheet" ? content.fields : row)[term.key] || "").trim();

  const figure = (term, content, row) => {
    if (term.where !== "column") return read(term.kind, textOf(term, content, row));
    return content.rows.reduce((sum, line) => sum + (read(term.kind, line[term.key]) ?? 0n), 0n);
  };

  const at = (code, number) => (number ? `${code}@${number}` : code);
  const nameOf = (term, number) =>
    number ? `rows-${number - 1}-${term.key}` : `fields-${term.key}`;
  const placeOf = (number) => (number ? `第 ${number} 行` : "");
  const places = (formula, content) =>
    formula.per_row ? content.rows.map((row, index) => [index + 1, row]) : [[null, {}]];

  const off = (term, code, number, says, should, way) => {
    const more = says > should ? "多写了" : "少写了";
    const [said, made, difference] = [says, should, abs(says - should)]
      .map((value) => shown(term.kind, value));
    return {
      code: at(code, number), row: number, name: nameOf(term, number),
      text: `${placeOf(number)}“${term.label}”写的是 ${said}，${way} ${made}，${more} ${difference}`,
    };
  };

  const expression = (formula) => formula.terms.map((term, index) => {
    const sign = formula.kind === "product" ? "×" : term.sign < 0 ? "－" : "＋";
    return `${index ? sign : ""}${term.label}${term.where === "column" ? "合计" : ""}`;
  }).join("");

  const reckoned = (formula, content, row, number) => {
    const says = figure(formula.result, content, row);
    if (says === null || (formula.beside && textOf(formula.beside, content, row))) return [];
    const values = formula.terms.map((term) => [term, figure(term, content, row)]);
    if (values.some(([term, value]) => value === null && term.blank === "must")) return [];
    const some = values.filter(([term]) => term.blank === "some");
    if (some.length && some.every(([, value]) => value === null)) return [];
    let made;
    if (formula.kind === "product") {
      const power = values.reduce((product, [, value]) => product * (value ?? UNIT), 1n);
      const scale = UNIT ** BigInt(values.length - 1);
      made = round(power, CENT * scale) / scale;
    } else {
      made = values.reduce((sum, [term, value]) => sum + BigInt(term.sign) * (value ?? 0n), 0n);
      if (formula.result.kind === "money") made = round(made, CENT);
    }
    if (made === says) return [];
    return [off(formula.result, formula.code, number, says, made,
      `按“${expression(formula)}”算出来是`)];
  };

  const running = (formula, content) => {
    const found = [];
    const [opening, ...moves] = formula.terms;
    const way = `从“${opening.label}”逐笔加减到这一行是`;
    try {
      let made = figure(opening, content, {});
      let last = 0n;
      if (made === null) return found;
      content.rows.forEach((row, index) => {
        moves.forEach((term) => { made += BigInt(term.sign) * (figure(term, content, row) ?? 0n); });
        const says = figure(formula.result, content, row);
        if (says === null) return;
        if (says !== made && says - made !== last) {
          found.push(off(formula.result, formula.code, index + 1, says, made, way));
        }
        last = says - made;
      });
    } catch (fault) {
      if (!(fault instanceof Unreadable)) throw fault;
    }
    return found;
  };

  const carried = (formula, content, row, number) => {
    const says = figure(formula.terms[0], content, row);
    const match = formula.beside ? textOf(formula.beside, content, row) : "";
    if (says === null || !Object.hasOwn(formula.last, match)) return [];
    const should = read("number", formula.last[match]);
    if (says === should) return [];
    const way = `上期公开的${match ? `“${match}”的` : ""}“${formula.result.label}”是`;
    return [off(formula.terms[0], `${formula.code}=${formula.last[match]}`, number, says, should, way)];
  };

  const order = (formula, content, row, number) => {
    const days = formula.terms[0].kind === "date";
    const filled = [];
    for (const term of formula.terms) {
      const text = textOf(term, content, row);
      const value = days ? text && readDay(text) : figure(term, content, row);
      if (days && text && value === null) throw new Unreadable();
      if (days ? value : value !== null) filled.push([term, value]);
    }
    return filled.slice(1).flatMap(([after, second], index) => {
      const [before, first] = filled[index];
      if (!(first > second)) return [];
      const wrong = days ? after : before;
      const text = days
        ? `“${after.label}”（${second}）早于“${before.label}”（${first}），先后颠倒`
        : `“${before.label}”（${shown(before.kind, first)}）多于“${after.label}”（${shown(after.kind, second)}）`;
      return [{
        code: at(`${formula.code}.${wrong.key}`, number), row: number,
        name: nameOf(wrong, number), text: placeOf(number) + text,
      }];
    });
  };

  const checks = { sum: reckoned, product: reckoned, carry: carried, order };

  // Every break as {code, row, name, text}, in the server's order.
  const listBreaks = (formulas, content) => formulas.flatMap((formula) => {
    if (formula.kind === "running") return running(formula, content);
    return places(formula, content).flatMap(([number, row]) => {
      try {
        return checks[formula.kind](formula, content, row, number);
      } catch (fault) {
        if (fault instanceof Unreadable) return [];
        throw fault;
      }
    });
  });

  // The sum of a column as it is shown; blank where a figure cannot be read or none is there.
  const total = (kind, texts) => {
    try {
      const values = texts.map((text) => read(kind, text)).filter((value) => value !== null);
      return values.length ? shown(kind, values.reduce((sum, value) => sum + value, 0n)) : "";
    } catch (fault) {
      if (fault instanceof Unreadable) return "";
      throw fault;
    }
  };

  window.ogiArithmetic = { listBreaks, total, read, readDay, shown };
})();
