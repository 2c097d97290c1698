// Lets Node find what the built pages find: `$/public/…` in assets/, packages beside this file.
import { registerHooks } from "node:module";

const ASSETS = new URL("../../assets/", import.meta.url);
const HERE = import.meta.url;

registerHooks({
  resolve(specifier, context, next) {
    const isOurs = context.parentURL?.startsWith(ASSETS.href) ?? false;
    if (specifier.startsWith("$/public/")) {
      const url = new URL(specifier.slice("$/public/".length), ASSETS).href;
      return { url, format: "module", shortCircuit: true };
    }
    if (isOurs && !specifier.startsWith(".")) return next(specifier, { ...context, parentURL: HERE });
    const found = next(specifier, context);
    return found.url.startsWith(ASSETS.href) ? { ...found, format: "module" } : found;
  },
});
