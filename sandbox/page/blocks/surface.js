/** Where blocks stand (a modal, the Home, a message) and how what people do there reaches the bot. */

import { act } from "../core/store.js";
import { Form } from "./form.js";

export class Surface {
  form = new Form();
  errors = {};

  /** `container` as the server knows it: `{type: "view", view_id}` or `{type: "message", channel, ts}`. */
  constructor(container) {
    this.container = container;
  }

  /** An element was used. */
  act(blockId, actionId, value) {
    return act("block_action", {
      container: this.container,
      block_id: blockId,
      action_id: actionId,
      value,
      state: this.form.state(),
    });
  }

  /** The options the bot offers for what is typed. */
  suggest(blockId, actionId, query) {
    return act("suggest", { container: this.container, block_id: blockId, action_id: actionId, query });
  }
}
