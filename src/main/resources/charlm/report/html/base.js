const data = JSON.parse(document.getElementById("data").textContent);
const { runs, groups } = data;
const main = document.getElementById("main");
const several = runs.length > 1;
const MOST_SIDE_BY_SIDE = 6; // columns of runs in a table; of more runs one is chosen
const redraws = []; // what is painted, not styled, and is painted again when light turns dark

// ---- small tools; text reaches the page as text nodes and attributes only ----

function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.flat(Infinity).filter((child) => child != null));
  return node;
}

/** Control characters and those that turn the direction of writing, as their code points. */
function shown(text) {
  return String(text).replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g,
    (c) => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
}

/** A name of several words may be broken between them. */
const breakable = (name) => shown(name).split(/(?<=_)/).flatMap((word, i) => (i ? [el("wbr"), word] : [word]));

function number(value) {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (value == null || !Number.isFinite(Number(value))) return "–";
  const n = Number(value);
  if (Number.isInteger(n)) return n.toLocaleString("en");
  return Math.abs(n) >= 1e-4 && Math.abs(n) < 1e6 ? String(Number(n.toPrecision(4))) : n.toExponential(2);
}

const percent = (value) => (100 * value).toFixed(value > 0 && value < 0.001 ? 3 : 1) + "\u00a0%";
const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const styled = (node, properties) => {
  for (const [name, value] of Object.entries(properties)) node.style.setProperty(name, value);
  return node;
};

function section(id, title, ...children) {
  const node = el("section", { id, "aria-labelledby": id + "-title" }, el("h2", { id: id + "-title" }, title), children);
  main.append(node);
  document.getElementById("nav").append(el("a", { href: "#" + id }, title));
  return node;
}

function table(attributes, headings, rows) {
  return el("table", attributes,
    el("thead", {}, el("tr", {}, headings.map((heading) => el("th", { scope: "col" }, heading)))),
    el("tbody", {}, rows));
}

function choice(label, options, onchange) {
  const select = el("select", { onchange: () => onchange(Number(select.value)) },
    options.map((text, i) => el("option", { value: i }, text)));
  return el("label", {}, label, select);
}

function radios(legend, name, options, onchange) {
  return el("fieldset", {}, el("legend", {}, legend), options.map(([value, text], i) =>
    el("label", {}, el("input", { type: "radio", name, value, checked: i === 0, onchange: () => onchange(value) }), text)));
}

const configOf = (run) => (run.training || run.evaluation || { config: {} }).config;
