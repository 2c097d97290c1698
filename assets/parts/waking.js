// @ts-check
// A page that slept or lost its line asks once for what it has missed when it is back.
import { useEffect, useRef } from "react";

const SLEEP = 20_000;

/** @param {{isLost: boolean, onWake?: () => void}} props */
export function Waking({ isLost, onWake }) {
  const wake = useRef(onWake);
  wake.current = onWake;
  const wasLost = useRef(false);
  useEffect(() => {
    if (wasLost.current && !isLost) wake.current?.();
    wasLost.current = isLost;
  }, [isLost]);
  useEffect(() => {
    let hiddenAt = 0;
    const look = () => {
      if (document.visibilityState === "hidden") {
        hiddenAt = Date.now();
        return;
      }
      if (hiddenAt && Date.now() - hiddenAt > SLEEP) wake.current?.();
      hiddenAt = 0;
    };
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  return null;
}
