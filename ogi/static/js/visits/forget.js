// On the sign-in page nobody is signed in: pages kept for offline visits are forgotten.
// What was recorded and not sent stays, each person's for themselves.
(() => {
  "use strict";
  if (window.caches) window.caches.delete("ogi-visit-pages").catch(() => {});
})();
