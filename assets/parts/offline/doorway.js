// @ts-check
// The doorway of a page: what stands there until the server has said who is signed in.
//
// With a network that is a moment. Without one, what is sealed on this device opens by the PIN, or
// at once after a reload. Once a page was shown it stays through a lost line and a restarted server.
import { createElement as h, lazy, Suspense, useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { t, tn } from "$/public/i18n.js";
import { vault } from "./here.js";
import { AskPin } from "./pin.js";

const Room = lazy(() => import("./room.js"));
/** After so long without an answer the line is taken for lost. */
const SLOW_MS = 6000;
/** Pages that are kept on the device. */
const KEPT = ["/today", "/lesson/[lesson_id]", "/journal"];

/** @typedef {{kind: "wait"} | {kind: "none"} | {kind: "sealed", waiting: number, hasPin: boolean} | {kind: "open"}} Door */

function Skeletons() {
  return h("div", { className: "skeletons", role: "status", "aria-label": t("Loading") }, [0, 1, 2, 3].map((n) => h("div", { key: n, className: "skeleton" })));
}

/** @param {{title: string, text: string, children?: any}} props */
function Words({ title, text, children }) {
  return h("section", { className: "empty" }, h("h2", { className: "empty-title" }, title), h("p", { className: "empty-text" }, text), children);
}

/** What stands at this door now. @returns {Promise<Door>} */
async function look() {
  const seal = vault();
  if (!seal) return { kind: "none" };
  try {
    if (await seal.resume()) return { kind: "open" };
    const found = await seal.doorway();
    return found.owner ? { kind: "sealed", waiting: found.waiting, hasPin: found.hasPin } : { kind: "none" };
  } catch {
    return { kind: "none" };
  }
}

/** @param {{waiting: number}} props */
function Waiting({ waiting }) {
  if (!waiting) return null;
  return h("p", { className: "hint" }, tn("{n} entry waits here, sealed, and leaves when the network is back.", "{n} entries wait here, sealed, and leave when the network is back.", waiting));
}

/** The door without a network. @param {{route: string}} props */
function Offline({ route }) {
  const [door, setDoor] = useState(/** @type {Door} */ ({ kind: "wait" }));
  const again = () => look().then(setDoor);
  const navigate = useNavigate();
  useEffect(() => {
    again();
    if (route === "/") vault()?.start().then((path) => { if (path) navigate(path, { replace: true }); });
  }, [route]);
  if (door.kind === "wait") return h(Skeletons);
  if (door.kind === "open") return h(Suspense, { fallback: h(Skeletons) }, h(Room));
  if (door.kind === "none") return h(Words, { title: t("No connection"), text: t("This page opens when the network is back. Nothing else is kept on this device.") });
  const title = t("No connection");
  if (!door.hasPin) return h(Words, { title, text: t("What is kept on this device is sealed until the network is back: no PIN is set here.") }, h(Waiting, { waiting: door.waiting }));
  return h("section", { className: "empty" }, h("h2", { className: "empty-title" }, title),
    h("p", { className: "empty-text" }, t("Open what is kept on this device with its PIN.")),
    h(AskPin, { onOpen: () => setDoor({ kind: "open" }), onGone: again }), h(Waiting, { waiting: door.waiting }));
}

/** Whether something is being typed here that a change of the page would lose. */
function isTyping() {
  const field = /** @type {HTMLInputElement | null} */ (document.activeElement);
  return Boolean(field?.matches("input, textarea, select") && field.closest("#content") && field.name !== "device-pin");
}

/**
 * Whether the room without a network stands here instead of the page. It is left when the line is
 * back and nothing is being typed in it.
 * @param {boolean} isWanted
 */
function useRoom(isWanted) {
  const [isIn, setIn] = useState(false);
  useEffect(() => {
    if (isWanted) setIn(true);
    if (isWanted || !isIn) return undefined;
    const go = () => { if (!isTyping()) setIn(false); };
    go();
    const timer = setInterval(go, 300);
    return () => clearInterval(timer);
  }, [isWanted, isIn]);
  return isWanted || isIn;
}

/** @param {{account: number, lost: boolean, route: string, children?: any}} props */
export function Doorway({ account, lost, route, children }) {
  const [isSlow, setSlow] = useState(false);
  const wasIn = useRef(false);
  const cameLost = useRef(lost);
  if (account) wasIn.current = true;
  if (!lost) cameLost.current = false;
  useEffect(() => {
    if (account) return undefined;
    const timer = setTimeout(() => setSlow(true), SLOW_MS);
    return () => clearTimeout(timer);
  }, [account]);
  const isAway = lost || (isSlow && !account);
  const isRoom = useRoom(isAway && (!wasIn.current || (cameLost.current && KEPT.includes(route))));
  if (isRoom) return h(Offline, { route });
  return wasIn.current ? children : h(Skeletons);
}
