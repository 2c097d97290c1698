// @ts-check
// The way in: a form that posts to the server and then loads the app anew with the new cookie.
import { createElement as h, useState } from "react";
import { language, t } from "$/public/i18n.js";

/** @param {string} address @param {Record<string, string>} body */
async function post(address, body) {
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    return { ok: answer.ok, ...(await answer.json()) };
  } catch {
    return { ok: false, message: t("No connection. Check the network and try again.") };
  }
}

/** @param {{label: string, id: string, [name: string]: any}} props */
function Field({ label, id, ...input }) {
  return h(
    "label",
    { className: "field", htmlFor: id },
    h("span", { className: "field-label" }, label),
    h("input", { id, className: "input", required: true, ...input }),
  );
}

function LanguageSwitch() {
  const other = language() === "ru" ? "en" : "ru";
  const choose = async () => {
    await post("/api/preferences", { language: other });
    location.reload();
  };
  return h(
    "button",
    { type: "button", className: "text-button", lang: other, onClick: choose },
    other === "ru" ? "Русский" : "English",
  );
}

/** @param {{mode: "password" | "code"}} props */
export function SignInForm({ mode }) {
  const [shown, show] = useState(false);
  const [caps, setCaps] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const byCode = mode === "code";

  /** @param {any} event */
  const submit = async (event) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError("");
    const body = /** @type {Record<string, string>} */ (Object.fromEntries(form));
    const answer = await post(byCode ? "/api/session/code" : "/api/session", body);
    if (answer.ok) {
      location.assign(answer.next);
      return;
    }
    setBusy(false);
    setError(answer.fields?.password ?? answer.message ?? t("Something went wrong. Try again."));
  };

  return h(
    "form",
    { className: "sign-in", onSubmit: submit },
    h("h1", null, byCode ? t("First sign-in or a new password") : t("Sign in to the diary")),
    byCode
      ? h(Field, {
          id: "code", name: "code", label: t("Code from the school office"),
          autoComplete: "one-time-code", autoCapitalize: "characters", placeholder: "K7MR-2X9D",
        })
      : h(Field, {
          id: "name", name: "name", label: t("Login, e-mail or phone"),
          autoComplete: "username", autoCapitalize: "none", autoFocus: true,
        }),
    h(Field, {
      id: "password",
      name: "password",
      label: byCode ? t("New password, at least 10 characters") : t("Password"),
      type: shown ? "text" : "password",
      autoComplete: byCode ? "new-password" : "current-password",
      /** @param {any} event */
      onKeyUp: (event) => setCaps(event.getModifierState?.("CapsLock") ?? false),
    }),
    h(
      "label",
      { className: "check" },
      h("input", { type: "checkbox", checked: shown, onChange: () => show(!shown) }),
      t("Show the password"),
    ),
    caps && h("p", { className: "hint" }, t("Caps Lock is on.")),
    h("p", { className: "form-error", role: "alert" }, error),
    h(
      "button",
      { className: "button primary wide", disabled: busy },
      busy ? t("One moment …") : t("Sign in"),
    ),
    h(
      "p",
      { className: "sign-in-links" },
      byCode
        ? h("a", { href: "/sign-in" }, t("I have a password"))
        : h("a", { href: "/sign-in/code" }, t("I have a code from the office")),
      h(LanguageSwitch),
    ),
  );
}
