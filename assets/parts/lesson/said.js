// @ts-check
// A word to a pupil and the family: praise as easy as a remark, as quick as a mark. One tap on a
// phrase writes it; what was written before stands below and can be taken back.
import { createElement as h, useEffect, useState } from "react";
import { day, t } from "$/public/i18n.js";

/**
 * @typedef {[number, number, string, string, string, string, boolean, boolean]} Said
 * id, pupil, kind, text, date, who, whether it is one's own, whether it was taken back
 * @typedef {{lesson_id: number, said: Said[], phrases: [string, string][]}} LessonWords
 */

const SHOWN = 12;

/** @returns {[string, string][]} */
const kinds = () => [["praise", t("Praise")], ["remark", t("Remark")], ["recommendation", t("Recommendation")]];

/** A kind by name. @param {string} kind @returns {string} */
export const kindName = (kind) => kinds().find(([name]) => name === kind)?.[1] ?? kind;

/**
 * What was written to one pupil, the newest first.
 * @param {Said[]} said @param {number} student @returns {Said[]}
 */
export const saidTo = (said, student) => said.filter((s) => s[1] === student).slice(0, SHOWN);

/**
 * The phrases of one kind, in their order.
 * @param {[string, string][]} phrases @param {string} kind @returns {string[]}
 */
export const phrasesOf = (phrases, kind) => phrases.filter((p) => p[0] === kind).map((p) => p[1]);

/** @param {{words: LessonWords, onWrite: (kind: string, text: string) => void}} props */
function Phrases({ words, onWrite }) {
  const groups = kinds().map(([kind, label]) => ({ kind, label, texts: phrasesOf(words.phrases, kind) }));
  return h("div", { className: "phrases" }, groups.filter((g) => g.texts.length).map(({ kind, label, texts }) =>
    h("div", { key: kind, role: "group", "aria-label": label, className: "phrase-group", "data-kind": kind },
      h("p", { className: "field-label" }, label),
      h("div", { className: "row" }, texts.map((text) => h("button", {
        key: text, type: "button", className: "chip", onClick: () => onWrite(kind, text),
      }, text))))));
}

/** @param {{said: Said[], onTake: (id: number, isBack: boolean) => void}} props */
function Former({ said, onTake }) {
  if (!said.length) return null;
  return h("details", { className: "said-before" },
    h("summary", null, t("Written before: {n}", { n: said.filter((s) => !s[7]).length })),
    h("ul", null, said.map(([id, , kind, text, on, who, isMine, isGone]) => h("li", { key: id, "data-kind": kind },
      h("div", null,
        h("p", null, h("b", null, kindName(kind)), " ", isGone ? h("s", null, text) : text),
        h("p", { className: "hint" }, [day(on, "short"), who, isGone && t("taken back")].filter(Boolean).join(" · "))),
      isMine && h("button", { type: "button", className: "button quiet", onClick: () => onTake(id, isGone) },
        isGone ? t("Put back") : t("Take back"))))));
}

/**
 * @param {{student: number, name: string, words: LessonWords | null | undefined, onAsk: () => void,
 *   onWrite: (kind: string, text: string) => void, onTake: (id: number, isBack: boolean) => void}} props
 */
export function Words({ student, name, words, onAsk, onWrite, onTake }) {
  const [text, setText] = useState("");
  const [sent, setSent] = useState("");
  const isAsked = Boolean(words?.lesson_id);
  useEffect(() => {
    if (student && !isAsked) onAsk();
    setSent("");
    // Who is chosen decides: the handler is new at every paint.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [student]);
  if (!student) return null;
  /** @param {string} kind @param {string} said */
  const write = (kind, said) => {
    onWrite(kind, said);
    setSent(`${kindName(kind)}: ${name}. ${said}`);
  };
  /** @param {string} kind */
  const writeOwn = (kind) => { write(kind, text.trim()); setText(""); };
  return h("section", { className: "words", "aria-label": t("A word to the pupil") },
    h("h3", null, t("A word to the family of {name}", { name })),
    words && h(Phrases, { words, onWrite: write }),
    h("textarea", { className: "textarea", rows: 2, value: text, maxLength: 4000, placeholder: t("In your own words"),
      "aria-label": t("A word to the family of {name}", { name }),
      onChange: /** @param {any} e */ (e) => { setText(e.target.value); setSent(""); } }),
    h("div", { className: "row" }, kinds().map(([kind, label]) =>
      h("button", { key: kind, type: "button", className: "button", disabled: !text.trim(), onClick: () => writeOwn(kind) }, label))),
    h("p", { className: "hint", role: "status" }, sent && t("Sent: {what}", { what: sent })),
    words && h(Former, { said: saidTo(words.said, student), onTake }));
}
