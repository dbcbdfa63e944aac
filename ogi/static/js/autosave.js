// Saves a draft by itself a little after the last change, and says so.
// Marks the form with data-saving meanwhile, and waits while another script marks it data-busy.
// The form carries data-autosave="<url>"; without this file it still submits as usual.
(() => {
  "use strict";
  const QUIET_MS = 3000;

  const clock = () =>
    new Date().toLocaleTimeString("zh-CN", {
      hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Asia/Shanghai",
    });

  // Takes over the version; returns what else there is to say.
  const takeVersion = async (form, answer) => {
    const type = answer.headers.get("Content-Type") || "";
    if (!type.includes("application/json")) return "";
    const { version, findings } = await answer.json();
    const field = form.querySelector("input[name=version]");
    if (field && version !== undefined) field.value = version;
    return findings ? `，发现 ${findings} 处个人信息，保存后可以遮盖` : "";
  };

  const textOf = (form) => {
    const data = new FormData(form);
    for (const [key, value] of [...data]) if (value instanceof File) data.delete(key);
    return data;
  };

  const watch = (form) => {
    const status = form.querySelector("[data-autosave-status]");
    const say = (text) => { if (status) status.textContent = text; };
    let timer = 0;
    let saving = false;
    let again = false;
    let leaving = false;

    const save = async () => {
      if (leaving) return;
      if (saving) { again = true; return; }
      if (form.dataset.busy) { plan(); return; }
      saving = true;
      form.dataset.saving = "1";
      say("正在保存…");
      try {
        const answer = await fetch(form.dataset.autosave, {
          method: "POST", body: textOf(form), credentials: "same-origin",
          headers: { "X-Autosave": "1" },
        });
        if (answer.status === 409) say("这份草稿已在别处改过，请刷新后再改。");
        else if (!answer.ok || answer.redirected) say("没有保存成功，请点“保存草稿”。");
        else {
          const more = await takeVersion(form, answer);
          say(`已保存 ${clock()}${more}`);
        }
      } catch {
        say("网络不通，暂未保存；联网后继续。");
      }
      saving = false;
      delete form.dataset.saving;
      if (again) { again = false; plan(); }
    };
    const plan = () => { clearTimeout(timer); timer = setTimeout(save, QUIET_MS); };

    form.addEventListener("input", plan);
    form.addEventListener("change", plan);
    form.addEventListener("submit", () => { leaving = true; clearTimeout(timer); });
  };

  document.querySelectorAll("form[data-autosave]").forEach(watch);
})();
