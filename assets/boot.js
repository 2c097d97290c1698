// Runs before the first paint: the language of the words and the look a person chose (a cookie).
(function () {
  // The secret of a link from a letter leaves the address before anything can read or send it.
  const place = /** @type {any} */ (globalThis);
  const isLink = /^\/(confirm-email|sign-in\/new-password)\/?$/.test(location.pathname);
  if (isLink && location.hash.length > 1) {
    place.__ediary_link = location.hash.slice(1);
    history.replaceState(null, "", location.pathname);
  }
  if (isLink) addEventListener("hashchange", () => location.reload());
  const root = document.documentElement;
  const found = document.cookie.match(/(?:^|; )ediary_theme=([^;]*)/);
  const chosen = found ? found[1] : "";
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const more = matchMedia("(prefers-contrast: more)").matches;
  const usual = more ? "contrast" : dark ? "dark" : "light";
  const theme = ["light", "dark", "contrast"].includes(chosen) ? chosen : usual;
  root.dataset.theme = theme;
  root.style.colorScheme = "";
  root.lang = /** @type {any} */ (globalThis).__ediary_i18n?.lang ?? "ru";
  try {
    // Saving data: chosen here, or asked for by the device (parts/saver.js).
    const saver = localStorage.getItem("ediary-saver");
    const asked = /** @type {any} */ (navigator).connection?.saveData === true;
    if (saver === "on" || (saver === null && asked)) root.dataset.saver = "on";
    // The framework's own switch of light and dark follows ours.
    localStorage.setItem("theme", theme === "dark" ? "dark" : "light");
  } catch {
    // Storage may be forbidden; the look does not depend on it.
  }
  // The app opens without a network, too: its worker comes when the page has been seen.
  const calm = /** @type {any} */ (globalThis).requestIdleCallback ?? setTimeout;
  const keep = () => calm(() => navigator.serviceWorker.register("/worker.js").catch(() => {}), { timeout: 5000 });
  if (isSecureContext && "serviceWorker" in navigator) addEventListener("load", () => setTimeout(keep, 1000));
})();
