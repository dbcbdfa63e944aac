// Keeps the visit's pages on the phone, so that they open without a connection.
// Pages come from the network while there is one; what nobody is signed in to see is forgotten.
(() => {
  "use strict";
  const PAGES = "ogi-visit-pages";
  const FILES = "ogi-visit-files";
  const VISIT = /^\/inspections\/visits(\/\d+)?$/;
  const KEPT_MS = 7 * 24 * 3600 * 1000;
  const LOOSE = { ignoreVary: true };
  const OFFLINE = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>没有网络</title></head>
<body><h1>现在没有网络</h1><p>这一页没有在手机里存过，打不开。请返回刚才的检查页，或有网时再打开。</p>
<p>已经记下的都在手机里，没有丢。</p></body></html>`;

  const nowhere = () => new Response(OFFLINE, {
    status: 503,
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'",
    },
  });

  const isPage = (answer) =>
    answer.ok && !answer.redirected && (answer.headers.get("Content-Type") || "").includes("text/html");

  const kept = async (url) => {
    const found = await (await caches.open(PAGES)).match(url, LOOSE);
    if (!found) return null;
    const made = Date.parse(found.headers.get("Date") || "");
    return made && Date.now() - made > KEPT_MS ? null : found;
  };

  const page = async (request) => {
    const url = new URL(request.url);
    let answer;
    try {
      answer = await fetch(request);
    } catch {
      return (await kept(url.href)) || nowhere();
    }
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
      await caches.delete(PAGES);
    } else if (isPage(answer) && VISIT.test(url.pathname)) {
      await (await caches.open(PAGES)).put(url.href, answer.clone());
    }
    return answer;
  };

  const file = async (request) => {
    const found = await (await caches.open(FILES)).match(request.url, LOOSE);
    return found || fetch(request);
  };

  const keepPages = async (urls) => {
    const cache = await caches.open(PAGES);
    for (const url of urls) {
      const answer = await fetch(url, { credentials: "same-origin", redirect: "manual", cache: "no-store" });
      if (answer.type === "opaqueredirect") { await caches.delete(PAGES); return; }
      if (isPage(answer)) await cache.put(url, answer);
    }
  };

  const keepFiles = async (urls) => {
    const cache = await caches.open(FILES);
    for (const old of await cache.keys()) if (!urls.includes(old.url)) await cache.delete(old);
    for (const url of urls) {
      if (await cache.match(url, LOOSE)) continue;
      const answer = await fetch(url);
      if (answer.ok) await cache.put(url, answer);
    }
  };

  const isOurs = (url) => new URL(url).origin === self.location.origin;

  self.addEventListener("install", () => self.skipWaiting());
  self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
  self.addEventListener("message", (event) => {
    const { pages = [], files = [] } = event.data || {};
    const work = async () => {
      try {
        await keepFiles(files.filter(isOurs));
        await keepPages(pages.filter(isOurs));
        if (event.source) event.source.postMessage({ kept: true });
      } catch { /* no connection: what is kept stays */ }
    };
    event.waitUntil(work());
  });
  self.addEventListener("fetch", (event) => {
    const { request } = event;
    if (request.method !== "GET" || !isOurs(request.url)) return;
    if (request.mode === "navigate") event.respondWith(page(request));
    else if (new URL(request.url).pathname.startsWith("/static/")) event.respondWith(file(request));
  });
})();
