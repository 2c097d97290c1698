// @ts-check
// Language and look: chosen at once on this device, remembered by the server in a cookie.
import { createElement as h, useState } from "react";
import { language, t } from "$/public/i18n.js";

/** @param {Record<string, string>} chosen */
async function remember(chosen) {
  const answer = await fetch("/api/preferences", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(chosen),
  });
  return answer.ok;
}

/** @param {{name: string, options: [string, string][], value: string, choose: (value: string) => void}} props */
function Choice({ name, options, value, choose }) {
  return h(
    "fieldset",
    { className: "choice" },
    h("legend", { className: "field-label" }, name),
    h(
      "div",
      { className: "row" },
      options.map(([key, text]) =>
        h(
          "button",
          {
            key, type: "button", className: "chip", "aria-pressed": value === key,
            lang: name === "language" ? key : undefined, onClick: () => choose(key),
          },
          text,
        ),
      ),
    ),
  );
}

/** What was chosen on this device: the cookie, or "auto". @returns {string} */
function chosenTheme() {
  return document.cookie.match(/(?:^|; )ediary_theme=([^;]*)/)?.[1] ?? "auto";
}

/** What the device itself asks for. @returns {string} */
function usualTheme() {
  if (matchMedia("(prefers-contrast: more)").matches) return "contrast";
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** The choice of look: the page changes at once. */
export function ThemeChoice() {
  const [theme, setTheme] = useState(chosenTheme);
  /** @param {string} value */
  const choose = async (value) => {
    setTheme(value);
    document.documentElement.dataset.theme = value === "auto" ? usualTheme() : value;
    await remember({ theme: value });
  };
  return h(Choice, {
    name: t("Look"), value: theme, choose,
    options: [["auto", t("As on the device")], ["light", t("Light")], ["dark", t("Dark")], ["contrast", t("Large type, high contrast")]],
  });
}

/** The choice of language: the page is loaded anew in it. */
export function LanguageChoice() {
  /** @param {string} value */
  const choose = async (value) => {
    if (value !== language() && (await remember({ language: value }))) location.reload();
  };
  return h(Choice, {
    name: t("Language"), value: language(), choose,
    options: [["ru", "Русский"], ["en", "English"]],
  });
}
