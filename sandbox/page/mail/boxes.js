/** The mailboxes that the sandbox knows, and those the person just thought of. */

import { Unreachable, mail } from "../core/api.js";
import { on, store, tell } from "../core/store.js";
import { coalesced } from "../kit/dom.js";

const added = new Set();
let known = [];

/** Every mailbox, `{address, name, kind, unread}`; the firm's own is named after it. */
export function boxes() {
  const addresses = new Set(known.map((box) => box.address));
  const thought = [...added]
    .filter((address) => !addresses.has(address))
    .map((address) => ({ address, name: "", kind: "person", unread: 0 }));
  return [
    ...known.map((box) => (box.kind === "firm" ? { ...box, name: box.name || store.state.team.name } : box)),
    ...thought,
  ];
}

/** The name of whose box it is, or its address. */
export const boxName = (address) => boxes().find((box) => box.address === address)?.name || address;

/** Whether the box is of somebody of the workspace. */
export const isColleague = (box) => store.state.users.some((user) => user.email?.toLowerCase() === box.address);

/** A box for that address, empty until somebody writes. */
export function addBox(address) {
  added.add(address);
  tell("boxes");
}

/** How many mails wait for people; the firm's own are for the app to read. */
export const unreadMail = () => known.filter((box) => box.kind !== "firm").reduce((sum, box) => sum + box.unread, 0);

const read = coalesced(async () => {
  try {
    known = await mail.boxes();
  } catch (problem) {
    if (!(problem instanceof Unreachable)) throw problem;
    return;
  }
  tell("boxes");
});

/** Keep the boxes up to date from now on. */
export function followBoxes() {
  on("mail", read);
  return read();
}
