// ---- the run, or the table of runs ----

/** A run, or the runs of a group that differ only in the seed: one line of the table, and one curve. */
const single = runs.map((run, i) => ({ ...run, score: run.score || (run.evaluation || {}).score, first: i })); // else the noted one
const grouped = groups.map((group) => ({ ...group, first: group.runs[0], group }));
let folded = groups.length > 0;
let order = { key: "accuracy", descending: true };
const onUnits = []; // what is drawn anew when other units are shown, or in another order

/** Returns what is shown, in the order of the table. */
function units() {
  const inside = new Set(groups.flatMap((group) => group.runs));
  const all = folded ? [...grouped, ...single.filter((unit) => !inside.has(unit.first))] : single;
  const { value } = [...COLUMNS, ...varied(all)].find(({ key }) => key === order.key) || COLUMNS[0];
  const sign = order.descending ? -1 : 1;
  return all.sort((a, b) => a.first - b.first).sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (x == null || y == null) return (x == null) - (y == null); // what is missing comes last, either way round
    if (typeof x === "number" && typeof y === "number") return sign * (x - y);
    return sign * String(x).localeCompare(String(y), "en", { numeric: true });
  });
}

/** Returns the accuracy of a run with its interval, or of a group with its range; null where there is none. */
function accuracyOf(unit) {
  if (unit.group) {
    const { mean, low, high, n } = unit.accuracy || {};
    return mean == null ? null : { value: mean, low, high, text: `mean of ${n}, ${low.toFixed(1)} to ${high.toFixed(1)}\u00a0%` };
  }
  const score = unit.score;
  return score && { value: score.percent, low: score.low_95, high: score.high_95,
    text: `${score.correct} of ${score.total}, ${score.low_95.toFixed(1)} to ${score.high_95.toFixed(1)}\u00a0%` };
}

const plain = (key, label, first) => ({ key, label, first, value: (unit) => unit.columns[key] });

/** `first` tells which way round a click sorts at first. */
const COLUMNS = [
  { key: "name", label: "run", value: (unit) => unit.name },
  { key: "accuracy", label: "accuracy", first: "descending", value: (unit) => (accuracyOf(unit) || {}).value },
  plain("questions", "questions"), plain("task", "task"), plain("variant", "variant"), plain("recipe", "recipe"), plain("seed", "seed"),
  plain("precision", "precision"), plain("steps", "steps"), plain("last_loss", "last loss"),
  plain("dev_percent", "best in training, %", "descending"), plain("seconds", "seconds"), plain("exit", "ended"),
];

/** Returns columns of other settings that some runs differ in, unless these are so many that they are better read below. */
function varied(some) {
  const known = /^(task|seed|threads|variant|recipe|precision)$|sha256$|_version$|^parameter_layout$/;
  const configs = some.map((unit) => configOf(runs[unit.first]));
  const keys = [...new Set(configs.flatMap(Object.keys))]
    .filter((key) => !known.test(key) && !key.startsWith("trained_with_") && configs.some((config) => config[key] !== configs[0][key]));
  return keys.length > 4 ? [] : keys.map((key) => ({ key: "config." + key, label: key.replaceAll("_", " "), value: (unit) => configOf(runs[unit.first])[key] }));
}

function summary() {
  if (!several) {
    section("summary", "Run", el("div", { class: "cards" }, card(single[0])), accuracyBar(single[0]));
    return;
  }
  const holder = el("div", {});
  section("summary", "Runs", foldSwitch(), holder);
  const body = () => holder.replaceChildren(...runTable());
  onUnits.push(body);
  body();
}

/** A switch in each section that it changes; null where nothing can be folded. */
function foldSwitch() {
  if (!groups.length) return null;
  return el("div", { class: "controls" }, el("label", {}, el("input", { type: "checkbox", class: "fold", checked: folded, onchange: (event) => {
    folded = event.target.checked;
    document.querySelectorAll("input.fold").forEach((input) => { input.checked = folded; });
    onUnits.forEach((draw) => draw());
  } }), "fold runs that differ only in the seed"));
}

function runTable() {
  const shownUnits = units();
  const filled = [...COLUMNS, ...varied(shownUnits)].filter(({ value }) => shownUnits.some((unit) => value(unit) != null));
  const told = (column) => shown(number(column.value(shownUnits[0])) === "–" ? column.value(shownUnits[0]) : number(column.value(shownUnits[0])));
  const isSame = ({ key, value }) => !["name", "accuracy", order.key].includes(key) && shownUnits.every((unit) => value(unit) === value(shownUnits[0]));
  const same = shownUnits.length > 1 ? filled.filter(isSame) : [];
  const columns = filled.filter((column) => !same.includes(column));
  const end = scaleEnd(shownUnits);
  const heading = (column) => {
    const isSorted = column.key === order.key;
    const now = order.descending ? "descending" : "ascending";
    return el("th", { scope: "col", "aria-sort": isSorted ? now : null }, el("button", { class: "sort", onclick: () => {
      order = { key: column.key, descending: isSorted ? !order.descending : column.first === "descending" };
      onUnits.forEach((draw) => draw());
      document.querySelector(`.sort[data-key="${column.key}"]`).focus();
    }, "data-key": column.key }, column.label, el("span", { "aria-hidden": "true" }, isSorted ? (order.descending ? " ▼" : " ▲") : "")));
  };
  const line = (unit) => el("tr", {}, columns.map((column) => {
    const value = column.value(unit);
    if (column.key === "name") return el("th", { scope: "row" }, swatch(unit.first), " ", breakable(value));
    const attributes = { "data-label": column.label };
    if (column.key === "accuracy") {
      const accuracy = accuracyOf(unit);
      return el("td", attributes, accuracy == null ? el("span", {}, "–") : el("div", { class: "accuracy" },
        el("div", {}, el("strong", {}, accuracy.value.toFixed(1) + "\u00a0%"), " ", el("span", { class: "quiet small" }, accuracy.text)),
        track(unit, accuracy, end)));
    }
    if (typeof value === "number") return el("td", { ...attributes, class: "number" }, el("span", {}, number(value)));
    const failed = column.key === "exit" && value !== "done";
    return el("td", { ...attributes, class: failed ? "wrong" : null }, el("span", {}, value == null ? "–" : shown(value)));
  }));
  return [
    el("div", { class: "scroll" }, el("table", { class: "stack runs" }, el("thead", {}, el("tr", {}, columns.map(heading))), el("tbody", {}, shownUnits.map(line)))),
    el("p", { class: "quiet small" }, same.length ? `The same in all: ${same.map((column) => `${column.label} ${told(column)}`).join(", ")}. ` : null,
      "Click on a heading to sort. ", explained(shownUnits, end)),
  ];
}

const baselineOf = (unit) => (unit.group ? runs[unit.first].baseline : unit.baseline);

/** Returns the end of the scale of accuracy that holds all of them. */
function scaleEnd(some) {
  const highest = Math.max(0, ...some.flatMap((unit) => [(accuracyOf(unit) || { high: 0 }).high, (baselineOf(unit) || { percent: 0 }).percent]));
  return [5, 10, 20, 30, 50, 75, 100].find((limit) => limit >= highest) || 100;
}

function track(unit, { value, low, high, text }, end) {
  const at = (share) => `${(100 * share / end).toFixed(2)}%`;
  const baseline = baselineOf(unit);
  return ofRun(el("div", { class: "track", role: "img", "aria-label": `${value.toFixed(1)}\u00a0%, ${text}` },
    styled(el("div", { class: "fill" }), { width: at(value) }),
    styled(el("div", { class: "range" }), { left: at(low), width: at(high - low) }),
    baseline ? styled(el("div", { class: "tick", title: "constant answer" }), { left: at(baseline.percent) }) : null), unit.first);
}

function explained(some, end) {
  const scored = some.filter(accuracyOf);
  if (!scored.length) return null;
  const baselines = [...new Set(scored.map(baselineOf).filter(Boolean).map((baseline) =>
    `constant answer “${baseline.answer}”, ${baseline.correct} of ${baseline.total}, ${baseline.percent.toFixed(1)}\u00a0%`))];
  return `Bar, from 0 to ${end}\u00a0%: share of right answers; whiskers: 95 % interval (Wilson)`
    + (scored.some((unit) => unit.group) ? ", of several seeds the least and the greatest" : "")
    + (baselines.length ? `; dashed: ${shown(baselines.join("; "))}.` : ".");
}

/** The bar of a single run, with ticks. */
function accuracyBar(run) {
  const accuracy = accuracyOf(run);
  if (!accuracy) return null;
  const end = scaleEnd([run]);
  const ticks = [0, 1, 2, 3, 4].map((i) => styled(el("span", {}, `${end * i / 4}\u00a0%`), { left: `${25 * i}%` }));
  return el("div", {}, el("h3", {}, "Accuracy"), track(run, accuracy, end), el("div", { class: "ticks", "aria-hidden": "true" }, ticks),
    el("p", { class: "quiet small" }, explained([run], end)));
}

function card(run) {
  const config = configOf(run);
  const result = (run.training || {}).result || {};
  const score = run.score;
  return ofRun(el("div", { class: "card" },
    el("h3", {}, shown(run.name)),
    el("div", { class: "quiet small" }, shown([config.variant, `${config.num_layers} layers`, `${config.num_heads} heads`,
      `width ${config.embed_dim}`, `context ${config.block_size}`,
      Number(config.bottleneck_dim) > 0 ? `${config.bottleneck_dim} latents` : null].filter(Boolean).join(", "))),
    score ? el("div", { class: "big" }, score.percent.toFixed(1) + "\u00a0%") : null,
    score ? el("div", {}, `${score.correct} of ${score.total} right, 95 % interval ${score.low_95.toFixed(1)} to ${score.high_95.toFixed(1)}\u00a0%`) : null,
    result.last_loss ? el("div", { class: "small" }, `last loss ${number(result.last_loss)} after ${number(result.steps)} steps`
      + (result.training_seconds ? `, ${number(result.training_seconds.toFixed(1))} s` : "")) : null,
    result.best_dev_correct != null ? el("div", { class: "small" }, `best during training ${result.best_dev_correct} of ${result.dev_questions} dev questions, after step `
      + number(result.best_dev_step) + (result.stopped_early ? "; stopped early" : "")) : null,
    (run.training || {}).exit && run.training.exit !== "done" ? el("div", { class: "wrong small" }, shown(run.training.exit)) : null), run.first);
}
