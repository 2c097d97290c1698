// @ts-check
// In every page's frame: opens the seal of who is signed in, sends what waits, says how the line is.
import { createElement as h, useEffect, useRef, useState } from "react";
import { t } from "$/public/i18n.js";
import { flush } from "./flush.js";
import { canKeep, carriers, storageOf, vault } from "./here.js";
import { useLastSeen } from "./last_seen.js";

const AGAIN_MS = 5000;
const HOLD_MS = 20_000;
const BLINK_MS = 1200;
const GLAD_MS = 4000;

/** The seal opens for a live session, asked again until the server answers. @param {number} owner @param {boolean} lost */
function useSeal(owner, lost) {
  useEffect(() => {
    const seal = vault();
    if (!owner || lost || !seal) return undefined;
    let timer = 0;
    const open = async () => {
      if (seal.account() === owner) return;
      if ((await seal.openBySession()) === "away") timer = window.setTimeout(open, AGAIN_MS);
    };
    open();
    return () => clearTimeout(timer);
  }, [owner, lost]);
}

/** What waits leaves from any page its owner opens. @param {number} owner @param {boolean} lost */
function useSending(owner, lost) {
  useEffect(() => {
    if (!owner || lost || !canKeep()) return undefined;
    let isBusy = false;
    const look = async () => {
      const storage = storageOf(owner);
      if (isBusy || carriers.size || !storage.isLoaded() || !storage.load().queue.length) return;
      isBusy = true;
      await flush(storage);
      isBusy = false;
    };
    const timer = setInterval(look, AGAIN_MS / 2);
    return () => clearInterval(timer);
  }, [owner, lost]);
}

/** The open key outlives a reload, and nothing longer. @param {boolean} lost */
function useHolding(lost) {
  useEffect(() => {
    if (!lost) return undefined;
    vault()?.handOver();
    const timer = setInterval(() => vault()?.handOver(), HOLD_MS);
    return () => clearInterval(timer);
  }, [lost]);
}

/** @typedef {"" | "lost" | "back"} Line How the line is, said only when it lasts. */
/** @param {boolean} lost */
function useLine(lost) {
  const [line, setLine] = useState(/** @type {Line} */ (""));
  const was = useRef(false);
  useEffect(() => {
    if (!lost && !was.current) return undefined;
    const say = /** @param {Line} word */ (word) => () => { was.current = word === "lost"; setLine(word); };
    if (lost) {
      const timer = setTimeout(say("lost"), BLINK_MS);
      return () => clearTimeout(timer);
    }
    say("back")();
    const timer = setTimeout(say(""), GLAD_MS);
    return () => clearTimeout(timer);
  }, [lost]);
  return line;
}

/** @param {{owner: number, lost: boolean, keeps: boolean}} props keeps: the look of this page is kept */
export function Connection({ owner, lost, keeps }) {
  useLastSeen(keeps && Boolean(owner) && !lost);
  useSeal(owner, lost);
  useSending(owner, lost);
  useHolding(lost);
  const line = useLine(lost);
  const words = canKeep()
    ? t("No connection. Nothing is lost: the page goes on when it returns.")
    : t("No connection. What was entered waits in this tab: do not close it.");
  return h("div", { role: "status", "aria-live": "polite" },
    line && h("p", { className: "offline", "data-line": line }, line === "lost" ? words : t("The connection is back.")));
}
