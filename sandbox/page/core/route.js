/** Where the person is, kept in the address after the `#`, so that back and reload work. */

import { tell } from "./store.js";

/** The place shown: `["channel", "C0COURRIER"]`, `["app", "home"]`, `["mail", "claire@…", "17"]`, or `[]`. */
export function place() {
  return location.hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(decodeURIComponent);
}

/** Go there; `keep` replaces the present entry of the history. */
export function go(parts, { keep = false } = {}) {
  const hash = `#/${parts.map(encodeURIComponent).join("/")}`;
  if (hash === location.hash) return;
  if (keep) {
    history.replaceState(null, "", hash);
    tell("route");
  } else {
    location.hash = hash;
  }
}

window.addEventListener("hashchange", () => tell("route"));
