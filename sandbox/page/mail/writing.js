/** Writing a mail as anyone: new, reply, forward, in the manner of a mail program; and what mailboxes answer alone. */

import { Unreachable, mail } from "../core/api.js";
import { go } from "../core/route.js";
import { tell } from "../core/store.js";
import { civil, now } from "../core/time.js";
import { locale, t } from "../core/words.js";
import { fill, h, uid } from "../kit/dom.js";
import { openDialog } from "../kit/dialog.js";
import { filePicker } from "../kit/files.js";
import { icon } from "../kit/icons.js";
import { toast } from "../kit/toast.js";

const PROGRAMS = [
  ["outlook", "Outlook"],
  ["gmail", "Gmail"],
  ["apple", "Apple Mail"],
  ["thunderbird", "Thunderbird"],
];
const HOUR = 3600;
const DELAYS = [
  [0, "at once"],
  [HOUR, "an hour later"],
  [24 * HOUR, "a day later"],
  [72 * HOUR, "three days later"],
];
const TITLES = { new: "New mail", reply: "Reply", forward: "Forward" };
const chosen = { program: "outlook", language: null };

/** The mailbox answers by itself: `automatic` is "out_of_office" or "bounce", `more` what that answer says. */
export async function answerAlone({ from, message, automatic, ...more }) {
  const answer = await sent({
    from,
    reply_to_id: message.id,
    automatic,
    program: chosen.program,
    language: language(),
    ...more,
  });
  toast(answer.ok ? t("Mail sent.") : reason(answer), answer.ok ? "info" : "error");
  tell("mail");
}

/** Ask when the person is back, then have their mailbox say so. */
export function answerAway({ from, message }) {
  const back = line(t("Back on"), { type: "date", value: civil(now() + 7 * 24 * HOUR * 1000), required: true });
  const form = h(
    "form",
    {
      id: uid("away"),
      onsubmit(event) {
        event.preventDefault();
        dialog.close();
        answerAlone({ from, message, automatic: "out_of_office", back_on: back.field.value });
      },
    },
    back.node,
  );
  const dialog = openDialog({
    title: t("Answer with an out-of-office"),
    body: form,
    foot: [
      h("button", { type: "button", class: "button", onclick: () => dialog.close() }, t("Cancel")),
      h("button", { type: "submit", class: "button primary", form: form.id }, t("Send")),
    ],
  });
  dialog.classList.add("small");
  back.field.focus();
}

/** Open the writing form; `message` is the mail answered or forwarded, `kind` is "new", "reply" or "forward". */
export function compose({ from, boxes, message = null, kind = "new" }) {
  const formId = uid("compose");

  const sender = line(t("From"), {
    value: named(boxes, from),
    list: `${formId}-senders`,
    required: true,
    autocomplete: "off",
  });
  const to = line(t("To"), {
    value: kind === "reply" ? addressOf(message.reply_to || message.from) : "",
    list: `${formId}-known`,
    required: true,
    autocomplete: "off",
  });
  const cc = line(t("Cc"), { list: `${formId}-known`, autocomplete: "off" });
  const subject = line(t("Subject"), { placeholder: message ? t("Written by the mail program") : null });
  const words = h("textarea", { class: "text-input mail-words", rows: 8, id: uid("text") });
  const program = pick(t("Mail program"), PROGRAMS, chosen.program);
  const tongue = pick(
    t("Its language"),
    [
      ["fr", "Français"],
      ["en", "English"],
    ],
    language(),
  );
  const checks = pick(
    t("Provider's checks"),
    [
      ["pass", t("passes")],
      ["fail", t("fails")],
      ["none", t("nothing")],
    ],
    "pass",
  );
  const delay = pick(
    t("Arrives"),
    DELAYS.map(([seconds, words]) => [String(seconds), t(words)]),
    "0",
  );
  const picker = filePicker({ attributes: { id: uid("files") } });
  const known = h(
    "datalist",
    { id: `${formId}-known` },
    boxes.map((box) => h("option", { value: box.address }, box.name || box.address)),
  );
  const everybody = h(
    "datalist",
    { id: `${formId}-senders` },
    boxes.map((box) => h("option", { value: named(boxes, box.address) })),
  );
  const problem = h("p", { class: "error", role: "alert", hidden: true });

  const form = h(
    "form",
    {
      id: formId,
      class: "compose",
      onsubmit(event) {
        event.preventDefault();
        send();
      },
    },
    problem,
    h("div", { class: "pair" }, sender.node, to.node),
    known,
    everybody,
    h("div", { class: "pair" }, cc.node, subject.node),
    h(
      "div",
      null,
      h("label", { class: "label", for: words.id }, t("Text")),
      words,
      message && h("p", { class: "hint" }, t("The mail program adds the earlier mail beneath, in its own way.")),
    ),
    h("div", null, h("label", { class: "label", for: picker.input.id }, t("Attachments")), picker.button, picker.list),
    h("div", { class: "pair three" }, program.node, tongue.node, checks.node, delay.node),
  );

  const button = h("button", { type: "submit", class: "button primary", form: formId }, t("Send"));
  const dialog = openDialog({
    title: t(TITLES[kind]),
    body: form,
    wide: true,
    foot: [h("button", { type: "button", class: "button", onclick: () => dialog.close() }, t("Cancel")), button],
  });
  (kind === "reply" ? words : to.field).focus();

  async function send() {
    chosen.program = program.field.value;
    chosen.language = tongue.field.value;
    button.classList.add("busy");
    const answer = await sent({
      from: sender.field.value,
      to: addresses(to.field.value),
      cc: addresses(cc.field.value),
      subject: subject.field.value,
      text: words.value,
      attachments: picker
        .files()
        .map(({ name, content_type, content_base64 }) => ({ name, content_type, content_base64 })),
      program: chosen.program,
      language: chosen.language,
      authentication: checks.field.value,
      delay_seconds: Number(delay.field.value),
      ...(kind === "reply" && { reply_to_id: message.id }),
      ...(kind === "forward" && { forward_of_id: message.id }),
    });
    button.classList.remove("busy");
    if (answer.ok) {
      dialog.close();
      toast(Number(delay.field.value) ? t("Mail on its way.") : t("Mail sent."));
      tell("mail");
      if (addressOf(sender.field.value) !== from) go(["mail", addressOf(sender.field.value)]);
      return;
    }
    problem.hidden = false;
    fill(problem, icon("alert"), reason(answer));
  }
}

async function sent(body) {
  try {
    return await mail.send(body);
  } catch (problem) {
    if (!(problem instanceof Unreachable)) throw problem;
    return { ok: false };
  }
}

const reason = (answer) => [t("The mail did not leave."), answer.message ?? answer.error].filter(Boolean).join(" ");
const language = () => chosen.language ?? locale().slice(0, 2);
const addressOf = (from) => (/<([^>]+)>/.exec(from)?.[1] ?? from).trim().toLowerCase();
const addresses = (text) =>
  text
    .split(/[,;]/)
    .map((each) => each.trim())
    .filter(Boolean);

function named(boxes, address) {
  const name = boxes.find((box) => box.address === address)?.name;
  return name ? `${name} <${address}>` : address;
}

function line(label, props) {
  const field = h("input", { type: "text", class: "text-input", id: uid("line"), ...props });
  return { field, node: h("div", null, h("label", { class: "label", for: field.id }, label), field) };
}

function pick(label, options, value) {
  const field = h(
    "select",
    { class: "text-input", id: uid("pick") },
    options.map(([key, words]) => h("option", { value: key, selected: key === value }, words)),
  );
  return { field, node: h("div", null, h("label", { class: "label", for: field.id }, label), field) };
}
