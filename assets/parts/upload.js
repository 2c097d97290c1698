// @ts-check
// A table on its way to the server: choose what it is, choose the file, send it as it is.
import { createElement as h, useRef, useState } from "react";
import { t } from "$/public/i18n.js";

const ACCEPT = ".xlsx,.xls,.csv,.txt";

/** @param {string} kind @param {File} file @returns {Promise<{id?: number, message?: string}>} */
async function send(kind, file) {
  try {
    const answer = await fetch(`/api/import?kind=${kind}`, {
      method: "POST",
      headers: {
        "Content-Type": "application/octet-stream",
        "X-File-Name": encodeURIComponent(file.name),
      },
      body: file,
    });
    const said = await answer.json();
    return answer.ok ? said : { message: said.message ?? t("Something went wrong. Try again.") };
  } catch {
    return { message: t("No connection. Check the network and try again.") };
  }
}

/** @param {{kinds: {id: string, title: string}[], onUploaded?: (id: number) => void}} props */
export function TableUpload({ kinds, onUploaded }) {
  const [kind, setKind] = useState(kinds[0]?.id ?? "");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const input = useRef(/** @type {HTMLInputElement | null} */ (null));

  /** @param {any} event */
  const submit = async (event) => {
    event.preventDefault();
    const file = input.current?.files?.[0];
    if (!file) {
      setError(t("Choose a file first."));
      return;
    }
    setBusy(true);
    setError("");
    const said = await send(kind, file);
    setBusy(false);
    if (said.id) onUploaded?.(said.id);
    else setError(said.message ?? "");
  };

  return h(
    "form",
    { className: "stack upload", onSubmit: submit },
    h(
      "div",
      { className: "field" },
      h("label", { className: "field-label", htmlFor: "list-kind" }, t("What is in the table")),
      h(
        "select",
        {
          id: "list-kind", className: "select", value: kind,
          /** @param {any} event */
          onChange: (event) => setKind(event.target.value),
        },
        kinds.map(({ id, title }) => h("option", { key: id, value: id }, title)),
      ),
    ),
    h(
      "div",
      { className: "field" },
      h("label", { className: "field-label", htmlFor: "list-file" }, t("File (XLSX or CSV)")),
      h("input", {
        id: "list-file", ref: input, type: "file", accept: ACCEPT, className: "input file-input",
        "aria-describedby": "list-file-said", "aria-invalid": error ? "true" : undefined,
        onChange: () => setError(""),
      }),
      h(
        "span",
        { id: "list-file-said", role: "alert" },
        error && h("span", { className: "field-error" }, error),
      ),
    ),
    h(
      "div",
      { className: "acts" },
      h(
        "button",
        { type: "submit", className: "button primary", disabled: busy },
        busy ? t("One moment …") : t("Read the table"),
      ),
      h(
        "a",
        { className: "button", href: `/api/import/templates/${kind}`, download: "" },
        t("Download the template"),
      ),
    ),
  );
}
