/** Building DOM nodes. Data only ever enters as text nodes and attributes: nothing here parses HTML. */

const PROPERTIES = new Set([
  "value",
  "checked",
  "disabled",
  "hidden",
  "indeterminate",
  "multiple",
  "open",
  "readOnly",
  "required",
  "selected",
]);
let counter = 0;

/** A fresh id, for labels and descriptions. */
export function uid(prefix = "i") {
  counter += 1;
  return `${prefix}${counter}`;
}

/** An element: `h("button", {class: "primary", onclick: send}, "Send")`. */
export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) setProp(node, name, value);
  node.append(...nodes(children));
  return node;
}

function setProp(node, name, value) {
  if (value === undefined || value === null) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (PROPERTIES.has(name)) node[name] = value;
  else if (name === "class") node.className = value;
  else if (name.startsWith("aria-")) node.setAttribute(name, String(value));
  else if (value !== false) node.setAttribute(name, value === true ? "" : value);
}

/** What was given, flattened, with the absent ones left out. */
export function nodes(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false && child !== "");
}

/** Replace what a node contains. */
export function fill(parent, ...children) {
  parent.replaceChildren(...nodes(children));
  return parent;
}

/**
 * Show `items` in `parent`, keeping the nodes whose item did not change, so that focus, scroll and
 * half-typed text survive. An item is `{key, print, build}`; `print` tells whether it changed.
 */
export function fillKeyed(parent, items) {
  const known = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  const wanted = items.map(({ key, print, build }) => {
    const kept = known.get(key);
    if (kept && kept.print === print) return kept;
    const node = build();
    node.dataset.key = key;
    node.print = print;
    return node;
  });
  const staying = new Set(wanted);
  for (const child of [...parent.childNodes]) if (!staying.has(child)) child.remove();
  wanted.forEach((node, place) => {
    if (parent.children[place] !== node) parent.insertBefore(node, parent.children[place] ?? null);
  });
  return parent;
}

/** `fill`, only when `print` is not what it was the last time. */
export function fillWhenChanged(parent, print, build) {
  if (parent.print === print) return;
  parent.print = print;
  fill(parent, build());
}

/** Run an asynchronous function one at a time; calls made meanwhile end in one more run. */
export function coalesced(run) {
  let running = null;
  let again = false;
  return function start() {
    if (running) {
      again = true;
      return running;
    }
    running = (async () => {
      do {
        again = false;
        await run();
      } while (again);
    })().finally(() => {
      running = null;
    });
    return running;
  };
}

/** The bytes of a file as base64 text. */
export function base64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
