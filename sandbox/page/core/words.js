/** The page's own words: English in the code, French from the dictionary, by the acting user's locale. */

import { FRENCH } from "./french.js";

let spoken = navigator.language || "en-US";

/** Speak that locale from now on. */
export function speak(userLocale) {
  if (userLocale) spoken = userLocale;
  document.documentElement.lang = locale().slice(0, 2);
}

/** The locale for dates and the language of the page, `fr-FR` or an English one. */
export const locale = () => (/^(fr|en)/.test(spoken) ? spoken : "en-US");

/** The sentence in the reader's language, its `{holes}` filled. */
export function t(sentence, holes = {}) {
  const said = locale().startsWith("fr") ? (FRENCH[sentence] ?? sentence) : sentence;
  return said.replace(/\{(\w+)\}/g, (hole, name) => holes[name] ?? hole);
}

/** One or several: `tn("{n} reply", "{n} replies", 2)`. In French, zero is singular. */
export function tn(one, many, n) {
  const plural = locale().startsWith("fr") ? n > 1 : n !== 1;
  return t(plural ? many : one, { n });
}

/** A size in bytes as people read it. */
export function size(bytes) {
  const french = locale().startsWith("fr");
  const units = french ? ["octets", "ko", "Mo"] : ["bytes", "kB", "MB"];
  const rank = bytes < 1000 ? 0 : bytes < 1_000_000 ? 1 : 2;
  return `${new Intl.NumberFormat(locale(), { maximumFractionDigits: rank === 2 ? 1 : 0 }).format(bytes / 1000 ** rank)}\u00a0${units[rank]}`;
}
