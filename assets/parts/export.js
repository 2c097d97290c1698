// @ts-check
// A list taken away as a file. What it is narrowed to goes in the body: an address may be kept
// somewhere, and a name that was searched for is nobody else's business.
import { createElement as h, useState } from "react";
import { t } from "$/public/i18n.js";

/** @param {Blob} data @param {string} name */
function keep(data, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(data);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/**
 * @param {string} path @param {string} name of the file @param {object} narrowing
 * @returns {Promise<string>} what went wrong
 */
export async function fetchFile(path, name, narrowing) {
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(narrowing),
    });
    if (answer.ok) {
      keep(await answer.blob(), name);
      return "";
    }
    return (await answer.json()).message ?? t("Something went wrong. Try again.");
  } catch {
    return t("No connection. Check the network and try again.");
  }
}

/**
 * Two buttons, one for each kind of file.
 * @param {{path: string, name: string, narrowing: object}} props
 */
function Export({ path, name, narrowing }) {
  const [busy, setBusy] = useState("");
  const [error, setError] = useState("");
  /** @param {string} format */
  const take = async (format) => {
    setBusy(format);
    setError("");
    setError(await fetchFile(`${path}/${format}`, `${name}.${format}`, narrowing));
    setBusy("");
  };
  return h("div", { className: "row export no-print" },
    ["xlsx", "csv"].map((format) =>
      h("button", { key: format, type: "button", className: "button", disabled: busy !== "",
        onClick: () => take(format) },
      busy === format ? t("One moment …") : t("Download {format}", { format: format.toUpperCase() }))),
    h("span", { role: "alert", className: "field-error" }, error));
}

/** @param {{query: string, classId: number, kind: string}} props */
export function PeopleExport({ query, classId, kind }) {
  return h(Export, { path: "/api/people/export", name: t("People"), narrowing: { query, class_id: classId, kind: kind || null } });
}

/** @param {{classId: number, month: string}} props */
export function MonthExport({ classId, month }) {
  const name = `${t("Attendance")} ${month.slice(0, 7)}`;
  return h(Export, { path: "/api/class-attendance/export", name, narrowing: { class_id: classId, month } });
}
