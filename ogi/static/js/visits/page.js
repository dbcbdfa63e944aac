// The visit on the phone: what is saved goes into the queue at once and is sent when it can be.
// Without this file each entry is an ordinary form.
(() => {
  "use strict";
  const root = document.querySelector("[data-visit]");
  const visits = window.ogiVisits;
  if (!root || !visits || !visits.send || !window.indexedDB) return;
  const { visit, staff, board, worker, scope } = root.dataset;
  const place = { token: root.dataset.token, batch: root.dataset.batch };
  const unsent = root.querySelector("[data-unsent]");
  const told = root.querySelector("[data-told]");
  const refused = root.querySelector("[data-refused]");
  const again = root.querySelector("[data-again]");
  const WORDS = {
    offline: "现在没有网络。记录存在这部手机里，没有丢；有网时自动发送。",
    signed_out: "登录已经失效。记录存在这部手机里，没有丢；请重新登录，再发送。",
    other_person: "现在登录的不是记这些记录的人。记录没有丢；请本人登录后再发送。",
    failed: "没有发送成功，记录还在这部手机里。请过一会儿再点“现在发送”。",
  };
  const RESULTS = JSON.parse(root.dataset.words);
  const unsaved = [];
  let note = "";

  const make = (tag, text, cls) => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (cls) made.className = cls;
    return made;
  };
  const clock = (moment) => new Date(moment).toLocaleTimeString("zh-CN", {
    hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai",
  });

  // A small picture as a data: address, which the page's policy lets in; each is made once.
  const pictures = new Map();
  const thumb = (photo) => {
    if (!pictures.has(photo.client_key)) pictures.set(photo.client_key, small(photo.blob));
    return pictures.get(photo.client_key);
  };
  const small = async (blob) => {
    const image = await createImageBitmap(blob, { resizeWidth: 240 });
    const canvas = document.createElement("canvas");
    canvas.width = image.width;
    canvas.height = image.height;
    canvas.getContext("2d").drawImage(image, 0, 0);
    image.close();
    return canvas.toDataURL("image/jpeg", 0.7);
  };
  const shown = async (list, photos, take) => {
    const items = await Promise.all(photos.map(async (photo, index) => {
      const item = make("li");
      const alt = `照片 ${index + 1}`;
      try {
        const image = make("img");
        image.src = await thumb(photo);
        image.alt = alt;
        item.append(image);
      } catch {
        item.append(make("p", `${alt}：${photo.name || "看不出是照片"}`));
      }
      if (take) {
        const button = make("button", "去掉", "btn btn-outline-secondary");
        button.type = "button";
        button.setAttribute("aria-label", `去掉${alt}`);
        button.addEventListener("click", () => take(index));
        item.append(button);
      }
      return item;
    }));
    list.replaceChildren(...items);
    list.hidden = !items.length;
  };

  const article = (key) => root.querySelector(`[data-indicator="${CSS.escape(String(key))}"]`);
  const words = (entry) => RESULTS[entry.result] + (entry.faults ? ` ${entry.faults} 处` : "") +
    (entry.remark ? `：${entry.remark}` : "");
  const state = (entry, text, kind) => {
    const line = article(entry.indicator_id)?.querySelector("[data-state]");
    if (!line) return;
    line.className = `visit-state${entry.result === "fault" ? " is-fault" : ""}${kind ? ` ${kind}` : ""}`;
    line.replaceChildren(make("strong", words(entry)), make("span", text));
    const summary = article(entry.indicator_id).querySelector(".visit-form > summary");
    if (summary) summary.textContent = "改记";
  };
  const isHere = (entry) => entry.visit_id === visit && entry.board === board;

  const line = (store, one, text) => {
    const item = make("li");
    const drop = make("button", "不要了", "btn btn-outline-secondary");
    drop.type = "button";
    drop.addEventListener("click", async () => {
      if (!window.confirm(`${text}\n\n丢掉以后找不回来。确定不要了吗？`)) return;
      if (store === "entries") {
        for (const photo of await visits.photos(staff)) {
          if (photo.entry_key === one.client_key) await visits.drop("photos", photo.client_key);
        }
      }
      await visits.drop(store, one.client_key);
      window.location.reload();
    });
    item.append(make("span", text), drop);
    return item;
  };

  // Forms of what is recorded close once, as the page opens; later the inspector opens them.
  const fold = (entries) => {
    for (const entry of entries.filter(isHere)) {
      const form = article(entry.indicator_id)?.querySelector(".visit-form");
      if (form) form.open = false;
    }
  };

  const draw = async () => {
    const entries = await visits.entries(staff);
    const photos = await visits.photos(staff);
    const mine = (entry) => photos.filter((photo) => photo.entry_key === entry.client_key);
    for (const entry of entries.filter(isHere)) {
      const count = mine(entry).length;
      const more = count ? `，照片 ${count} 张` : "";
      if (entry.refused) state(entry, `没有收下：${entry.refused}`, "is-refused");
      else state(entry, `存在手机里，还没有发送${more}${entry.later ? `：${entry.later}` : ""}`, "is-waiting");
      const list = article(entry.indicator_id)?.querySelector("[data-thumbs]");
      if (list) await shown(list, mine(entry));
    }
    refused.replaceChildren(
      ...entries.filter((one) => one.refused).map((one) => line("entries", one, `${words(one)}（${clock(one.captured_at)}）没有收下：${one.refused}`)),
      ...photos.filter((one) => one.refused).map((one) => line("photos", one, `照片（${clock(one.captured_at)}）没有收下：${one.refused}`)),
    );
    const count = entries.length || photos.length;
    unsent.hidden = !count && !note;
    unsent.classList.toggle("is-calm", !count);
    root.querySelector("[data-send]").hidden = !count;
    const parts = [entries.length && `${entries.length} 条记录`, photos.length && `${photos.length} 张照片`].filter(Boolean);
    told.textContent = (count ? `还有 ${parts.join("、")}没有发送。` : "") + note;
    const answered = root.querySelectorAll("[data-state] strong").length;
    const tab = root.querySelector(".tabs [aria-current] .tab-count");
    if (tab) tab.textContent = `${answered}/${root.querySelectorAll("[data-indicator]").length}`;
  };

  const send = async (retry) => {
    const waiting = (await visits.entries(staff)).length + (await visits.photos(staff)).length;
    if (!waiting) return draw();
    note = "正在发送…";
    await draw();
    const sent = await visits.send(place, staff, retry, draw);
    for (const entry of sent.done.filter(isHere)) {
      state(entry, `已发送，${clock(Date.now())}${entry.text ? `（${entry.text}）` : ""}`, "");
    }
    again.hidden = sent.why !== "signed_out" && sent.why !== "other_person";
    const left = (await visits.entries(staff)).length + (await visits.photos(staff)).length;
    note = sent.why ? sent.text || WORDS[sent.why] : (left ? "" : "全部已发送。");
    if (sent.clock) note += sent.clock;
    await draw();
    for (const list of root.querySelectorAll("[data-thumbs]")) {
      if (!list.closest("article").querySelector(".is-waiting, .is-refused")) list.hidden = true;
    }
    if (!sent.why) keep();
  };

  const check = (entry) => {
    if (!entry.result) return "请选“符合”“有问题”或“无法评估”。";
    if (entry.result !== "fault") return "";
    if (!(entry.faults >= 1 && entry.faults <= 999)) return "问题数请填 1 到 999。";
    return entry.remark.trim() ? "" : "请写明是什么问题。";
  };

  const wire = (form) => {
    const around = form.closest("[data-indicator]");
    const input = form.querySelector("input[type=file]");
    const list = form.querySelector("[data-chosen]");
    const wrong = form.querySelector("[data-wrong]");
    const value = (name) => form.elements[`i${around.dataset.indicator}-${name}`]?.value ?? "";
    let chosen = [];
    unsaved.push(() => chosen.length || value("result") || value("remark").trim());
    const show = () => shown(list, chosen, (index) => { chosen.splice(index, 1); show(); });
    input.addEventListener("change", () => {
      for (const file of input.files) {
        chosen.push({ client_key: visits.key(), blob: file, name: file.name, captured_at: new Date().toISOString() });
      }
      input.value = "";
      show();
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const fault = value("result") === "fault";
      const now = new Date().toISOString();
      const entry = {
        client_key: visits.key(), staff, visit_id: visit, indicator_id: around.dataset.indicator, board,
        obligation_id: fault ? value("sheet") : "", result: value("result"), faults: fault ? Number(value("faults")) : 0,
        remark: value("remark"), captured_at: now, refused: "", later: "",
      };
      wrong.textContent = check(entry);
      if (wrong.textContent) return;
      const photos = chosen.map((photo) => ({
        ...photo, entry_key: entry.client_key, staff, visit_id: visit, refused: "", later: "",
      }));
      try {
        await visits.add(entry, photos);
      } catch {
        wrong.textContent = "手机里存不下了，没有保存。请先发送或清理手机空间。";
        return;
      }
      if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
      chosen = [];
      form.reset();
      show();
      form.closest("details").open = false;
      form.closest("details").querySelector("summary").focus();
      note = "";
      await draw();
      await send(false);
    });
  };

  // The worker keeps the visit's pages and what they are made of, for opening them offline.
  const keep = async () => {
    if (!navigator.serviceWorker) return;
    const ready = await navigator.serviceWorker.ready;
    const here = new URL(location.href);
    here.hash = "";
    const parts = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")];
    ready.active.postMessage({
      pages: [...new Set([here.href, ...root.dataset.pages.trim().split(/\s+/).map((path) => new URL(path, here).href)])],
      files: parts.map((part) => part.href || part.src),
    });
  };

  root.querySelectorAll(".visit-form form").forEach(wire);
  window.addEventListener("beforeunload", (event) => {
    if (unsaved.some((has) => has())) event.preventDefault();
  });
  root.querySelector("[data-send]").addEventListener("click", () => send(true));
  window.addEventListener("online", () => send(false));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(false); });
  const ready = (text) => {
    const line = root.querySelector("[data-ready]");
    line.textContent = text;
    line.hidden = false;
  };
  if (!navigator.serviceWorker) ready("这个浏览器不能离线打开网页：没有网络时请不要关掉这一页，记下的会留在手机里。");
  else {
    navigator.serviceWorker.addEventListener("message", (event) => {
      if (event.data && event.data.kept) ready("这次检查已存到手机，没有网络也能打开、能记录。");
    });
    navigator.serviceWorker.register(worker, { scope }).then(keep).catch(() => {});
  }
  visits.entries(staff).then(fold).then(draw).then(() => send(false)).catch(() => {});
})();
