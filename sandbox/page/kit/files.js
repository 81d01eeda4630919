/** Choosing files: a button in the page's own language, and the list of what was chosen. */

import { size, t } from "../core/words.js";
import { base64, fill, h } from "./dom.js";
import { icon } from "./icons.js";

/**
 * `{input, button, list, files(), clear()}`. `accepts(file)` answers false to leave a file out; `changed(files)` is
 * called with what is held: `{name, size, content_type, content_base64}`, or what `held` gave at first.
 */
export function filePicker({ attributes = {}, held = [], most = Infinity, accepts = () => true, changed = () => {} }) {
  let files = held;
  const input = h("input", {
    type: "file",
    class: "file-input",
    multiple: most > 1,
    ...attributes,
    onchange: () => take([...input.files]),
  });
  const button = h(
    "span",
    { class: "button compact", "aria-hidden": true, onclick: () => input.click() },
    icon("clip"),
    t(most > 1 ? "Choose files" : "Choose a file"),
  );
  const list = h("ul", { class: "file-list" });
  show();
  return {
    input,
    button: h("div", { class: "file-picker" }, input, button),
    list,
    take,
    files: () => files,
    clear: () => keep([]),
  };

  function show() {
    fill(
      list,
      files.map((file, rank) =>
        h(
          "li",
          null,
          icon("file"),
          h("span", null, file.name),
          h("span", { class: "hint" }, size(file.size)),
          h(
            "button",
            {
              type: "button",
              class: "icon-button",
              "aria-label": t("Remove {name}", { name: file.name }),
              onclick: () => keep(files.toSpliced(rank, 1)),
            },
            icon("close"),
          ),
        ),
      ),
    );
  }

  function keep(kept) {
    files = kept;
    show();
    changed(files);
  }

  async function take(chosen) {
    for (const file of chosen) {
      if (!accepts(file)) continue;
      const content = await base64(file);
      if (files.length < most)
        keep([
          ...files,
          {
            name: file.name,
            size: file.size,
            content_type: file.type || "application/octet-stream",
            content_base64: content,
          },
        ]);
    }
    input.value = "";
  }
}
