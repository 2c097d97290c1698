// @ts-check
// What one can do without a network: today, the lessons of the day, and the page seen last.
import { createElement as h, useEffect, useRef, useState } from "react";
import { Link, useLocation } from "react-router";
import { moment, t } from "$/public/i18n.js";
import { JournalPart } from "../journal/journal.js";
import { LessonPart } from "../lesson/lesson.js";
import { TodayPart } from "../lesson/today.js";
import { vault } from "./here.js";

const nothing = () => {};

/** A day as it is by now: its clock goes on without the server. @param {any} day @param {string} at */
export function later(day, at) {
  const [hours, minutes] = String(day.now || "0:0").split(":").map(Number);
  const now = hours * 60 + minutes + Math.max(0, Math.floor((Date.now() - Date.parse(at)) / 60_000));
  if (now >= 24 * 60) return { ...day, today: "", now: "" };
  const two = /** @param {number} n */ (n) => String(n).padStart(2, "0");
  return { ...day, now: `${two(Math.floor(now / 60))}:${two(now % 60)}` };
}

/** The name under which the sheet of an address is kept. @param {string} path @returns {string} */
export function nameOf(path) {
  const lesson = path.match(/^\/lesson\/(\d+)/);
  if (lesson) return `lesson:${lesson[1]}`;
  if (path.startsWith("/today")) return "today";
  return path.startsWith("/journal") ? "journal" : `page:${path}`;
}

/** @param {{name: string, value: any, at: string}} props */
function Shown({ name, value, at }) {
  const shared = { owner: vault()?.account() ?? 0, answers: [], connected: false, asked: true, onApply: nothing, onHistory: nothing };
  if (name === "today") return h(TodayPart, { ...shared, day: later(value, at), onMove: nothing });
  if (name.startsWith("lesson:")) return h(LessonPart, { ...shared, sheet: value });
  if (name === "journal") return h(JournalPart, { ...shared, kept: value, groups: { items: [], total: 0, search: "" }, ready: true, onFind: nothing, onOpen: nothing });
  return h(Look, { html: value.html });
}

/** A page as it looked: to read, not to press. @param {{html: string}} props */
function Look({ html }) {
  const place = useRef(/** @type {HTMLDivElement | null} */ (null));
  useEffect(() => {
    place.current?.querySelectorAll("button, input, select, textarea").forEach((field) => field.setAttribute("disabled", ""));
  }, [html]);
  return h("div", { ref: place, dangerouslySetInnerHTML: { __html: html } });
}

export default function Room() {
  const { pathname } = useLocation();
  const [found, setFound] = useState(/** @type {{name: string, value: any, at: string} | null | undefined} */ (undefined));
  useEffect(() => {
    const name = nameOf(pathname);
    setFound(undefined);
    vault()?.seen(name).then((seen) => setFound(seen && { name, ...seen }));
  }, [pathname]);
  const links = h("nav", { className: "row", "aria-label": t("Kept on this device") },
    h(Link, { className: "button quiet", to: "/today" }, t("Today")), h(Link, { className: "button quiet", to: "/journal" }, t("Journal")));
  if (found === undefined) return h("div", { className: "skeletons" }, h("div", { className: "skeleton" }));
  if (found === null) {
    return h("section", { className: "empty" }, h("h2", { className: "empty-title" }, t("This page is not kept on the device")),
      h("p", { className: "empty-text" }, t("It opens when the network is back.")), !nameOf(pathname).startsWith("page:") && links);
  }
  const isLook = found.name.startsWith("page:");
  const when = moment(found.at);
  return h("div", { className: "stack" },
    h("p", { className: "note", role: "status" }, isLook ? t("Without a network, as of {when}.", { when }) : t("Without a network, as of {when}. What you enter is kept here and leaves when the network is back.", { when })),
    !isLook && !found.name.startsWith("lesson:") && links,
    h(Shown, { key: found.name, ...found }));
}
