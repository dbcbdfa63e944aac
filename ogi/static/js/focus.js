// Moves focus to the error summary, and keeps a form from being sent twice.
(() => {
  "use strict";
  document.querySelector("[data-focus]")?.focus();
  const fieldOf = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)));
  document.querySelectorAll(".error-summary a").forEach((link) => {
    link.addEventListener("click", (event) => {
      const field = fieldOf(link);
      if (!field) return;
      event.preventDefault();
      field.scrollIntoView({ block: "center" });
      field.focus({ preventScroll: true });
    });
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(() => { delete form.dataset.sent; }, 4000);
  });
})();
