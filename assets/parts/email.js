// @ts-check
// One's own e-mail address: what stands, what waits for its link, and a form to change it.
import { createElement as h, useState } from "react";
import { t } from "$/public/i18n.js";
import { Field, post, Submit, useForm } from "./form.js";

/** @param {{address: string, tone: string, state: string, text?: string}} props */
function Standing({ address, tone, state, text = "" }) {
  return h(
    "div",
    { className: "stack tight" },
    h("p", { className: "address" }, address, " ", h("span", { className: "badge", "data-kind": tone }, state)),
    text && h("p", { className: "hint" }, text),
  );
}

/** @param {{isOver: boolean, done: () => void}} props */
function Again({ isOver, done }) {
  const [sent, setSent] = useState(false);
  const form = useForm(() => post("/api/account/email/again"), () => {
    setSent(true);
    done();
  });
  return h(
    "form",
    { className: "stack tight", onSubmit: form.submit },
    h("p", { className: "form-error", role: "alert" }, form.general),
    h("p", { role: "status" }, sent && !form.busy && !form.general ? t("The letter was sent again.") : ""),
    h("div", { className: "row" }, h(Submit, { busy: form.busy, kind: isOver ? "primary" : "" }, t("Send the letter again"))),
  );
}

/** @param {{has: boolean, done: () => void, cancel: () => void}} props */
function Change({ has, done, cancel }) {
  const form = useForm((body) => post("/api/account/email", body), done);
  return h(
    "form",
    { className: "stack tight narrow", onSubmit: form.submit },
    h(Field, {
      id: "email", name: "email", inputMode: "email", label: has ? t("New e-mail address") : t("E-mail address"),
      error: form.errorOf("email"), autoComplete: "email", autoCapitalize: "none", spellCheck: false, maxLength: 254,
      hint: has ? t("The present address stays in force until the new one is confirmed.") : "",
    }),
    h(Field, {
      id: "email-password", name: "password", label: t("Present password"), type: "password",
      error: form.errorOf("password"), autoComplete: "current-password",
    }),
    h("p", { className: "form-error", role: "alert" }, form.general),
    h(
      "div",
      { className: "row" },
      h(Submit, { busy: form.busy }, t("Send the link")),
      h("button", { type: "button", className: "button", onClick: cancel }, t("Cancel")),
    ),
  );
}

/** @param {{done: () => void, cancel: () => void}} props */
function Removal({ done, cancel }) {
  const form = useForm((body) => post("/api/account/email/remove", body), done);
  return h(
    "form",
    { className: "stack tight narrow", onSubmit: form.submit },
    h("p", null, t("Without an address a forgotten password is set anew only through the office.")),
    h(Field, {
      id: "email-removal-password", name: "password", label: t("Present password"), type: "password",
      error: form.errorOf("password"), autoComplete: "current-password",
    }),
    h("p", { className: "form-error", role: "alert" }, form.general),
    h(
      "div",
      { className: "row" },
      h(Submit, { busy: form.busy, kind: "danger" }, t("Remove the address")),
      h("button", { type: "button", className: "button", onClick: cancel }, t("Cancel")),
    ),
  );
}

/**
 * The address of one's own account.
 * @param {{confirmed: string, asked: string, pending: string, onChanged: () => void}} props
 */
export function EmailForm({ confirmed, asked, pending, onChanged }) {
  const [open, setOpen] = useState("");
  const isOver = pending === "link_over";
  const done = () => {
    setOpen("");
    onChanged();
  };
  return h(
    "div",
    { className: "stack" },
    !confirmed && !pending && h("p", null, t("No address yet. With one you can get a link if you forget the password.")),
    confirmed && h(Standing, { address: confirmed, tone: "ok", state: t("Confirmed") }),
    pending &&
      h(Standing, {
        address: asked,
        tone: isOver ? "warn" : "info",
        state: isOver ? t("Not confirmed") : t("Link sent"),
        text: isOver
          ? t("The link is over. Send the letter again to confirm the address.")
          : t("Open the link in the letter within 24 hours. Until then nothing else goes to this address."),
      }),
    pending && !open && h(Again, { isOver, done }),
    open === "removal" && h(Removal, { done, cancel: () => setOpen("") }),
    open === "change" && h(Change, { has: Boolean(confirmed), done, cancel: () => setOpen("") }),
    !open &&
      h(
          "div",
          { className: "row" },
          h(
            "button",
            { type: "button", className: confirmed || pending ? "button" : "button primary", onClick: () => setOpen("change") },
            confirmed || pending ? t("Another address") : t("Add an address"),
          ),
          (confirmed || pending) &&
            h("button", { type: "button", className: "button quiet", onClick: () => setOpen("removal") }, t("Remove the address")),
        ),
  );
}
