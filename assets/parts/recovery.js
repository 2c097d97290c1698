// @ts-check
// The pages behind a forgotten password and behind the links of letters.
import { createElement as h, useState } from "react";
import { t } from "$/public/i18n.js";
import { Field, post, Submit, useForm } from "./form.js";

/** The secret of the link that led here; `boot.js` has taken it off the address. */
const secret = () => /** @type {any} */ (globalThis).__ediary_link ?? "";

/** @param {{title: string, text: string, href?: string, words?: string}} props */
function Outcome({ title, text, href = "/sign-in", words = t("To the sign-in") }) {
  return h(
    "div",
    { className: "sign-in", role: "status" },
    h("h1", null, title),
    h("p", null, text),
    h("a", { className: "button primary wide", href }, words),
  );
}

const office = () => t("No letter? Perhaps no address is confirmed for you: ask the school office for a one-time code.");

/** Asking for a link: everybody hears the same. */
export function ForgotForm() {
  const [sent, setSent] = useState(false);
  const form = useForm((body) => post("/api/password/forgotten", body), () => setSent(true));
  if (sent)
    return h(
      "div",
      { className: "sign-in", role: "status" },
      h("h1", null, t("Look into your mail")),
      h("p", null, t("If this account has a confirmed e-mail address, a letter with a link is on its way. The link is good for 30 minutes.")),
      h("p", { className: "soft" }, office()),
      h("p", { className: "sign-in-links" }, h("a", { href: "/sign-in" }, t("To the sign-in")), h("a", { href: "/sign-in/code" }, t("I have a code from the office"))),
    );
  return h(
    "form",
    { className: "sign-in", onSubmit: form.submit },
    h("h1", null, t("Forgot the password?")),
    h("p", { className: "soft" }, t("We send a link for a new password to your confirmed e-mail address.")),
    h(Field, {
      id: "name", name: "name", label: t("Login, e-mail or phone"), error: form.errorOf("name"),
      autoComplete: "username", autoCapitalize: "none", autoFocus: true, spellCheck: false, maxLength: 254,
    }),
    h("p", { className: "form-error", role: "alert" }, form.general),
    h(Submit, { busy: form.busy, kind: "primary wide" }, t("Send the link")),
    h("p", { className: "soft" }, t("No confirmed address? Ask the school office for a one-time code.")),
    h("p", { className: "sign-in-links" }, h("a", { href: "/sign-in" }, t("I have a password")), h("a", { href: "/sign-in/code" }, t("I have a code from the office"))),
  );
}

/** A new password by the link of a letter. */
export function NewPasswordForm() {
  const [done, setDone] = useState(false);
  const [shown, show] = useState(false);
  const form = useForm((body) => post("/api/password/new", { ...body, token: secret() }), () => setDone(true));
  if (!secret())
    return h(Outcome, {
      title: t("Open the link from the letter"), href: "/sign-in/forgot", words: t("Ask for a new link"),
      text: t("This page opens from the letter. If the letter is gone, ask for a new link."),
    });
  if (done)
    return h(Outcome, { title: t("The new password is set"), text: t("All devices were signed out. Sign in with the new password.") });
  return h(
    "form",
    { className: "sign-in", onSubmit: form.submit },
    h("h1", null, t("A new password")),
    h(Field, {
      id: "password", name: "password", label: t("New password"), type: shown ? "text" : "password",
      hint: t("At least 10 characters; several words are easiest to remember."), autoFocus: true,
      error: form.errorOf("password"), autoComplete: "new-password", maxLength: 200,
    }),
    h(
      "label",
      { className: "check" },
      h("input", { type: "checkbox", checked: shown, onChange: () => show(!shown) }),
      t("Show the password"),
    ),
    h("p", { className: "form-error", role: "alert" }, form.general),
    h(Submit, { busy: form.busy, kind: "primary wide" }, t("Set the password")),
    h("p", { className: "sign-in-links" }, h("a", { href: "/sign-in/forgot" }, t("Ask for a new link"))),
  );
}

/** Confirming an address: a button, so that a mail filter that opens links confirms nothing. */
export function ConfirmEmail() {
  const [done, setDone] = useState(false);
  const form = useForm(() => post("/api/account/email/confirm", { token: secret() }), () => setDone(true));
  if (!secret())
    return h(Outcome, {
      title: t("Open the link from the letter"), href: "/account", words: t("To my account"),
      text: t("This page opens from the letter. A new letter can be asked for on the page of your account."),
    });
  if (done)
    return h(Outcome, {
      title: t("The address is confirmed"), href: "/account", words: t("To my account"),
      text: t("You can now sign in with it, and get a link there if you forget the password."),
    });
  return h(
    "form",
    { className: "sign-in", onSubmit: form.submit },
    h("h1", null, t("Confirm your e-mail address")),
    h("p", null, t("Press the button, and the address belongs to your account.")),
    h("p", { className: "form-error", role: "alert" }, form.general),
    h(Submit, { busy: form.busy, kind: "primary wide" }, t("Confirm the address")),
    h("p", { className: "sign-in-links" }, h("a", { href: "/account" }, t("To my account"))),
  );
}
