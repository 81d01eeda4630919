/** The files of a message: pictures drawn, the others as cards. */

import { size } from "../core/words.js";
import { h } from "../kit/dom.js";
import { icon } from "../kit/icons.js";

const KINDS = { pdf: "PDF", csv: "CSV", txt: "TXT", xlsx: "XLSX", xls: "XLS", ods: "ODS", docx: "DOCX", doc: "DOC", zip: "ZIP", xml: "XML" };

/** The list under the text. */
export function messageFiles(files) {
  return h("ul", { class: "message-files" }, files.map(fileNode));
}

function fileNode(file) {
  const name = file.title || file.name;
  const address = file.page_url ?? file.permalink ?? file.url_private;
  const link = (props, ...inside) =>
    address ? h("a", { href: address, target: "_blank", rel: "noopener noreferrer", ...props }, inside) : inside;
  if (file.mimetype?.startsWith("image/") && file.page_url)
    return h(
      "li",
      { class: "picture" },
      h("span", { class: "hint" }, name),
      link({ "aria-label": name }, h("img", { src: file.page_url, alt: name, loading: "lazy" })),
    );
  const ending = (file.name ?? "").split(".").pop().toLowerCase();
  return h(
    "li",
    { class: "file-card" },
    h("span", { class: `file-sign ${ending in KINDS ? ending : ""}`, "aria-hidden": true }, icon("file")),
    h(
      "span",
      { class: "file-words" },
      link({}, name),
      h("span", { class: "hint" }, [KINDS[ending], Number.isFinite(file.size) && size(file.size)].filter(Boolean).join(" · ")),
    ),
  );
}
