// @ts-check
// The lesson's own lines: topic, homework with its minutes against the evening's norm, praise.
import { createElement as h, useEffect, useState } from "react";
import { t } from "$/public/i18n.js";

/** @typedef {import("./store.js").Sheet} Sheet */

/** A field that keeps what is typed and follows the server while nobody types. @param {any} value */
function useTyped(value) {
  const [typed, type] = useState(value);
  const [dirty, setDirty] = useState(false);
  useEffect(() => {
    if (!dirty) type(value);
  }, [value, dirty]);
  return {
    typed, dirty,
    type: /** @param {any} next */ (next) => { type(next); setDirty(true); },
    clean: () => setDirty(false),
  };
}

/** @param {{sheet: Sheet, act: (op: string, args: Record<string, any>) => void}} props */
export function LessonWork({ sheet, act }) {
  const topic = useTyped(sheet.topic);
  const text = useTyped(sheet.homework);
  const minutes = useTyped(sheet.homework_minutes);
  const due = useTyped(sheet.homework_due ?? "");
  const evening = sheet.evening_minutes + (Number(minutes.typed) || 0);
  const over = evening > sheet.evening_norm;
  const saveTopic = () => {
    if (topic.dirty && topic.typed !== sheet.topic) act("topic", { topic: topic.typed });
    topic.clean();
  };
  const saveHomework = () => {
    act("homework", { text: text.typed, minutes: Number(minutes.typed) || 0, due_on: due.typed || null });
    [text, minutes, due].forEach((field) => field.clean());
  };
  /** @param {(value: any) => void} type */
  const typing = (type) => /** @param {any} e */ (e) => type(e.target.value);
  return h(
    "section",
    { className: "lesson-work" },
    h("label", { className: "field" },
      h("span", { className: "field-label" }, t("Topic")),
      h("input", { className: "input", value: topic.typed, maxLength: 500, disabled: !sheet.is_open, onChange: typing(topic.type), onBlur: saveTopic, name: "topic" }),
    ),
    !topic.typed && sheet.last_topic && sheet.is_open &&
      h("button", { type: "button", className: "chip", onClick: () => act("topic", { topic: sheet.last_topic }) },
        t("As last time: {topic}", { topic: sheet.last_topic })),
    sheet.due_today &&
      h("p", { className: "hint" }, t("Was given for today:"), " ", sheet.due_today),
    h("label", { className: "field" },
      h("span", { className: "field-label" }, t("Homework")),
      h("textarea", { className: "input", rows: 3, maxLength: 4000, value: text.typed, disabled: !sheet.is_open, onChange: typing(text.type), name: "homework" }),
    ),
    h("div", { className: "row" },
      h("label", { className: "field" },
        h("span", { className: "field-label" }, t("Minutes")),
        h("input", { className: "input short", type: "number", inputMode: "numeric", min: 0, max: 600, step: 5, value: minutes.typed, onChange: typing(minutes.type) })),
      h("label", { className: "field" },
        h("span", { className: "field-label" }, t("For the date")),
        h("input", { className: "input", type: "date", value: due.typed, min: sheet.on, onChange: typing(due.type) })),
    ),
    h("div", { className: `norm ${over ? "over" : ""}` },
      h("meter", { min: 0, max: Math.max(sheet.evening_norm, evening) || 1, value: evening, "aria-label": t("Minutes of homework for the evening") }),
      h("span", null, over
        ? t("The evening comes to {sum} min: over the norm of {norm}.", { sum: evening, norm: sheet.evening_norm })
        : t("The evening comes to {sum} min of {norm}.", { sum: evening, norm: sheet.evening_norm }))),
    h("div", { className: "row" },
      h("button", { type: "button", className: "button primary", onClick: saveHomework, disabled: !sheet.is_open || !(text.dirty || minutes.dirty || due.dirty) }, t("Give homework")),
      h("label", { className: "check" },
        h("input", { type: "checkbox", checked: sheet.no_homework, disabled: !sheet.is_open, onChange: () => act("no_homework", { none: !sheet.no_homework }) }),
        t("No homework")),
    ),
  );
}

/** @param {{student: number, name: string, act: (op: string, args: Record<string, any>) => void}} props */
export function Words({ student, name, act }) {
  const [text, setText] = useState("");
  /** @param {string} kind */
  const write = (kind) => {
    act("remark", { student_id: student, kind, text });
    setText("");
  };
  if (!student) return null;
  return h(
    "section",
    { className: "words" },
    h("label", { className: "field" },
      h("span", { className: "field-label" }, t("A word to the family of {name}", { name })),
      h("textarea", { className: "input", rows: 2, value: text, maxLength: 4000, onChange: /** @param {any} e */ (e) => setText(e.target.value) })),
    h("div", { className: "row" },
      [["praise", t("Praise")], ["remark", t("Remark")], ["recommendation", t("Recommendation")]].map(([kind, label]) =>
        h("button", { key: kind, type: "button", className: "button", disabled: !text.trim(), onClick: () => write(kind) }, label)),
    ),
  );
}
