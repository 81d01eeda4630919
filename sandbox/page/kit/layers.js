/** Things that must stay above everything, the open dialog included, and stay usable there. */

/** Show a popover above all: inside the topmost open dialog, since what is outside of one cannot be used. */
export function bringToTop(node) {
  const host = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
  const shown = node.matches(":popover-open");
  if (shown && node.parentElement === host) return;
  if (shown) node.hidePopover();
  if (node.parentElement !== host) host.append(node);
  node.showPopover();
}
