/** Writing a mail as anyone: new, reply, forward, out-of-office, bounce, in the manner of a mail program. */

import { Unreachable, mail } from "../core/api.js";
import { go } from "../core/route.js";
import { tell } from "../core/store.js";
import { size, t } from "../core/words.js";
import { base64, fill, h, uid } from "../kit/dom.js";
import { openDialog } from "../kit/dialog.js";
import { icon } from "../kit/icons.js";
import { toast } from "../kit/toast.js";

const PROGRAMS = [["outlook", "Outlook"], ["gmail", "Gmail"], ["apple", "Apple Mail"], ["thunderbird", "Thunderbird"]];
const KINDS = {
  new: { title: "New mail" },
  reply: { title: "Reply", prefix: "Re: " },
  forward: { title: "Forward", prefix: "Fwd: " },
  out_of_office: { title: "Out-of-office answer", prefix: "Réponse automatique : ", automatic: "out_of_office", text: "Bonjour,\n\nJe suis absent jusqu’à lundi. Votre message sera lu à mon retour.\n" },
  bounce: { title: "Bounce", automatic: "bounce", subject: "Undelivered Mail Returned to Sender", text: "550 5.1.1 User unknown\n" },
};
let program = "outlook";

/** Open the writing form; `message` is the mail answered or forwarded, `kind` one of KINDS. */
export function compose({ from, boxes, message = null, kind = "new" }) {
  const manner = KINDS[kind];
  const answers = kind !== "new" && kind !== "forward";
  const formId = uid("compose");
  let files = [];

  const sender = pick(t("From"), senders(boxes, from), from);
  const to = line(t("To"), { value: answers ? addressOf(message.from) : "", list: `${formId}-known`, required: true, autocomplete: "off" });
  const subject = line(t("Subject"), { value: manner.subject ?? (message ? `${manner.prefix}${bare(message.subject ?? "")}` : "") });
  const words = h("textarea", { class: "text-input mail-words", rows: 9, id: uid("text"), value: manner.text ?? "" });
  const tool = pick(t("Mail program"), PROGRAMS, program);
  const checks = pick(t("Provider's checks"), [["pass", t("passes")], ["fail", t("fails")], ["none", t("nothing")]], "pass");
  const picker = h("input", { type: "file", multiple: true, class: "file-input", id: uid("files"), onchange: () => attach([...picker.files]) });
  const attached = h("ul", { class: "file-list" });
  const known = h("datalist", { id: `${formId}-known` }, boxes.map((box) => h("option", { value: box.address }, box.name || box.address)));
  const problem = h("p", { class: "error", role: "alert", hidden: true });

  const form = h("form", {
    id: formId,
    class: "compose",
    onsubmit(event) {
      event.preventDefault();
      send();
    },
  }, problem, sender.node, to.node, known, subject.node,
  h("div", null, h("label", { class: "label", for: words.id }, t("Text")), words,
    kind === "reply" || kind === "forward" ? h("p", { class: "hint" }, t("The mail program adds the earlier mail beneath, in its own way.")) : null),
  h("div", null, h("label", { class: "label", for: picker.id }, t("Attachments")), picker, attached),
  h("div", { class: "pair" }, tool.node, checks.node));

  const button = h("button", { type: "submit", class: "button primary", form: formId }, t("Send"));
  const dialog = openDialog({
    title: t(manner.title), body: form, wide: true,
    foot: [h("button", { type: "button", class: "button", onclick: () => dialog.close() }, t("Cancel")), button],
  });
  (answers ? words : to.field).focus();

  async function attach(chosen) {
    for (const file of chosen) files.push({ name: file.name, size: file.size, content_type: file.type || "application/octet-stream", content_base64: await base64(file) });
    picker.value = "";
    showFiles();
  }

  function showFiles() {
    fill(attached, files.map((file, rank) => h("li", { class: "file" }, icon("file"), h("span", null, file.name), h("span", { class: "hint" }, size(file.size)),
      h("button", { type: "button", class: "icon-button", "aria-label": t("Remove {name}", { name: file.name }), onclick: () => { files = files.toSpliced(rank, 1); showFiles(); } }, icon("close")))));
  }

  async function send() {
    program = tool.field.value;
    button.classList.add("busy");
    const answer = await sent({
      from: sender.field.value,
      to: to.field.value.split(/[,;\s]+/).filter(Boolean),
      subject: subject.field.value,
      text: words.value,
      attachments: files.map(({ name, content_type, content_base64 }) => ({ name, content_type, content_base64 })),
      program,
      authentication: checks.field.value,
      ...(answers && { reply_to_id: message.id }),
      ...(kind === "forward" && { forward_of_id: message.id }),
      ...(manner.automatic && { automatic: manner.automatic }),
    });
    button.classList.remove("busy");
    if (answer.ok) {
      dialog.close();
      toast(t("Mail sent."));
      tell("mail");
      if (sender.field.value !== from) go(["mail", sender.field.value]);
      return;
    }
    problem.hidden = false;
    fill(problem, icon("alert"), answer.message ?? answer.error ?? t("The mail did not leave."));
  }
}

async function sent(body) {
  try {
    return await mail.send(body);
  } catch (problem) {
    if (!(problem instanceof Unreachable)) throw problem;
    return { ok: false, message: t("The mail did not leave.") };
  }
}

function senders(boxes, from) {
  const known = boxes.map((box) => [box.address, box.name ? `${box.name} <${box.address}>` : box.address]);
  return known.some(([address]) => address === from) ? known : [[from, from], ...known];
}

function line(label, props) {
  const field = h("input", { type: "text", class: "text-input", id: uid("line"), ...props });
  return { field, node: h("div", null, h("label", { class: "label", for: field.id }, label), field) };
}

function pick(label, options, value) {
  const field = h("select", { class: "text-input", id: uid("pick") }, options.map(([key, words]) => h("option", { value: key, selected: key === value }, words)));
  return { field, node: h("div", null, h("label", { class: "label", for: field.id }, label), field) };
}

const bare = (subject) => subject.replace(/^((re|fwd?|tr)\s*:\s*)+/i, "");
const addressOf = (from) => /<([^>]+)>/.exec(from)?.[1] ?? from;
