// @ts-check
// What every form that speaks to the server by itself is made of: a post, a field, an error.
import { createElement as h, useState } from "react";
import { t } from "$/public/i18n.js";

/** @typedef {{ok: boolean, message?: string, fields?: Record<string, string>, [name: string]: any}} Answer */

/** @param {string} address @param {Record<string, string>} body @returns {Promise<Answer>} */
export async function post(address, body = {}) {
  return send("POST", address, body);
}

/** @param {string} method @param {string} address @param {Record<string, string>} body @returns {Promise<Answer>} */
export async function send(method, address, body = {}) {
  try {
    const answer = await fetch(address, {
      method,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const said = await answer.json();
    return { ok: answer.ok, ...said, message: said.message ?? t("Something went wrong. Try again.") };
  } catch {
    return { ok: false, message: t("No connection. Check the network and try again.") };
  }
}

/** @param {{label: string, id: string, error?: string, hint?: string, [name: string]: any}} props */
export function Field({ label, id, error = "", hint = "", ...input }) {
  return h(
    "div",
    { className: "field" },
    h("label", { className: "field-label", htmlFor: id }, label),
    h("input", {
      id, className: "input", required: true, ...input,
      "aria-invalid": error ? "true" : undefined, "aria-describedby": `${id}-said`,
    }),
    h(
      "span",
      { id: `${id}-said`, role: error ? "alert" : undefined },
      error
        ? h("span", { className: "field-error" }, error)
        : hint && h("span", { className: "hint" }, hint),
    ),
  );
}

/** @param {{busy: boolean, children?: any, kind?: string, [name: string]: any}} props */
export function Submit({ busy, kind = "primary", children, ...rest }) {
  return h(
    "button",
    { type: "submit", className: `button ${kind}`, disabled: busy, ...rest },
    busy ? t("One moment …") : children,
  );
}

/**
 * A form's life: what is being sent, and what the server says of it.
 * @param {(body: Record<string, string>) => Promise<Answer>} act
 * @param {(answer: Answer) => void} done
 */
export function useForm(act, done) {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState(/** @type {Answer | null} */ (null));
  /** @param {any} event */
  const submit = async (event) => {
    event.preventDefault();
    setBusy(true);
    setRefusal(null);
    const form = new FormData(event.currentTarget);
    const answer = await act(/** @type {Record<string, string>} */ (Object.fromEntries(form)));
    setBusy(false);
    if (answer.ok) done(answer);
    else setRefusal(answer);
  };
  /** @param {string} name */
  const errorOf = (name) => refusal?.fields?.[name] ?? "";
  const general = refusal && !refusal.fields ? refusal.message : "";
  return { busy, submit, errorOf, general };
}
