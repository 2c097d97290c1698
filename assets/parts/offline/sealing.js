// @ts-check
// Sealing and opening with the browser's own cryptography (AES-GCM 256), and a key under a PIN.

/** How often the PIN is stretched (PBKDF2, SHA-256): about half a second on a school's tablet. */
export const ROUNDS = 600_000;
/** Fewer digits are guessed too quickly. */
export const PIN_LENGTH = 6;

/** @typedef {{iv: Uint8Array, sealed: ArrayBuffer}} Sealed
 * @typedef {{salt: Uint8Array, rounds: number} & Sealed} Wrapped */

const random = /** @param {number} n */ (n) => crypto.getRandomValues(new Uint8Array(n));
const bytesOf = /** @param {string} text */ (text) => new TextEncoder().encode(text);

/** A key as the server sends it (base64), as bytes. @param {string} text @returns {Uint8Array<ArrayBuffer>} */
export function keyBytes(text) {
  const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(raw, (c) => c.charCodeAt(0));
}

/** A key that can be used and never read again. @param {BufferSource} bytes @returns {Promise<CryptoKey>} */
export const keyOf = (bytes) => crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);

/**
 * Seal a value. `place` says where it belongs: opened elsewhere it is refused.
 * @param {CryptoKey} key @param {string} place @param {any} value @returns {Promise<Sealed>}
 */
export async function seal(key, place, value) {
  const iv = random(12);
  const data = bytesOf(JSON.stringify(value));
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bytesOf(place) }, key, data);
  return { iv, sealed };
}

/** Open a value; null when the key or the place is another's.
 * @param {CryptoKey} key @param {string} place @param {Sealed} sealed @returns {Promise<any>} */
export async function unseal(key, place, { iv, sealed }) {
  try {
    const algorithm = { name: "AES-GCM", iv: new Uint8Array(iv), additionalData: bytesOf(place) };
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(algorithm, key, sealed)));
  } catch {
    return null;
  }
}

/** @param {string} pin @param {Uint8Array} salt @param {number} iterations */
async function keyOfPin(pin, salt, iterations) {
  const base = await crypto.subtle.importKey("raw", bytesOf(pin.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: new Uint8Array(salt), iterations };
  return crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

/** The account's key under a PIN. @param {string} pin @param {string} place
 * @param {string} key base64 @param {number} [rounds] @returns {Promise<Wrapped>} */
export async function wrap(pin, place, key, rounds = ROUNDS) {
  const salt = random(16);
  return { salt, rounds, ...(await seal(await keyOfPin(pin, salt, rounds), place, key)) };
}

/** The account's key again; null when the PIN is wrong. @param {string} pin @param {string} place
 * @param {Wrapped} wrapped @returns {Promise<string | null>} */
export async function unwrap(pin, place, wrapped) {
  return unseal(await keyOfPin(pin, wrapped.salt, wrapped.rounds), place, wrapped);
}
