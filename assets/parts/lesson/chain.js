// @ts-check
// Entries about one thing hang together: what becomes of the first decides what the next stands on.
import { partsOf, target } from "./store.js";

/**
 * @typedef {import("./store.js").Operation} Operation
 * @typedef {import("./store.js").Answer} Answer
 * @typedef {import("./store.js").Refusal} Refusal
 */

/** What an operation takes for granted. @param {Record<string, any>} args */
const guardOf = ({ expected_version, former }) => ({
  ...(expected_version === undefined ? {} : { expected_version }), ...(former === undefined ? {} : { former }),
});

/** An act with another guard. @param {Operation} operation @param {Record<string, any>} guard @returns {Operation} */
const guardedBy = (operation, guard) => ({ ...operation, args: { ...operation.args, ...guard } });

/**
 * An operation with each of its single acts changed or left out; null when none is left.
 * @param {Operation} operation @param {(part: Operation) => Operation | null} change @returns {Operation | null}
 */
function withParts(operation, change) {
  if (operation.op !== "block") return change(operation);
  const parts = partsOf(operation);
  const changed = parts.map(change);
  if (changed.every((part, index) => part === parts[index])) return operation;
  const lines = changed.flatMap((part) => (part ? [{ ...part.args, op: part.op, lesson_id: part.lesson }] : []));
  return lines.length ? { ...operation, args: { ...operation.args, lines } } : null;
}

/** @param {Operation[]} waiting @param {(part: Operation) => Operation | null} change @returns {Operation[]} */
const through = (waiting, change) => waiting.flatMap((operation) => withParts(operation, change) ?? []);

/**
 * What a refusal means for the entries about the same thing that still wait. After a conflict the
 * last of them is what a person decides on; after another refusal each stands on what the one
 * before it stood on, for that one changed nothing.
 * @param {Operation[]} waiting @param {Refusal[]} refused
 */
export function followed(waiting, refused) {
  let left = waiting;
  const decided = refused.map((refusal) => {
    const place = target(refusal.operation);
    const isConflict = refusal.code === "conflict";
    let before = refusal.operation;
    left = through(left, (part) => {
      if (target(part) !== place) return part;
      const guard = guardOf(before.args);
      before = part;
      return isConflict ? null : guardedBy(part, guard);
    });
    return isConflict ? { ...refusal, operation: before } : refusal;
  });
  return { waiting: left, refused: decided };
}

/** Acts whose answer says which version stands now. */
const VERSIONED = new Set(["mark", "attendance"]);

/** The single acts that were saved, each with its version. @param {[Operation, Answer][]} saved */
function versions(saved) {
  /** @type {Map<string, number>} */
  const found = new Map();
  for (const [operation, answer] of saved) {
    partsOf(operation).forEach((part, index) => {
      const [version, refusal] = operation.op === "block" ? (answer.lines?.[index] ?? [0, "unknown"]) : [answer.version, ""];
      if (!refusal && VERSIONED.has(part.op)) found.set(target(part), version);
    });
  }
  return found;
}

/**
 * Entries behind a saved one about the same thing stand on the version that it was saved as: an act
 * that changed nothing makes no new version.
 * @param {Operation[]} waiting @param {[Operation, Answer][]} saved
 */
export function restood(waiting, saved) {
  const now = versions(saved);
  if (!now.size) return waiting;
  return through(waiting, (part) => {
    const version = now.get(target(part));
    if (version === undefined || part.args.expected_version === undefined) return part;
    now.set(target(part), version + 1);
    return part.args.expected_version === version ? part : guardedBy(part, { expected_version: version });
  });
}
