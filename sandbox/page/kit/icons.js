/** The page's own line icons, drawn on a grid of 24. */

const SVG = "http://www.w3.org/2000/svg";
const PATHS = {
  chat: "M4 5h16v11H10l-4 4v-4H4z",
  mail: "M3 6h18v12H3zM3 7l9 7 9-7",
  pulse: "M3 12h4l3-8 4 16 3-8h4",
  clock: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3 3",
  bolt: "M13 3 5 14h6l-1 7 8-11h-6z",
  hash: "M9 4 7 20M17 4l-2 16M4 9h17M3 15h17",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  close: "M6 6l12 12M18 6 6 18",
  back: "M19 12H5M11 6l-6 6 6 6",
  send: "M4 4l17 8-17 8 3-8zM7 12h14",
  clip: "M20 11l-8.5 8.5a5 5 0 0 1-7-7L13 4a3.5 3.5 0 0 1 5 5l-8.5 8.5a1.8 1.8 0 0 1-2.5-2.5L15 7",
  more: "M5 12h.01M12 12h.01M19 12h.01",
  thread: "M4 5h16v10H12l-5 4v-4H4zM8 9h8M8 12h5",
  eye: "M2 12s3.5-6 10-6 10 6 10 6-3.5 6-10 6S2 12 2 12zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
  down: "M6 9l6 6 6-6",
  plus: "M12 5v14M5 12h14",
  check: "M5 12.5 10 17l9-10",
  reply: "M10 7 4 12l6 5M4 12h9a7 7 0 0 1 7 7",
  forward: "M14 7l6 5-6 5M20 12h-9a7 7 0 0 0-7 7",
  alert: "M12 4 2.5 20h19zM12 10v4M12 17h.01",
  info: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5M12 8h.01",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  trash: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13",
  link: "M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1",
  home: "M4 11l8-7 8 7M6 9.5V20h12V9.5M10 20v-6h4v6",
  smile: "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8.5 14a4.2 4.2 0 0 0 7 0M9 9.5h.01M15 9.5h.01",
  at: "M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM15.5 8.5v5a2.5 2.5 0 0 0 5 0V12A8.5 8.5 0 1 0 17 18.9",
  slash: "M5 4h14v16H5zM14 8l-4 8",
  bold: "M7 5h6a3.5 3.5 0 0 1 0 7H7zM7 12h7a3.5 3.5 0 0 1 0 7H7z",
  italic: "M10 5h7M7 19h7M14 5l-4 14",
  strike: "M4 12h16M16.5 8c-.4-1.8-2-3-4.5-3-2.7 0-4.5 1.3-4.5 3.3 0 1 .4 1.8 1.2 2.4M7 16c.5 1.9 2.3 3 5 3 2.9 0 4.8-1.3 4.8-3.4 0-.7-.2-1.3-.6-1.8",
  code: "M8 7l-5 5 5 5M16 7l5 5-5 5",
  codeblock: "M4 4h16v16H4zM9 9.5 6.5 12 9 14.5M15 9.5 17.5 12 15 14.5",
  bullets: "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01",
  numbers: "M10 6h10M10 12h10M10 18h10M4 4.5h1.5V9M4 9h3M4 14.2c.3-1 2.8-1.1 2.8.3C6.800 15.800 4 17 4 18.5h3",
  quote: "M5 5v14M9 8h11M9 12h11M9 16h7",
  edit: "M4 20l1-5L16 4l4 4L9 19zM14 6l4 4",
  search: "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 21 21",
  forwardtime: "M5 6l7 6-7 6zM13 6l7 6-7 6z",
  keys: "M3 6h18v12H3zM6.5 10h.01M10 10h.01M14 10h.01M17.5 10h.01M7.5 14h9",
  person: "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c0-4 3.5-6.5 8-6.5s8 2.5 8 6.5",
};

/** The icon of that name, hidden from screen readers: the button around it carries the words. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
