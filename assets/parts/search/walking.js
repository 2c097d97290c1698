// @ts-check
// What was found as one row of options to walk through with the arrows.

/** @typedef {{title: string, note: string, route: string}} Hit */
/** @typedef {{name: string, title: string, hits: Hit[], all_at: string}} HitGroup */
/** @typedef {{asked: string, meant: string, groups: HitGroup[]}} Everywhere */
/** @typedef {{group: string, title: string, note: string, route: string, isAll: boolean}} Option */

/**
 * All options in the order in which they are shown; "show all" ends its group.
 * @param {Everywhere} found @param {string} all the words of "show all" @returns {Option[]}
 */
export function optionsOf(found, all) {
  return found.groups.flatMap((group) => [
    ...group.hits.map((hit) => ({ ...hit, group: group.name, isAll: false })),
    ...(group.all_at ? [{ group: group.name, title: all, note: "", route: group.all_at, isAll: true }] : []),
  ]);
}

/**
 * The option after a key; the ends meet. -1 where the key does not walk.
 * @param {number} at @param {number} count @param {string} key @returns {number}
 */
export function walked(at, count, key) {
  if (!count) return -1;
  if (key === "ArrowDown") return (at + 1) % count;
  if (key === "ArrowUp") return (at - 1 + count) % count;
  return -1;
}

/**
 * In which state the box is: nothing typed yet, waiting, without an answer, nothing fits, found.
 * @param {string} typed @param {Everywhere} found @param {boolean} isLate
 * @returns {"start" | "waiting" | "late" | "none" | "found"}
 */
export function stateOf(typed, found, isLate) {
  const line = typed.trim().split(/\s+/).join(" ");
  if (line.length < 2) return "start";
  if (found.asked !== line) return isLate ? "late" : "waiting";
  return found.groups.length ? "found" : "none";
}
