// Follows a long work: asks for the page again and puts the new state in place of the old,
// until there is nothing left to wait for. Without it the reader uses the link.
(() => {
  const PAUSE_MS = 2000;
  const follow = async (part) => {
    try {
      const answer = await fetch(window.location.href, { credentials: "same-origin" });
      if (answer.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.querySelector("[data-progress]");
        if (fresh) {
          part.innerHTML = fresh.innerHTML;
          part.dataset.progress = fresh.dataset.progress;
        }
      }
    } catch {
      // the network is away for a moment: the next round tries again
    }
    if (part.dataset.progress === "running") setTimeout(follow, PAUSE_MS, part);
  };
  for (const part of document.querySelectorAll('[data-progress="running"]')) {
    setTimeout(follow, PAUSE_MS, part);
  }
})();
