// @ts-check
// A field whose text the page keeps while one types. The server is told of each change; what it
// says back is taken over only when it is not an echo of what was typed here, however late it comes.
import { createElement as h, useEffect, useRef, useState } from "react";

/**
 * What a field makes of a value from the server, given what it has told and not heard back yet.
 * @param {string[]} told @param {string} value
 * @returns {{told: string[], isNew: boolean}}
 */
export function heard(told, value) {
  const echo = told.indexOf(value);
  return echo < 0 ? { told: [], isNew: true } : { told: told.slice(echo + 1), isNew: false };
}

/** A box that is ticked at once; what the server says of it later is taken over.
 * @param {{checked?: boolean, onChange?: (is: boolean) => void} & Record<string, any>} props */
export function TypedBox({ checked = false, onChange, ...rest }) {
  const [is, setIs] = useState(checked);
  useEffect(() => setIs(checked), [checked]);
  /** @param {{target: {checked: boolean}}} event */
  const tick = ({ target }) => {
    setIs(target.checked);
    onChange?.(target.checked);
  };
  return h("input", { ...rest, type: "checkbox", checked: is, onChange: tick });
}

/** @param {{value?: string, onChange?: (text: string) => void} & Record<string, any>} props */
export function TypedInput({ value = "", onChange, ...rest }) {
  const [text, setText] = useState(value);
  const told = useRef(/** @type {string[]} */ ([]));
  useEffect(() => {
    const { told: left, isNew } = heard(told.current, value);
    told.current = left;
    if (isNew) setText(value);
  }, [value]);
  /** @param {{target: {value: string}}} event */
  const type = ({ target }) => {
    setText(target.value);
    told.current.push(target.value);
    onChange?.(target.value);
  };
  return h("input", { ...rest, value: text, onChange: type });
}
