// @ts-check
// Files beside the homework: added several at once, each with its own state, kept until it is sent.
import { createElement as h, useEffect, useState } from "react";
import { t } from "$/public/i18n.js";
import { newKey } from "./store.js";
import { sizeText } from "./words.js";

const KINDS = "image/*,.pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx,.odt,.ods,.odp,.rtf,.txt,.csv";
/** @typedef {{key: string, lesson: number, file: File, state: "sending" | "waiting" | "refused", message: string}} Upload */

/** Send one file. @param {Upload} upload @returns {Promise<Partial<Upload> | null>} null when it is kept */
async function send({ key, lesson, file }) {
  const headers = { "X-File-Name": encodeURIComponent(file.name), "X-Request-Key": key, "Content-Type": "application/octet-stream" };
  try {
    const answer = await fetch(`/api/lessons/${lesson}/files`, { method: "POST", headers, body: file });
    if (answer.ok) return null;
    const said = await answer.json().catch(() => ({}));
    return { state: "refused", message: said.message ?? t("The file was not accepted.") };
  } catch {
    return { state: "waiting", message: t("No connection: the file waits here.") };
  }
}

/**
 * @param {{lesson: number, files: [number, string, number][], canChange: boolean, connected: boolean,
 *   onRemove: (id: number) => void}} props
 */
export function Files({ lesson, files, canChange, connected, onRemove }) {
  const [uploads, setUploads] = useState(/** @type {Upload[]} */ ([]));
  /** @param {string} key @param {Partial<Upload> | null} change */
  const change = (key, change) => setUploads((all) => all.flatMap((u) => (u.key !== key ? [u] : change ? [{ ...u, ...change }] : [])));
  /** @param {Upload} upload */
  const start = async (upload) => {
    change(upload.key, { state: "sending", message: "" });
    change(upload.key, await send(upload));
  };
  /** @param {any} e */
  const add = async (e) => {
    /** @type {Upload[]} */
    const made = [...e.target.files].map((file) => ({ key: newKey(), lesson, file, state: "sending", message: "" }));
    e.target.value = "";
    setUploads((all) => [...all, ...made]);
    for (const upload of made) await start(upload);
  };
  useEffect(() => {
    if (connected) uploads.filter((u) => u.state === "waiting").forEach(start);
  }, [connected]);
  if (!canChange && !files.length) return null;
  return h("div", { className: "files" },
    h("ul", { "aria-label": t("Files") },
      files.map(([id, name, size]) => h("li", { key: id },
        h("a", { href: `/api/files/${id}`, download: name }, name), h("small", { className: "hint" }, sizeText(size)),
        canChange && h("button", { type: "button", className: "icon-button", onClick: () => onRemove(id), "aria-label": t("Remove the file {name}", { name }) }, "✕"))),
      uploads.map((u) => h("li", { key: u.key, "data-state": u.state },
        h("span", null, u.file.name),
        h("small", { className: "hint", role: "status" }, u.state === "sending" ? t("Being sent …") : u.message),
        u.state !== "sending" && h("button", { type: "button", className: "text-button", onClick: () => start(u) }, t("Try again")),
        u.state !== "sending" && h("button", { type: "button", className: "icon-button", onClick: () => change(u.key, null), "aria-label": t("Do not send {name}", { name: u.file.name }) }, "✕")))),
    canChange && h("label", { className: "button file-button" },
      h("input", { type: "file", multiple: true, accept: KINDS, className: "visually-hidden", onChange: add }),
      t("Add files")));
}
