// Runs before the first paint: the look a person chose, from their cookie.
(function () {
  const cookie = (name) =>
    (document.cookie.match(new RegExp("(?:^|; )" + name + "=([^;]*)")) || [])[1] || "";
  const chosen = cookie("ediary_theme");
  const dark = window.matchMedia && matchMedia("(prefers-color-scheme: dark)").matches;
  const theme = ["light", "dark", "contrast"].includes(chosen) ? chosen : dark ? "dark" : "light";
  document.documentElement.dataset.theme = theme;
  document.documentElement.lang = (window.__ediary_i18n || { lang: "ru" }).lang;
})();
