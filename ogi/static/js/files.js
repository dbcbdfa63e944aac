// Leaves out files that are too large before they are sent, and says so; the server checks again.
(() => {
  "use strict";
  const MOST_BYTES = 20 * 1024 * 1024;

  const noteFor = (input) => {
    const note = document.createElement("p");
    note.className = "invalid-feedback d-block";
    note.setAttribute("role", "alert");
    input.after(note);
    return note;
  };

  const watch = (input) => {
    const note = noteFor(input);
    input.addEventListener("change", () => {
      const large = [...input.files].filter((file) => file.size > MOST_BYTES);
      note.textContent = "";
      if (!large.length) return;
      const kept = new DataTransfer();
      for (const file of input.files) if (!large.includes(file)) kept.items.add(file);
      input.files = kept.files;
      const names = large.map((file) => `“${file.name}”`).join("、");
      note.textContent = `没有选上 ${names}：超过 20 MB。请压缩或拆分后再选。`;
    });
  };

  document.querySelectorAll("input[type=file]").forEach(watch);
})();
