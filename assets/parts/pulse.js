// @ts-check
// A beat while something is under way and the page is in sight: the page asks how far it is.
import { useEffect, useRef } from "react";

/** @param {{active: boolean, every: number, onBeat?: () => void}} props */
export function Pulse({ active, every, onBeat }) {
  const beat = useRef(onBeat);
  beat.current = onBeat;
  useEffect(() => {
    if (!active) return undefined;
    const timer = setInterval(() => document.hidden || beat.current?.(), every);
    return () => clearInterval(timer);
  }, [active, every]);
  return null;
}
