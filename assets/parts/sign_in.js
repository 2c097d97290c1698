// @ts-check
// The way in: a form that posts to the server and then loads the app anew with the new cookie.
import { createElement as h, useEffect, useState } from "react";
import { language, t } from "$/public/i18n.js";
import { Field, post, Submit, useForm } from "./form.js";
import { arrive } from "./offline/leaving.js";
import { EnrolFirst, GiveCode } from "./second_step.js";

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

/** @param {{byCode: boolean, error: string}} props */
function Name({ byCode, error }) {
  return byCode
    ? h(Field, {
        id: "code", name: "code", label: t("Code from the school office"), error,
        autoComplete: "one-time-code", autoCapitalize: "characters", placeholder: "K7MR-2X9D",
        autoFocus: true, className: "input code-input", spellCheck: false,
      })
    : h(Field, {
        id: "name", name: "name", label: t("Login, e-mail or phone"), error,
        autoComplete: "username", autoCapitalize: "none", autoFocus: true, spellCheck: false,
      });
}

/** @param {{byCode: boolean, error: string}} props */
function PasswordField({ byCode, error }) {
  const [shown, show] = useState(false);
  const [caps, setCaps] = useState(false);
  return h(
    "div",
    null,
    h(Field, {
      id: "password", name: "password", error,
      label: byCode ? t("New password, at least 10 characters") : t("Password"),
      type: shown ? "text" : "password",
      autoComplete: byCode ? "new-password" : "current-password",
      hint: caps ? t("Caps Lock is on.") : "",
      /** @param {any} event */
      onKeyUp: (event) => setCaps(event.getModifierState?.("CapsLock") ?? false),
    }),
    h(
      "label",
      { className: "check" },
      h("input", { type: "checkbox", checked: shown, onChange: () => show(!shown) }),
      t("Show the password"),
    ),
  );
}

/** @param {{mode: "password" | "code"}} props */
export function SignInForm({ mode }) {
  const byCode = mode === "code";
  const [owes, setOwes] = useState("");
  useEffect(() => void arrive(), []);
  /** @param {any} answer */
  const go = (answer) => (answer.owes ? setOwes(answer.owes) : location.assign(answer.next));
  const address = byCode ? "/api/session/code" : "/api/session";
  const form = useForm((body) => post(address, body), go);
  if (owes === "code") return h(GiveCode, { done: go });
  if (owes === "enrolment") return h(EnrolFirst);
  return h(
    "form",
    { className: "sign-in", onSubmit: form.submit },
    h("h1", null, byCode ? t("First sign-in or a new password") : t("Sign in to the diary")),
    h(Name, { byCode, error: form.errorOf("code") }),
    h(PasswordField, { byCode, error: form.errorOf("password") }),
    h("p", { className: "form-error", role: "alert" }, form.general),
    h(Submit, { busy: form.busy, kind: "primary wide" }, t("Sign in")),
    h(
      "p",
      { className: "sign-in-links" },
      byCode
        ? h("a", { href: "/sign-in" }, t("I have a password"))
        : h("a", { href: "/sign-in/forgot" }, t("I forgot the password")),
      !byCode && h("a", { href: "/sign-in/code" }, t("I have a code from the office")),
      h(LanguageSwitch),
    ),
  );
}
