// @ts-check
// The second step of a sign-in: the digits of an app, putting an app in place, the spare codes.
import { createElement as h, useEffect, useState } from "react";
import { t } from "$/public/i18n.js";
import { Field, post, Submit, useForm } from "./form.js";

/** @param {{id: string, label: string, error: string, hint?: string, spare?: boolean}} props */
export function CodeField({ id, label, error, hint, spare = false }) {
  return h(Field, {
    id, label, error, hint, name: "code", autoComplete: "one-time-code", autoFocus: true,
    className: "input code-input", autoCapitalize: "characters", spellCheck: false,
    inputMode: spare ? "text" : "numeric", maxLength: 12,
  });
}

/** The second step itself. @param {{done: (answer: any) => void}} props */
export function GiveCode({ done }) {
  const [spare, setSpare] = useState(false);
  const form = useForm((body) => post("/api/session/second-step", body), done);
  return h(
    "form",
    { className: "sign-in", onSubmit: form.submit },
    h("h1", null, t("Second step")),
    h(
      "p",
      { className: "soft" },
      spare
        ? t("Enter one of the spare codes you wrote down. Each works once.")
        : t("Enter the six digits that the app on your telephone shows."),
    ),
    h(CodeField, {
      key: spare ? "spare" : "app", id: "code", spare, error: form.errorOf("code"),
      label: spare ? t("Spare code") : t("Six digits"),
    }),
    h("p", { className: "form-error", role: "alert" }, form.general),
    h(Submit, { busy: form.busy, kind: "primary wide" }, t("Sign in")),
    h(
      "p",
      { className: "sign-in-links" },
      h(
        "button",
        { type: "button", className: "text-button", onClick: () => setSpare(!spare) },
        spare ? t("Use the app after all") : t("I have no telephone with me"),
      ),
      h("a", { href: "/sign-in" }, t("Begin again")),
    ),
  );
}

/**
 * Putting the app in place: scan, type, done.
 * @param {{offer: {picture: string, secret: string}, confirm: string, done: (answer: any) => void, children?: any}} props
 */
export function Enrolment({ offer, confirm, done, children }) {
  const form = useForm((body) => post(confirm, body), done);
  const letters = offer.secret.match(/.{1,4}/g)?.join(" ") ?? "";
  return h(
    "form",
    { className: "enrolment", onSubmit: form.submit },
    h(
      "ol",
      { className: "steps" },
      h("li", null, t("Install an authenticator app on your telephone, if there is none yet.")),
      h(
        "li",
        null,
        t("Scan this picture with the app."),
        h("img", { src: offer.picture, alt: t("Picture for the authenticator app"), className: "qr" }),
        h(
          "details",
          null,
          h("summary", null, t("I cannot scan it")),
          h("p", { className: "soft" }, t("Enter these letters in the app by hand:")),
          h("p", { className: "secret" }, letters),
        ),
      ),
      h(
        "li",
        null,
        t("Enter the six digits the app shows now."),
        h(CodeField, { id: "first-code", label: t("Six digits"), error: form.errorOf("code") }),
      ),
    ),
    h("p", { className: "form-error", role: "alert" }, form.general),
    h("div", { className: "row" }, h(Submit, { busy: form.busy }, t("Turn the second step on")), children),
  );
}

/** The spare codes, shown once. @param {{codes: string[], close: () => void}} props */
export function SpareCodes({ codes, close }) {
  const [kept, setKept] = useState(false);
  return h(
    "div",
    { className: "spare" },
    h("h2", { tabIndex: -1, ref: (/** @type {any} */ node) => node?.focus() }, t("Spare codes")),
    h(
      "p",
      null,
      t("If the telephone is lost, one of these lets you in. They are shown only now: write them down or print them."),
    ),
    h("ol", { className: "spare-codes" }, codes.map((code) => h("li", { key: code }, code))),
    h(
      "div",
      { className: "row no-print" },
      h("button", { type: "button", className: "button", onClick: () => window.print() }, t("Print")),
    ),
    h(
      "label",
      { className: "check no-print" },
      h("input", { type: "checkbox", checked: kept, onChange: () => setKept(!kept) }),
      t("I have kept the codes"),
    ),
    h(
      "button",
      { type: "button", className: "button primary no-print", disabled: !kept, onClick: close },
      t("Go on"),
    ),
  );
}

/** Enrolment during a sign-in, when the school demands it. */
export function EnrolFirst() {
  const [offer, setOffer] = useState(/** @type {any} */ (null));
  const [codes, setCodes] = useState(/** @type {string[]} */ ([]));
  useEffect(() => {
    post("/api/session/enrolment").then((answer) => setOffer(answer));
  }, []);
  const begin = h("a", { href: "/sign-in" }, t("Begin again"));
  if (codes.length) return h(SpareCodes, { codes, close: () => location.assign("/") });
  if (offer && !offer.ok) return h("div", { className: "sign-in" }, h("p", { role: "alert" }, offer.message), begin);
  return h(
    "div",
    { className: "sign-in" },
    h("h1", null, t("One more step")),
    h("p", { className: "soft" }, t("Your school asks for a second step in your role: a code from your telephone beside the password.")),
    offer
      ? h(Enrolment, {
          offer, confirm: "/api/session/enrolment/confirm",
          done: (answer) => setCodes(answer.recovery), children: begin,
        })
      : h("div", { className: "skeleton", role: "status", "aria-label": t("Loading") }),
  );
}
