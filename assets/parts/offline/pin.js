// @ts-check
// The PIN of this device: asked when the app opens without a network, chosen on one's account page.
import { createElement as h, useEffect, useState } from "react";
import { t, tn } from "$/public/i18n.js";
import { canKeep, vault } from "./here.js";
import { PIN_LENGTH } from "./sealing.js";

/** Nobody's first guess. @param {string} pin */
const isPlain = (pin) => /^(.)\1*$/.test(pin) || "01234567890".includes(pin) || "09876543210".includes(pin);

/** @param {{label: string, hint?: string, error: string, busy: boolean, act: string, auto?: boolean, onPin: (pin: string) => void}} props */
function PinField({ label, hint, error, busy, act, auto, onPin }) {
  const [pin, setPin] = useState("");
  /** @param {any} e */
  const submit = (e) => { e.preventDefault(); onPin(pin); setPin(""); };
  return h("form", { className: "stack tight narrow", onSubmit: submit },
    h("label", { className: "field" },
      h("span", { className: "field-label" }, label),
      h("input", { className: "input", type: "password", inputMode: "numeric", autoComplete: "off", name: "device-pin", minLength: PIN_LENGTH, maxLength: 32,
        required: true, autoFocus: auto, value: pin, "aria-describedby": "pin-said", onChange: /** @param {any} e */ (e) => setPin(e.target.value) })),
    h("p", { id: "pin-said", role: error ? "alert" : undefined, className: error ? "field-error" : "hint" }, error || hint),
    h("div", { className: "row" }, h("button", { type: "submit", className: "button primary", disabled: busy || pin.length < PIN_LENGTH }, busy ? t("One moment …") : act)));
}

/** What a wrong PIN is told. @param {{left: number, wait: number}} outcome */
function wrongWords({ left, wait }) {
  const rest = tn("{n} try is left.", "{n} tries are left.", left);
  const first = wait ? tn("Wait {n} second before the next try.", "Wait {n} seconds before the next try.", wait) : t("The PIN is not right.");
  return `${first} ${rest}`;
}

/** Opens what is kept here without a network. @param {{onOpen: () => void, onGone: () => void}} props */
export function AskPin({ onOpen, onGone }) {
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  /** @param {string} pin */
  const tryPin = async (pin) => {
    setBusy(true);
    const outcome = (await vault()?.openByPin(pin)) ?? { kind: "gone" };
    setBusy(false);
    if (outcome.kind === "open") onOpen();
    else if (outcome.kind === "gone") onGone();
    else setError(wrongWords(/** @type {any} */ (outcome)));
  };
  return h(PinField, { label: t("PIN of this device"), error, busy, act: t("Open"), auto: true, onPin: tryPin });
}

/** Choosing and taking away the PIN, on the page of one's account. */
export function PinChoice() {
  const [hasPin, setHasPin] = useState(false);
  const [said, setSaid] = useState({ error: "", done: "" });
  const [busy, setBusy] = useState(false);
  const look = async () => setHasPin(Boolean((await vault()?.doorway())?.hasPin));
  useEffect(() => { look(); }, []);
  if (!canKeep()) return h("p", null, t("At this address the diary works only with a network. To work without one, open it by its https address."));
  /** @param {string} pin */
  const choose = async (pin) => {
    if (isPlain(pin)) return setSaid({ error: t("This PIN is guessed at once. Choose another."), done: "" });
    setBusy(true);
    const isSet = await vault()?.setPin(pin);
    setBusy(false);
    setSaid(isSet ? { error: "", done: t("The PIN is set on this device.") } : { error: t("The PIN could not be set: it needs the network."), done: "" });
    return look();
  };
  const drop = async () => {
    await vault()?.dropPin();
    setSaid({ error: "", done: t("The PIN is taken away.") });
    await look();
  };
  return h("div", { className: "stack tight" },
    h("p", null, hasPin
      ? t("A PIN is set: without a network this device opens today and your lessons with it.")
      : t("With a PIN this device opens today and your lessons without a network, even after a restart.")),
    h(PinField, { label: hasPin ? t("New PIN") : t("PIN"), hint: t("At least six digits, for this device only. Signing out takes it away."), error: said.error, busy, act: hasPin ? t("Change the PIN") : t("Set the PIN"), onPin: choose }),
    hasPin && h("div", { className: "row" }, h("button", { type: "button", className: "button", onClick: drop }, t("Take the PIN away"))),
    h("p", { role: "status" }, said.done));
}
