/** Slack's mrkdwn as DOM nodes. */

import { h } from "../kit/dom.js";
import { emojiNode } from "./emoji.js";
import { dateNode, linkNode, mentionNode } from "./inline.js";

const HOLE = 0xe000;
const HOLES = /[\ue000-\uf8ff]/g;
const CODE = /`([^`\n]+)`/g;
const TOKEN = /<([^<>\n]+)>/g;
const BARE = /https?:\/\/[^\s<>|]+[^\s<>|.,;:!?)»’'"]/g;
const EMOJI = /:([a-z0-9_+'-]+):/g;
const STYLE = /(?<![\p{L}\p{N}])([*_~])(?=\S)((?:(?!\1).)+?)(?<=\S)\1(?![\p{L}\p{N}])/gu;
const STYLED = { "*": "strong", _: "em", "~": "s" };

/** Slack's three entities, and no other, as the characters they stand for. */
export const decode = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

/** What a line of mrkdwn says once its marks and addresses are gone, for labels. */
export function bareWords(line) {
  const words = line.replace(/<[^<>|]*\|([^<>]*)>/g, "$1").replace(TOKEN, "");
  return decode(words.replace(/[*_~`]/g, "")).replace(/\s+/g, " ").trim();
}

/** The nodes of a mrkdwn text; `verbatim` leaves bare addresses alone. */
export function mrkdwn(text, { verbatim = false } = {}) {
  return text
    .replace(HOLES, "\ufffd")
    .split(/```\n?([\s\S]*?)```/)
    .flatMap((part, place) => {
      if (place % 2) return [h("pre", { class: "code-block" }, plainTokens(part.replace(/\n$/, "")))];
      return part === "" ? [] : paragraphs(part, verbatim);
    });
}

/** The nodes of a plain_text object: line ends and, unless told otherwise, emoji. */
export function plain(object) {
  const text = typeof object === "string" ? object : object.text;
  const emoji = typeof object === "string" || object.emoji !== false;
  return text.split("\n").flatMap((line, place) => {
    const pieces = emoji ? pieced(line, EMOJI, ([whole, name]) => emojiNode(name) ?? whole) : [line];
    return place ? [h("br"), ...pieces] : pieces;
  });
}

/** The nodes of a text object of either type. */
export function textObject(object) {
  return object.type === "mrkdwn" ? mrkdwn(object.text, object) : plain(object);
}

function paragraphs(text, verbatim) {
  const made = [];
  let quote = null;
  let toTheEnd = false;
  text
    .replace(/^\n|\n$/g, "")
    .split("\n")
    .forEach((line) => {
      const rest = /^(?:&gt;|>){3} ?/.exec(line);
      const mark = rest ?? /^(?:&gt;|>) ?/.exec(line);
      if (mark || toTheEnd) {
        toTheEnd ||= Boolean(rest);
        if (quote) quote.append(h("br"));
        else made.push((quote = h("blockquote", { class: "quote" })));
        quote.append(...inline(mark ? line.slice(mark[0].length) : line, verbatim));
        return;
      }
      if (made.length && !quote) made.push(h("br"));
      quote = null;
      made.push(...inline(line, verbatim));
    });
  return made;
}

/** One line. What must not be read as formatting (code, tokens, addresses, emoji) is set aside first. */
function inline(line, verbatim) {
  const aside = [];
  const setAside = (node) => {
    aside.push(node);
    return String.fromCharCode(HOLE + aside.length - 1);
  };
  let text = line
    .replace(CODE, (_, code) => setAside(h("code", { class: "code" }, plainTokens(code))))
    .replace(TOKEN, (whole, token) => setAside(tokenNode(token) ?? decode(whole)));
  if (!verbatim) text = text.replace(BARE, (address) => setAside(linkNode(decode(address), decode(address))));
  text = text.replace(EMOJI, (whole, name) => {
    const node = emojiNode(name);
    return node ? setAside(node) : whole;
  });
  return styled(text, aside);
}

function styled(text, aside) {
  return pieced(text, STYLE, ([, mark, inside]) => h(STYLED[mark], null, styled(inside, aside))).flatMap((piece) =>
    typeof piece === "string" ? pieced(decode(piece), HOLES, ([hole]) => aside[hole.charCodeAt(0) - HOLE]) : [piece],
  );
}

/** The text cut at each match, matches replaced by what `make` returns. */
function pieced(text, pattern, make) {
  const pieces = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) pieces.push(text.slice(end, match.index));
    pieces.push(make(match));
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push(text.slice(end));
  return pieces;
}

function tokenNode(token) {
  const [target, label] = split(token);
  if (target.startsWith("@")) return mentionNode("user", target.slice(1), label);
  if (target.startsWith("#")) return mentionNode("channel", target.slice(1), label);
  if (target.startsWith("!date^")) {
    const [, seconds, pattern, link] = target.split("^");
    return dateNode(Number(seconds), pattern, { link, fallback: label });
  }
  if (target.startsWith("!subteam^")) return mentionNode("group", target.slice(9), label);
  if (target.startsWith("!")) return mentionNode("range", target.slice(1), label);
  return linkNode(decode(target), decode(label ?? target));
}

function split(token) {
  const bar = token.indexOf("|");
  return bar < 0 ? [token, undefined] : [token.slice(0, bar), token.slice(bar + 1)];
}

/** Inside code Slack shows the label of a token and nothing acts. */
function plainTokens(code) {
  return decode(
    code.replace(TOKEN, (whole, token) => {
      const [target, label] = split(token);
      return /^[@#!]/.test(target) ? whole : (label ?? target);
    }),
  );
}
