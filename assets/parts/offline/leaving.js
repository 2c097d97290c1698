// @ts-check
// Signing out of a shared device: what was done leaves first, what cannot leave stays sealed.
import { createElement as h, useState } from "react";
import { t, tn } from "$/public/i18n.js";
import { send } from "../form.js";
import { flush } from "./flush.js";
import { canKeep, storageOf, vault } from "./here.js";

/** Tells the server that this device was left, should the sign-out itself not reach it now. */
const LEAVING = "ediary_leaving";
const SENDING_MS = 10_000;
const DAYS_90 = 90 * 24 * 3600;

/** Sign out: the seal is shut, the PIN and the sheets are gone, the session ends. */
async function leave() {
  const answer = await send("DELETE", "/api/session");
  await vault()?.clear();
  sessionStorage.clear();
  const secure = location.protocol === "https:" ? "; secure" : "";
  if (!answer.ok) document.cookie = `${LEAVING}=1; path=/; max-age=${DAYS_90}; samesite=lax${secure}`;
  location.assign("/sign-in");
}

/** On the page of the sign-in: a session that has ended takes along what it opened. */
export async function arrive() {
  if (document.cookie.includes(`${LEAVING}=`)) await send("DELETE", "/api/session");
  const seal = vault();
  seal?.lock();
  if (!seal || !(await seal.doorway()).owner) return;
  await seal.openBySession();
  seal.lock();
}

/** @param {{left: {waiting: number, refused: number}, stay: () => void}} props */
function Left({ left, stay }) {
  const n = left.waiting + left.refused;
  return h("div", { className: "stack tight", role: "alertdialog", "aria-label": t("Not everything was sent") },
    left.waiting > 0 && h("p", null, tn("{n} entry could not be sent.", "{n} entries could not be sent.", left.waiting)),
    left.refused > 0 && h("p", null, tn("{n} refused entry waits for your decision.", "{n} refused entries wait for your decision.", left.refused)),
    h("p", null, canKeep()
      ? tn("It stays on this device, sealed, is seen by nobody else, and comes back when you sign in here again.", "They stay on this device, sealed, are seen by nobody else, and come back when you sign in here again.", n)
      : t("At this address nothing can be kept sealed: signing out loses it.")),
    h("div", { className: "row" },
      h("button", { type: "button", className: "button primary", autoFocus: true, onClick: stay }, t("Stay")),
      h("button", { type: "button", className: "button danger", onClick: leave }, t("Sign out all the same"))));
}

/** Signing this device out. @param {{owner: number}} props */
export function SignOutButton({ owner }) {
  const [isSending, setSending] = useState(0);
  const [left, setLeft] = useState(/** @type {{waiting: number, refused: number} | null} */ (null));
  const go = async () => {
    const storage = storageOf(owner);
    const { queue } = storage.load();
    setSending(queue.length);
    const late = new Promise((resolve) => setTimeout(resolve, queue.length ? SENDING_MS : 0));
    if (queue.length) await Promise.race([flush(storage), late]);
    setSending(0);
    const rest = { waiting: storage.load().queue.length, refused: storage.load().refused.length };
    if (rest.waiting + rest.refused) setLeft(rest);
    else await leave();
  };
  if (left) return h(Left, { left, stay: () => setLeft(null) });
  return h("div", null,
    h("button", { type: "button", className: "button", onClick: go, disabled: isSending > 0 }, t("Sign out")),
    h("p", { role: "status", className: "hint" }, isSending > 0 ? tn("Sending {n} entry first …", "Sending {n} entries first …", isSending) : ""));
}
