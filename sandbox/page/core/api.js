/** The sandbox's JSON endpoints, as functions. */

/** The server answered with an error, or not at all. */
export class Unreachable extends Error {}

async function request(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (cause) {
    throw new Unreachable(path, { cause });
  }
  const answer = await response.json().catch(() => null);
  if (answer === null || (!response.ok && (answer.ok !== false || !options)))
    throw new Unreachable(`${path}: ${response.status}`);
  return answer;
}

const get = (path, query = {}) => request(`${path}?${new URLSearchParams(query)}`);
const post = (path, body) =>
  request(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export const slack = {
  state: (user) => get("/page/state", user ? { user } : {}),
  messages: (user, channel, thread) => get("/page/messages", thread ? { user, channel, thread } : { user, channel }),
  act: (body) => post("/page/act", body),
  traffic: (after) => get("/page/traffic", { after }),
  faults: () => get("/page/faults"),
  setFault: (name, on) => post("/page/faults", { [name]: on }),
};

export const mail = {
  boxes: () => get("/mail/boxes"),
  box: (address, folder) => get("/mail/box", { address, folder }),
  message: (id) => get("/mail/message", { id }),
  send: (body) => post("/mail/send", body),
};

export const clock = {
  read: () => get("/clock"),
  advance: (seconds) => post("/clock", { advance_seconds: seconds }),
  next: () => post("/clock", { to: "next" }),
  set: (moment) => post("/clock", { set: moment }),
};
