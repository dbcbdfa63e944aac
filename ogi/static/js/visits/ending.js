// Says on the finishing page that the phone still holds records of this visit.
(() => {
  "use strict";
  const warning = document.querySelector("[data-visit-end]");
  if (!warning || !window.ogiVisits) return;
  const { staff, visit } = warning.dataset;
  const waiting = async () => {
    const entries = await window.ogiVisits.entries(staff);
    const photos = await window.ogiVisits.photos(staff);
    warning.hidden = ![...entries, ...photos].some((one) => one.visit_id === visit);
  };
  waiting().catch(() => { warning.hidden = true; });
})();
