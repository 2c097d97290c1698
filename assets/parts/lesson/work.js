// @ts-check
// The lesson's own lines: topic, homework with its minutes against the evening's norm, files.
import { createElement as h, useEffect, useState } from "react";
import { day, t } from "$/public/i18n.js";
import { Files } from "./files.js";
import { Refused, standing } from "./refusal.js";

/**
 * @typedef {import("./sheet.js").Sheet} Sheet
 * @typedef {{sheet: Sheet, act: (op: string, args: Record<string, any>) => void}} Props
 */

/**
 * A field that keeps what is typed and follows the server while nobody types. `seen` is what stood
 * there (or its version) when the typing began: a colleague's change since then is a conflict.
 * @param {any} value @param {any} [version]
 */
function useTyped(value, version = value) {
  const [typed, type] = useState(value);
  const [dirty, setDirty] = useState(false);
  const [seen, setSeen] = useState(version);
  useEffect(() => {
    if (!dirty) type(value);
  }, [value, dirty]);
  return {
    typed, dirty, seen,
    type: /** @param {any} next */ (next) => { if (!dirty) setSeen(version); type(next); setDirty(true); },
    clean: () => setDirty(false),
  };
}

/** @param {(value: any) => void} type */
const typing = (type) => /** @param {any} e */ (e) => type(e.target.value);

/** @param {Props} props */
function Topic({ sheet, act }) {
  const topic = useTyped(sheet.topic);
  const save = () => {
    if (topic.dirty && topic.typed.trim() !== sheet.topic) act("topic", { topic: topic.typed.trim(), former: topic.seen });
    topic.clean();
  };
  const suggestions = [[t("Next in the plan"), sheet.next_topic], [t("As last time"), sheet.last_topic]];
  return h("div", { className: "stack tight" },
    h("label", { className: "field" },
      h("span", { className: "field-label" }, t("Topic")),
      h("textarea", { className: "textarea one-line", id: "topic", rows: 1, value: topic.typed, maxLength: 500, disabled: !sheet.is_open, onChange: typing(topic.type), onBlur: save, name: "topic",
        onKeyDown: /** @param {any} e */ (e) => { if (e.key === "Enter") { e.preventDefault(); e.target.blur(); } } })),
    !topic.typed && sheet.is_open && suggestions.filter(([, text]) => text).map(([label, text]) =>
      h("button", { key: label, type: "button", className: "suggestion", onClick: () => act("topic", { topic: text }) },
        h("small", null, label), text)));
}

/** @param {{sheet: Sheet, minutes: number, due: string}} props */
function Norm({ sheet, minutes, due }) {
  const planned = sheet.homework_due ?? sheet.next_lesson;
  if (!planned || (due && due !== planned)) return null;
  const evening = sheet.evening_minutes + minutes;
  const over = evening > sheet.evening_norm;
  const part = Math.min(100, (100 * evening) / (sheet.evening_norm || 1));
  return h("div", { className: `norm ${over ? "over" : ""}` },
    h("div", { className: "norm-bar", "aria-hidden": true }, h("i", { style: { width: `${part}%` } })),
    h("span", null, over
      ? t("The evening comes to {sum} min: over the norm of {norm}.", { sum: evening, norm: sheet.evening_norm })
      : t("The evening comes to {sum} min of {norm}.", { sum: evening, norm: sheet.evening_norm })));
}

/** @param {Props} props */
function Homework({ sheet, act }) {
  const text = useTyped(sheet.homework, sheet.homework_version);
  const minutes = useTyped(sheet.homework_minutes, sheet.homework_version);
  const due = useTyped(sheet.homework_due ?? "", sheet.homework_version);
  const isDirty = text.dirty || minutes.dirty || due.dirty;
  const save = () => {
    const seen = Math.min(...[text, minutes, due].filter((f) => f.dirty).map((f) => f.seen));
    act("homework", { text: text.typed.trim(), minutes: Number(minutes.typed) || 0, due_on: due.typed || null, expected_version: seen });
    [text, minutes, due].forEach((field) => field.clean());
  };
  /** @param {any} e */
  const leave = (e) => {
    if (isDirty && text.typed.trim() && !e.currentTarget.contains(e.relatedTarget)) save();
  };
  const off = !sheet.is_open;
  return h("div", { className: "stack tight", onBlur: leave },
    sheet.due_today && h("p", { className: "hint" }, t("Was given for today:"), " ", sheet.due_today),
    h("label", { className: "field" },
      h("span", { className: "field-label" }, t("Homework for the next lesson")),
      h("textarea", { className: "textarea", id: "homework", rows: 3, maxLength: 4000, value: text.typed, disabled: off, onChange: typing(text.type), name: "homework" })),
    h("div", { className: "row work-row" },
      h("label", { className: "field" },
        h("span", { className: "field-label" }, t("Minutes")),
        h("input", { className: "input short", type: "number", inputMode: "numeric", min: 0, max: 600, step: 5, value: minutes.typed, disabled: off, onChange: typing(minutes.type) })),
      h("label", { className: "field" },
        h("span", { className: "field-label" }, t("For the date")),
        h("input", { className: "input", type: "date", value: due.typed, min: sheet.on, disabled: off, onChange: typing(due.type) })),
      !due.typed && sheet.next_lesson && h("span", { className: "hint" }, t("otherwise {day}", { day: day(sheet.next_lesson, "weekday") }))),
    h(Norm, { sheet, minutes: Number(minutes.typed) || 0, due: due.typed }),
    h("div", { className: "row" },
      h("button", { type: "button", className: "button primary", onClick: save, disabled: off || !isDirty }, sheet.homework ? t("Save the homework") : t("Give homework")),
      !sheet.homework && h("label", { className: "check" },
        h("input", { type: "checkbox", checked: sheet.no_homework, disabled: off, onChange: () => act("no_homework", { none: !sheet.no_homework }) }),
        t("No homework"))));
}

/**
 * @param {Props & {connected: boolean, refused: import("./store.js").Refusal[],
 *   onDismiss: (key: string) => void, onRetry: (key: string) => void}} props
 */
export function LessonWork({ sheet, act, connected, refused, onDismiss, onRetry }) {
  return h("section", { className: "lesson-work", "aria-label": t("Topic and homework") },
    refused.map((refusal) => h(Refused, { key: refusal.operation.key, refusal, theirs: standing(sheet, refusal.operation), onDismiss, onRetry })),
    h(Topic, { sheet, act }),
    h(Homework, { sheet, act }),
    h(Files, { lesson: sheet.id, files: sheet.files, canChange: sheet.is_open, connected, onRemove: (id) => act("remove_file", { file_id: id }) }));
}
