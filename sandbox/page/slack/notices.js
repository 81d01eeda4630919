/** What Slack itself says to the person: the app did not answer in time, an unknown command. */

import { act, dismissNotices, on, refresh, store } from "../core/store.js";
import { t } from "../core/words.js";
import { fillKeyed, h } from "../kit/dom.js";
import { bringToTop } from "../kit/layers.js";
import { icon } from "../kit/icons.js";

/** Show the notices of the state, above everything. */
export function followNotices() {
  const list = h("div", { class: "notices", role: "alert", popover: "manual" });
  on("route", async () => {
    if (!store.state?.notices.length) return;
    await dismissNotices();
    refresh();
  });
  on("state", () => {
    const notices = store.state.notices ?? [];
    fillKeyed(
      list,
      notices.map((notice) => ({ key: String(notice.id), print: notice.text, build: () => noticeNode(notice) })),
    );
    if (notices.length) bringToTop(list);
    else if (list.isConnected) list.hidePopover();
  });
}

function noticeNode(notice) {
  return h(
    "div",
    { class: "notice" },
    icon("alert"),
    h("p", null, notice.text),
    h(
      "button",
      {
        type: "button",
        class: "icon-button",
        "aria-label": t("Dismiss"),
        onclick: () => act("dismiss_notice", { id: notice.id }),
      },
      icon("close"),
    ),
  );
}
