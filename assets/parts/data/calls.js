// @ts-check
// What the lists ask of the server over HTTP: tables in, tables away. Words that were searched for
// go in the body: an address may be kept somewhere.
import { t } from "$/public/i18n.js";

export const FORMATS = ["xlsx", "csv", "pdf"];

/**
 * What an address narrows a list to, as the server takes it.
 * @param {string} narrowed @param {string} query
 */
export function narrowing(narrowed, query) {
  /** @type {Record<string, string>} */
  const chosen = Object.fromEntries(new URLSearchParams(narrowed));
  const { sort = "", hidden = "", archived = "", ...filters } = chosen;
  return { query, sort, hidden: hidden ? hidden.split(",") : [], archived: archived === "1", chosen: filters };
}

/** @param {string} address @param {RequestInit} request @returns {Promise<{ok: boolean, said: any, answer?: Response}>} */
export async function call(address, request) {
  try {
    const answer = await fetch(address, { method: "POST", ...request });
    const isJson = (answer.headers.get("content-type") ?? "").includes("json");
    const said = isJson ? await answer.json() : {};
    if (!answer.ok && !said.message) said.message = t("Something went wrong. Try again.");
    return { ok: answer.ok, said, answer };
  } catch {
    return { ok: false, said: { message: t("No connection. Check the network and try again.") } };
  }
}

/** @param {Response} answer @param {string} fallback */
export async function keep(answer, fallback) {
  const named = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("content-disposition") ?? "");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = named ? decodeURIComponent(named[1]) : fallback;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
