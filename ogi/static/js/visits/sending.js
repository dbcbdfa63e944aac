// Sends what the phone holds: entries first, then photo by photo, with a fresh token.
// A batch that the server holds already is answered so, and nothing is kept twice.
(() => {
  "use strict";
  const AT_ONCE = 20;
  const DONE = new Set(["kept", "held"]);
  const TOO_LARGE = 413;
  const visits = window.ogiVisits;
  if (!visits) return;

  class Stopped extends Error {
    constructor(why, text) { super(text || why); this.why = why; this.text = text || ""; }
  }

  const ask = async (url, options) => {
    let answer;
    try {
      answer = await fetch(url, { credentials: "same-origin", cache: "no-store", redirect: "manual", ...options });
    } catch {
      throw new Stopped("offline");
    }
    if (answer.type === "opaqueredirect" || answer.status === 401) throw new Stopped("signed_out");
    if (answer.status === 403) throw new Stopped("other_person");
    return answer;
  };

  const token = async (place, staff) => {
    const answer = await ask(place.token);
    if (!answer.ok) throw new Stopped("failed");
    const told = await answer.json();
    if (String(told.staff) !== staff) throw new Stopped("other_person");
    return told.csrf_token;
  };

  const post = async (place, csrf, batch, blobs) => {
    const form = new FormData();
    form.set("csrf_token", csrf);
    form.set("batch", JSON.stringify({ sent_at: new Date().toISOString(), ...batch }));
    for (const [key, blob, name] of blobs) form.set(`photo-${key}`, blob, name || "照片.jpg");
    const answer = await ask(place.batch, { method: "POST", body: form });
    const type = answer.headers.get("Content-Type") || "";
    if (answer.status === TOO_LARGE) return { tooLarge: true };
    if (!type.includes("application/json")) throw new Stopped("failed");
    const told = await answer.json();
    if (!answer.ok) throw new Stopped("failed", told.error);
    return told;
  };

  // Takes an answer over into the queue; returns whether the item is on the server now.
  const settle = async (store, one, answer) => {
    if (answer && DONE.has(answer.state)) {
      await visits.drop(store, one.client_key);
      return true;
    }
    const refused = answer && answer.state === "refused";
    await visits.put(store, { ...one, refused: refused ? answer.text : "", later: refused ? "" : (answer && answer.text) || "" });
    return false;
  };

  const plain = ({ client_key, visit_id, indicator_id, board, obligation_id, result, faults, remark, captured_at }) =>
    ({ client_key, visit_id, indicator_id, board, obligation_id, result, faults, remark, captured_at });

  const sendEntries = async (place, csrf, staff, again, sent) => {
    const waiting = (await visits.entries(staff)).filter((one) => again || !one.refused);
    for (let at = 0; at < waiting.length; at += AT_ONCE) {
      const part = waiting.slice(at, at + AT_ONCE);
      const told = await post(place, csrf, { entries: part.map(plain), photos: [] }, []);
      if (told.clock) sent.clock = told.clock;
      const answers = new Map(told.items.map((item) => [item.client_key, item]));
      for (const one of part) {
        const answer = answers.get(one.client_key);
        if (await settle("entries", one, answer)) sent.done.push({ ...one, text: answer.text });
      }
    }
  };

  const sendPhotos = async (place, csrf, staff, again, sent) => {
    const held = new Set((await visits.entries(staff)).map((one) => one.client_key));
    for (const one of await visits.photos(staff)) {
      if (held.has(one.entry_key) || (one.refused && !again)) continue;
      const { client_key, entry_key, captured_at, name } = one;
      const photos = [{ client_key, entry_key, captured_at, name }];
      const told = await post(place, csrf, { entries: [], photos }, [[client_key, one.blob, name]]);
      const answer = told.tooLarge ? { state: "refused", text: "照片太大，没有收下。" }
        : told.items.find((item) => item.client_key === client_key);
      if (await settle("photos", one, answer)) sent.photos += 1;
    }
  };

  let going = null;
  const send = async (place, staff, again, progress) => {
    const sent = { done: [], photos: 0, clock: "", why: "", text: "" };
    try {
      const csrf = await token(place, staff);
      await sendEntries(place, csrf, staff, again, sent);
      if (progress) await progress();
      await sendPhotos(place, csrf, staff, again, sent);
    } catch (stop) {
      if (!(stop instanceof Stopped)) throw stop;
      sent.why = stop.why;
      sent.text = stop.text;
    }
    return sent;
  };

  // One sending at a time; whoever asks meanwhile gets the same result.
  visits.send = (place, staff, again, progress) => {
    going ||= send(place, staff, again, progress).finally(() => { going = null; });
    return going;
  };
})();
