// What was recorded on the phone and not sent yet, kept in the browser's own database.
// Two stores: entries and photos, each under its client_key, each with the person's key.
(() => {
  "use strict";
  const NAME = "ogi-visits";
  const STORES = ["entries", "photos"];

  const opened = () => new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      for (const store of STORES) {
        asked.result.createObjectStore(store, { keyPath: "client_key" }).createIndex("staff", "staff");
      }
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

  // Runs `work` on the stores; what it returns counts once everything is written.
  const inside = async (mode, work) => {
    const base = await opened();
    try {
      return await new Promise((resolve, reject) => {
        const act = base.transaction(STORES, mode, mode === "readwrite" ? { durability: "strict" } : {});
        const result = work(Object.fromEntries(STORES.map((name) => [name, act.objectStore(name)])));
        act.oncomplete = () => resolve(result && "result" in result ? result.result : result);
        act.onerror = act.onabort = () => reject(act.error);
      });
    } finally {
      base.close();
    }
  };

  const random = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
    return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  const byStaff = (name, staff) =>
    inside("readonly", (stores) => stores[name].index("staff").getAll(staff));

  window.ogiVisits = {
    key: random,
    add: (entry, photos) => inside("readwrite", (stores) => {
      stores.entries.put(entry);
      for (const photo of photos) stores.photos.put(photo);
    }),
    entries: async (staff) => (await byStaff("entries", staff))
      .sort((one, other) => (one.captured_at < other.captured_at ? -1 : 1)),
    photos: (staff) => byStaff("photos", staff),
    put: (name, one) => inside("readwrite", (stores) => { stores[name].put(one); }),
    drop: (name, key) => inside("readwrite", (stores) => { stores[name].delete(key); }),
  };
})();
