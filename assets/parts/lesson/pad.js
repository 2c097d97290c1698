// @ts-check
// The key pad: large keys for marks and attendance, docked at the thumb's side.
import { createElement as h, useState } from "react";
import { t } from "$/public/i18n.js";
import { CODES, codeName, markName, markText, weightText } from "./words.js";

/**
 * @typedef {ReturnType<typeof import("./acting.js").useActing>} Acting
 * @typedef {import("./sheet.js").Sheet} Sheet
 */

/** @param {{label: any, title: string, act: () => void, look?: string, pressed?: boolean, disabled?: boolean}} props */
function Key({ label, title, act, look = "", pressed, disabled }) {
  return h("button", {
    type: "button", className: `pad-key ${look}`, onClick: act, title, "aria-label": title,
    "aria-pressed": pressed, disabled,
  }, label);
}

/** @param {{acting: Acting}} props */
function WorkSelect({ acting }) {
  const { works, work, choosing } = acting;
  const used = works.filter((w) => !w.isNew);
  const fresh = works.filter((w) => w.isNew);
  const option = /** @param {Acting["works"][number]} w */ (w) => h("option", {
    key: `${w.kind}:${w.number}`, value: `${w.kind}:${w.number}`,
  }, [w.name, w.number > 1 && t("no. {n}", { n: w.number }), t("weight {w}", { w: weightText(w.weight) })].filter(Boolean).join(" · "));
  return h("select", {
    className: "select pad-work", "aria-label": t("Kind of work"),
    value: work ? `${work.kind}:${work.number}` : "",
    onChange: /** @param {any} e */ (e) => choosing(e.target.value),
  },
    used.length > 0 && h("optgroup", { label: t("In this lesson") }, used.map(option)),
    h("optgroup", { label: t("Another work") }, fresh.map(option)));
}

/** What the pad asks in place, with the usual answers as keys. @param {{acting: Acting}} props */
function Question({ acting }) {
  const [text, setText] = useState("");
  const { ask, active, setAsk, setCode, setValue } = acting;
  if (!ask) return null;
  const cancel = h("button", { type: "button", className: "button quiet", onClick: () => setAsk(null) }, t("Leave it as it is"));
  if (ask.kind === "late") {
    return h("div", { className: "pad-ask", role: "group", "aria-label": t("Minutes late") },
      h("p", null, t("Minutes late")),
      h("div", { className: "row" },
        [5, 10, 15, 20, 30].map((m) => h("button", { key: m, type: "button", className: "chip", onClick: () => { setCode(active, "ОП", m); setAsk(null); } }, m)),
        h("input", { className: "input short", type: "number", inputMode: "numeric", min: 1, max: 90, "aria-label": t("Minutes late"),
          onBlur: /** @param {any} e */ (e) => e.target.value && setCode(active, "ОП", Math.min(90, Math.max(1, Number(e.target.value)))) })));
  }
  const isReason = ask.kind === "reason";
  const usual = isReason
    ? [t("A slip of the hand"), t("The work was corrected"), t("The work was checked again")]
    : [t("An owed work was handed in"), t("Answered after the lesson")];
  /** @param {string} said */
  const say = (said) => { setValue(ask.value, isReason ? { reason: said } : { comment: said }); setText(""); };
  return h("div", { className: "pad-ask", role: "group", "aria-label": t("Say in a few words") },
    h("p", null, isReason
      ? (ask.value === null ? t("Why is the mark taken away?") : t("Why does the mark become {value}?", { value: markText(ask.value) }))
      : t("Was not in the lesson. What is the mark {value} for?", { value: markText(ask.value ?? "") })),
    h("div", { className: "row" }, usual.map((said) => h("button", { key: said, type: "button", className: "chip", onClick: () => say(said) }, said)), cancel),
    h("form", { className: "row", onSubmit: /** @param {any} e */ (e) => { e.preventDefault(); if (text.trim()) say(text.trim()); } },
      h("input", { className: "input grow", value: text, maxLength: 500, "aria-label": t("In your own words"), placeholder: t("In your own words"), onChange: /** @param {any} e */ (e) => setText(e.target.value) }),
      h("button", { type: "submit", className: "button primary", disabled: !text.trim() }, t("Done"))));
}

/** @param {{sheet: Sheet, acting: Acting, onUndo: () => void, canUndo: boolean}} props */
export function Pad({ sheet, acting, onUndo, canUndo }) {
  const [isNoting, setNoting] = useState(false);
  const { active, roll, comment, setComment, setCode, setValue, choose, present } = acting;
  const pupil = sheet.pupils.find((p) => p[0] === active);
  const code = pupil?.[2] ?? "";
  const hasMarks = sheet.values.length > 0;
  const big = sheet.values.filter((v) => /\d/.test(v));
  const small = sheet.values.filter((v) => !/\d/.test(v));
  const markKey = /** @param {string} v */ (v) => h(Key, {
    key: v, label: markText(v), title: markName(v), act: () => setValue(v), disabled: !pupil,
    look: /\d/.test(v) ? "big" : "", pressed: present?.[3] === v,
  });
  return h("section", { className: "pad", "aria-label": t("Key pad"), "data-mode": roll || !hasMarks ? "roll" : "marks", "data-idle": !pupil },
    h("div", { className: "pad-head" },
      h("p", { className: "pad-name" }, pupil ? pupil[1] : t("Choose a pupil")),
      pupil && h("button", { type: "button", className: "icon-button", onClick: () => choose(0), "aria-label": t("Close the keys of this pupil") }, "✕")),
    hasMarks && h("div", { className: "pad-marks" }, h(WorkSelect, { acting }),
      h("div", { className: `pad-keys n${big.length || 4}` }, big.map(markKey)),
      h("div", { className: `pad-keys n${small.length + 2}` }, small.map(markKey),
        h(Key, { label: "✎", title: t("Comment to the next mark"), act: () => setNoting(!isNoting), pressed: isNoting || Boolean(comment) }),
        h(Key, { label: "⌫", title: t("Take the mark away"), act: () => setValue(null), disabled: !present?.[3] })),
      (isNoting || comment) && h("input", {
        className: "input", value: comment, placeholder: t("Comment to the next mark"), "aria-label": t("Comment to the next mark"), maxLength: 500,
        onChange: /** @param {any} e */ (e) => setComment(e.target.value),
      })),
    h("div", { className: "pad-keys n6 pad-codes" }, CODES.map((c) => h(Key, {
      key: c, label: c, title: codeName(c), act: () => setCode(active, c), look: "code", pressed: code === c, disabled: !pupil,
    }))),
    h("div", { className: "pad-keys n2" },
      h(Key, { label: t("Here"), title: t("Present: clear the attendance"), act: () => setCode(active, null), disabled: !code, look: "plain pad-here" }),
      h(Key, { label: ["↶ ", t("Undo")], title: t("Undo the last act"), act: onUndo, disabled: !canUndo, look: "plain" })),
    h(Question, { acting, key: `${active}${acting.ask?.kind}` }));
}
