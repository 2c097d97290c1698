// @ts-check
// One's own password and second step: secrets go straight to the server and back.
import { createElement as h, useState } from "react";
import { t, tn } from "$/public/i18n.js";
import { Field, post, Submit, useForm } from "./form.js";
import { Enrolment, SpareCodes } from "./second_step.js";

/** @param {{error: string, id: string}} props */
function Present({ error, id }) {
  return h(Field, {
    id, name: "password", label: t("Present password"), type: "password", error,
    autoComplete: "current-password",
  });
}

/** Changing the password. */
export function PasswordForm() {
  const [done, setDone] = useState(0);
  const form = useForm(
    (body) => post("/api/account/password", body),
    () => setDone(done + 1),
  );
  return h(
    "form",
    { className: "stack tight narrow", onSubmit: form.submit, key: done },
    h(Present, { id: "present", error: form.errorOf("password") }),
    h(Field, {
      id: "new", name: "new", label: t("New password"), type: "password",
      hint: t("At least 10 characters; several words are easiest to remember."),
      error: form.errorOf("new"), autoComplete: "new-password",
    }),
    h("p", { className: "form-error", role: "alert" }, form.general),
    h("p", { role: "status" }, done > 0 && !form.busy ? t("The password is changed. Other devices were signed out.") : ""),
    h("div", { className: "row" }, h(Submit, { busy: form.busy }, t("Change the password"))),
  );
}

/**
 * The password asked again before something about the second step.
 * @param {{address: string, words: string, kind?: string, done: (answer: any) => void, cancel: () => void}} props
 */
function AskPassword({ address, words, kind, done, cancel }) {
  const form = useForm((body) => post(address, body), done);
  return h(
    "form",
    { className: "stack tight narrow", onSubmit: form.submit },
    h(Present, { id: "confirm-password", error: form.errorOf("password") }),
    h("p", { className: "form-error", role: "alert" }, form.general),
    h(
      "div",
      { className: "row" },
      h(Submit, { busy: form.busy, kind }, words),
      h("button", { type: "button", className: "button", onClick: cancel }, t("Cancel")),
    ),
  );
}

/**
 * The second step of one's own account.
 * @param {{isOn: boolean, isRequired: boolean, codesLeft: number, onChanged: () => void}} props
 */
export function SecondStepForm({ isOn, isRequired, codesLeft, onChanged }) {
  const [asked, ask] = useState("");
  const [offer, setOffer] = useState(/** @type {any} */ (null));
  const [codes, setCodes] = useState(/** @type {string[]} */ ([]));
  const rest = () => {
    ask("");
    setOffer(null);
    setCodes([]);
    onChanged();
  };
  if (codes.length) return h(SpareCodes, { codes, close: rest });
  if (offer) {
    const cancel = h("button", { type: "button", className: "button", onClick: rest }, t("Cancel"));
    return h(Enrolment, {
      offer, confirm: "/api/account/second-step/confirm",
      done: (answer) => setCodes(answer.codes), children: cancel,
    });
  }
  const address = "/api/account/second-step";
  if (asked === "on") return h(AskPassword, { address, words: t("Go on"), done: setOffer, cancel: rest });
  if (asked === "off")
    return h(AskPassword, { address: `${address}/off`, words: t("Turn the second step off"), kind: "danger", done: rest, cancel: rest });
  if (asked === "codes")
    return h(AskPassword, { address: `${address}/codes`, words: t("Make new spare codes"), done: (a) => setCodes(a.codes), cancel: rest });
  /** @param {string} what @param {string} words @param {string} kind */
  const choice = (what, words, kind = "") =>
    h("button", { type: "button", className: `button ${kind}`, onClick: () => ask(what) }, words);
  return h(
    "div",
    { className: "stack tight" },
    h("p", null, isOn ? t("On: the sign-in asks for a code from your telephone.") : t("Off: the password alone opens your account.")),
    isOn && h("p", { className: "soft" }, tn("{n} spare code is left.", "{n} spare codes are left.", codesLeft)),
    isRequired && h("p", { className: "soft" }, t("Your school asks for the second step in your role.")),
    isOn
      ? h("div", { className: "row" }, choice("codes", t("New spare codes")), !isRequired && choice("off", t("Turn it off"), "danger"))
      : h("div", { className: "row" }, choice("on", t("Turn it on"), "primary")),
  );
}
