// @ts-check
// A family's pages as they were seen last: their look is sealed, and shown when the network is away.
import { useEffect } from "react";
import { vault } from "./here.js";

const FIRST_MS = 2500;
const AGAIN_MS = 20_000;
const MOST = 400_000;

/** The content of the page as it stands, once nothing is loading in it. @returns {string} */
function look() {
  const content = document.getElementById("content");
  if (!content || content.querySelector(".skeleton, .empty form")) return "";
  const html = content.innerHTML;
  return html.length > MOST ? "" : html;
}

/** Keep what stands on the page under its address. @param {boolean} isOn */
export function useLastSeen(isOn) {
  useEffect(() => {
    if (!isOn || !vault()) return undefined;
    let last = "";
    const keep = () => {
      const html = look();
      const name = `page:${location.pathname}`;
      if (!html || `${name}${html}` === last || !vault()?.account()) return;
      last = `${name}${html}`;
      vault()?.keep(name, { html });
    };
    const first = setTimeout(keep, FIRST_MS);
    const timer = setInterval(keep, AGAIN_MS);
    const leave = () => { if (document.hidden) keep(); };
    document.addEventListener("visibilitychange", leave);
    return () => { clearTimeout(first); clearInterval(timer); document.removeEventListener("visibilitychange", leave); };
  }, [isOn]);
}
