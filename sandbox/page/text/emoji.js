/** Emoji by shortcode. The coloured circles that status lines use are drawn, so that they look alike everywhere. */

import { h } from "../kit/dom.js";

const CIRCLES = { "🔴": "red", "🟠": "orange", "🟡": "yellow", "🟢": "green", "🔵": "blue", "🟣": "purple", "⚪": "white", "⚫": "black" };

/** The signs by shortcode. */
export const EMOJI = {
  "+1": "👍", thumbsup: "👍", "-1": "👎", thumbsdown: "👎", ok_hand: "👌", wave: "👋", clap: "👏", pray: "🙏", raised_hands: "🙌", muscle: "💪",
  point_right: "👉", point_left: "👈", point_up: "☝️", point_down: "👇", eyes: "👀", handshake: "🤝", writing_hand: "✍️",
  smile: "😄", slightly_smiling_face: "🙂", smiley: "😃", grinning: "😀", grin: "😁", joy: "😂", wink: "😉", blush: "😊", heart_eyes: "😍",
  thinking_face: "🤔", neutral_face: "😐", disappointed: "😞", cry: "😢", sob: "😭", sweat_smile: "😅", sunglasses: "😎", rage: "😡",
  heart: "❤️", green_heart: "💚", blue_heart: "💙", broken_heart: "💔", star: "⭐", star2: "🌟", sparkles: "✨", fire: "🔥", tada: "🎉", trophy: "🏆",
  white_check_mark: "✅", heavy_check_mark: "✔️", ballot_box_with_check: "☑️", x: "❌", heavy_multiplication_x: "✖️", warning: "⚠️", no_entry: "⛔",
  no_entry_sign: "🚫", exclamation: "❗", heavy_exclamation_mark: "❗", question: "❓", bangbang: "‼️", information_source: "ℹ️", bulb: "💡", bell: "🔔",
  no_bell: "🔕", loudspeaker: "📢", mega: "📣", rotating_light: "🚨", construction: "🚧", lock: "🔒", unlock: "🔓", key: "🔑", shield: "🛡️", link: "🔗",
  red_circle: "🔴", large_orange_circle: "🟠", large_yellow_circle: "🟡", large_green_circle: "🟢", large_blue_circle: "🔵", large_purple_circle: "🟣",
  white_circle: "⚪", black_circle: "⚫", large_orange_diamond: "🔶", small_blue_diamond: "🔹", black_small_square: "▪️",
  email: "✉️", envelope: "✉️", incoming_envelope: "📨", envelope_with_arrow: "📩", inbox_tray: "📥", outbox_tray: "📤", mailbox: "📫",
  mailbox_with_mail: "📬", package: "📦", paperclip: "📎", pushpin: "📌", round_pushpin: "📍", memo: "📝", pencil: "📝", pencil2: "✏️", page_facing_up: "📄",
  page_with_curl: "📃", bookmark_tabs: "📑", clipboard: "📋", file_folder: "📁", open_file_folder: "📂", card_index_dividers: "🗂️", card_index: "📇",
  file_cabinet: "🗄️", wastebasket: "🗑️", books: "📚", book: "📖", ledger: "📒", newspaper: "📰", calendar: "📆", date: "📅", spiral_calendar_pad: "🗓️",
  alarm_clock: "⏰", clock9: "🕘", hourglass: "⌛", hourglass_flowing_sand: "⏳", stopwatch: "⏱️", mag: "🔍", mag_right: "🔎", bar_chart: "📊",
  chart_with_upwards_trend: "📈", chart_with_downwards_trend: "📉", moneybag: "💰", euro: "💶", credit_card: "💳", receipt: "🧾", office: "🏢",
  classical_building: "🏛️", house: "🏠", factory: "🏭", telephone: "☎️", telephone_receiver: "📞", iphone: "📱", computer: "💻", printer: "🖨️",
  gear: "⚙️", wrench: "🔧", hammer_and_wrench: "🛠️", rocket: "🚀", robot_face: "🤖", zap: "⚡", sunny: "☀️", cloud: "☁️", coffee: "☕", seedling: "🌱",
  bust_in_silhouette: "👤", busts_in_silhouette: "👥", woman: "👩", man: "👨", arrow_right: "➡️", arrow_left: "⬅️", arrow_up: "⬆️", arrow_down: "⬇️",
  arrows_counterclockwise: "🔄", repeat: "🔁", fast_forward: "⏩", back: "🔙", new: "🆕", sos: "🆘", heavy_plus_sign: "➕", heavy_minus_sign: "➖",
  one: "1️⃣", two: "2️⃣", three: "3️⃣", four: "4️⃣", five: "5️⃣", hundred: "💯", "flag-fr": "🇫🇷", fr: "🇫🇷", gb: "🇬🇧",
};

const DRAWN = new RegExp(`(${Object.keys(CIRCLES).join("|")})`, "u");

/** The shortcodes that hold that word, those that begin with it first; one for each sign. */
export function emojiNamed(word) {
  const found = Object.keys(EMOJI).filter((name) => name.includes(word));
  const sorted = word ? [...found].sort((one, other) => other.startsWith(word) - one.startsWith(word)) : found;
  const seen = new Set();
  return sorted.filter((name) => !seen.has(EMOJI[name]) && seen.add(EMOJI[name]));
}

/** The emoji of that shortcode, or null; rich text may give its code points instead. */
export function emojiNode(name, unicode) {
  const known = EMOJI[name.replace(/::skin-tone-\d$/, "")];
  const sign = known ?? (unicode ? String.fromCodePoint(...unicode.split("-").map((point) => parseInt(point, 16))) : null);
  if (!sign) return null;
  return circle(sign) ?? h("span", { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " ") }, sign);
}

/** Draw the coloured circles of a rendered text, in place. */
export function drawCircles(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) if (DRAWN.test(walker.currentNode.data)) found.push(walker.currentNode);
  for (const text of found) {
    if (text.parentElement.closest(".circle")) continue;
    text.replaceWith(...text.data.split(DRAWN).filter(Boolean).map((piece) => circle(piece) ?? piece));
  }
  return root;
}

function circle(sign) {
  const colour = CIRCLES[sign];
  return colour ? h("span", { class: `circle ${colour}`, role: "img", "aria-label": sign }, sign) : null;
}
