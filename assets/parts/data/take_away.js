// @ts-check
// Takes a list away as a file. A long one is written in the background: its progress is shown here,
// the page may be left, and the file waits among the background work for a day.
import { createElement as h, useEffect, useRef, useState } from "react";
import { t } from "$/public/i18n.js";
import { FORMATS, call, keep, narrowing } from "./calls.js";
import { useMenus } from "./menus.js";

const BEAT = 1000;

/** @param {{ofList: string, query: string, narrowed: string}} props */
export function TableExport({ ofList, query, narrowed }) {
  const [busy, setBusy] = useState("");
  const [error, setError] = useState("");
  const [job, setJob] = useState(/** @type {{id: number, done: number, total: number, format: string} | null} */ (null));
  const alive = useRef(true);
  useMenus();
  useEffect(() => {
    alive.current = true;
    return () => { alive.current = false; };
  }, []);
  const body = () => ({
    headers: { "Content-Type": "application/json" }, body: JSON.stringify(narrowing(narrowed, query)),
  });

  /** @param {number} id @param {string} format */
  const follow = async (id, format) => {
    const { ok, said } = await call(`/api/data/jobs/${id}`, {});
    if (!alive.current) return;
    if (!ok) {
      setError(said.message);
      setJob(null);
    } else if (said.state === "done") {
      setJob(null);
      window.location.assign(`/api/data/jobs/${id}/file`);
    } else if (said.is_over) {
      setJob(null);
      setError(t("The file was not written. Try again."));
    } else {
      setJob({ id, format, done: said.done, total: said.total });
      setTimeout(() => follow(id, format), BEAT);
    }
  };
  /** @param {string} format */
  const take = async (format) => {
    setBusy(format);
    setError("");
    const { ok, said, answer } = await call(`/api/data/${ofList}/export/${format}`, body());
    if (ok && answer) await keep(answer, `${ofList}.${format}`);
    else if (said.code === "in_background" && format !== "pdf") await later(format);
    else setError(said.message);
    setBusy("");
  };
  /** @param {string} format */
  const later = async (format) => {
    const { ok, said } = await call(`/api/data/${ofList}/export-job/${format}`, body());
    if (!ok) setError(said.message);
    else await follow(said.id, format);
  };

  const formats = FORMATS.map((format) =>
    h("button", { key: format, type: "button", className: "button quiet", disabled: busy !== "",
      onClick: () => take(format) }, busy === format ? t("One moment …") : format.toUpperCase()));
  return h("details", { className: "menu-box" },
    h("summary", { className: "button" }, t("Download")),
    h("div", { className: "menu stack tight" },
      h("div", { className: "row" }, formats),
      job && h("label", { className: "hint" }, t("{done} of {total}", { done: job.done, total: job.total }),
        h("progress", { value: job.done, max: job.total })),
      h("span", { role: "alert", className: "field-error" }, error)));
}
