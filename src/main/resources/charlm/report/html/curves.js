// ---- curves ----

const MANY = 8; // more values than that cannot be read below a chart

function curves() {
  const tasks = ["pretrain", "finetune"].filter((task) => single.some((unit) => unit.curves && unit.columns.task === task));
  if (!tasks.length) return;
  const state = { task: tasks[0], logarithmic: false, hidden: new Set(), plots: [] };
  const charts = el("div", { class: "charts" });
  const legend = el("div", {});
  const node = section("curves", "Training", foldSwitch(),
    el("div", { class: "controls" },
      tasks.length > 1 ? radios("Show", "task", tasks.map((task) => [task, task]), (task) => { state.task = task; draw(); }) : null,
      el("label", {}, el("input", { type: "checkbox", class: "logarithmic", onchange: (event) => { state.logarithmic = event.target.checked; draw(); } }), "logarithmic loss")),
    legend, charts,
    el("p", { class: "quiet small" }, "Move over a chart for values, drag to enlarge, double-click to return; with the keyboard: arrow keys on a chart."
      + averaged() + (groups.length ? " A folded curve is the mean over the seeds, at the steps that all of them have; its band goes from the least to the greatest." : "")));
  function draw() {
    state.plots.forEach(({ chart }) => chart.destroy());
    const drawn = units().filter((unit) => unit.curves && unit.columns.task === state.task);
    legend.replaceChildren(...(several ? [legendOf(drawn, state)] : []));
    const holders = data.metrics.filter(({ key }) => drawn.some((unit) => unit.curves[key])).map(({ key, label, unit }) => {
      const holder = el("div", { class: "plot", tabindex: "0", role: "group", "aria-label": `${label}: ${unit}; arrow keys read values` });
      const told = el("p", { class: "told small", "aria-live": "polite" });
      return { key, holder, told, node: el("div", { class: "chart" }, el("h3", {}, label, " ", el("span", { class: "quiet small" }, unit)), holder, told) };
    });
    charts.replaceChildren(...holders.map((plot) => plot.node));
    state.plots = holders.map(({ key, holder, told }) => {
      const plot = chart(key, holder, told, drawn.filter((unit) => unit.curves[key]), state);
      holder.addEventListener("keydown", (event) => read(event, plot));
      return { holder, ...plot };
    });
  }
  redraws.push(draw);
  onUnits.push(draw);
  draw();
  new ResizeObserver(() => state.plots.forEach(({ holder, chart }) =>
    chart.setSize({ width: holder.clientWidth, height: chart.height }))).observe(node);
}

/** Buttons that hide and show curves in all charts, and lift one out while they are pointed at. */
function legendOf(drawn, state) {
  const name = (unit) => (unit.group ? "group " : "run ") + unit.first;
  const lift = (unit) => state.plots.forEach(({ chart, of }) => {
    const series = unit ? of.findIndex((one) => one && one.unit === unit && !one.bound) : -1;
    chart.setSeries(series < 0 ? null : series, { focus: true });
  });
  const set = (some, isShown) => {
    some.forEach((unit) => (isShown ? state.hidden.delete(name(unit)) : state.hidden.add(name(unit))));
    state.plots.forEach(({ chart, of }) => chart.batch(() => of.forEach((one, i) => one && chart.setSeries(i, { show: !state.hidden.has(name(one.unit)) }))));
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(!state.hidden.has(name(drawn[i])))));
  };
  state.isShown = (unit) => !state.hidden.has(name(unit));
  const buttons = drawn.map((unit) => el("button", { class: "key", "aria-pressed": String(state.isShown(unit)),
    onclick: () => set([unit], state.hidden.has(name(unit))), onmouseenter: () => lift(unit), onmouseleave: () => lift(null), onfocus: () => lift(unit), onblur: () => lift(null),
  }, swatch(unit.first), " ", breakable(unit.name), unit.group ? el("span", { class: "quiet" }, ` ${unit.runs.length} seeds`) : null));
  return el("div", { class: "legend" },
    el("div", { class: "keys", role: "group", "aria-label": "Curves", tabindex: drawn.length > MANY ? "0" : null }, buttons),
    drawn.length > 2 ? el("div", { class: "controls" }, el("button", { onclick: () => set(drawn, true) }, "show all"), el("button", { onclick: () => set(drawn, false) }, "hide all")) : null);
}

function averaged() {
  const most = Math.max(...runs.map((run) => run.stepsPerPoint || 1));
  return most > 1 ? ` A point is the mean of up to ${most} steps.` : "";
}

/** Returns a chart, and whose each of its series is: a curve, or the bound of a band around one. */
function chart(name, holder, told, drawn, state) {
  const tables = drawn.map(({ curves, group }) => (group ? [curves.step, curves[name].mean, curves[name].high, curves[name].low] : [curves.step, curves[name]]));
  const joined = uPlot.join(tables);
  const of = [null, ...drawn.flatMap((unit) => (unit.group ? [{ unit }, { unit, bound: true }, { unit, bound: true }] : [{ unit }]))];
  const few = drawn.length <= MANY;
  const axis = { stroke: css("--quiet"), grid: { stroke: css("--line"), width: 1 }, ticks: { stroke: css("--line"), width: 1 }, font: "12px system-ui, sans-serif" };
  /** Large values with K, M or B, and with as many digits as keep neighbours apart. */
  const short = (value, step) => {
    const size = Math.abs(value);
    if (size < 1e4) return number(value);
    const digits = (step / (size >= 1e9 ? 1e9 : size >= 1e6 ? 1e6 : 1e3)).toFixed(6).replace(/0+$/, "").split(".")[1].length;
    return Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: digits }).format(value);
  };
  const valueAt = (u, series, i) => number(u.data[series][i]) + (of[series].unit.group && u.data[series][i] != null
    ? ` (${number(u.data[series + 2][i])} to ${number(u.data[series + 1][i])})` : "");
  const shownCurve = (one) => one && !one.bound && (!state.isShown || state.isShown(one.unit));
  const plot = { of, focus: of.findIndex(shownCurve) };
  function tell(u) {
    if (few) return;
    const i = plot.at ?? u.cursor.idx;
    const one = of[plot.focus];
    told.textContent = i == null || !shownCurve(one) ? "Point at a curve for its values; arrow keys: left and right along it, up and down to another."
      : `step ${number(u.data[0][i])}: ${shown(one.unit.name)} ${valueAt(u, plot.focus, i)}`;
  }
  const logarithmic = state.logarithmic && name === "loss";
  plot.chart = new uPlot({
    width: holder.clientWidth,
    height: 240,
    cursor: { drag: { x: true, y: false }, hover: { prox: 20 }, focus: { prox: few ? -1 : 1e6 } }, // a run that has ended has no value
    focus: { alpha: 0.15 },
    legend: { show: few },
    scales: { x: { time: false }, y: logarithmic ? { distr: 3 } : {} },
    axes: [
      { ...axis, values: (u, values, axis, space, step) => values.map((value) => (Number.isInteger(value) ? short(value, step) : "")) },
      { ...axis, size: labelWidth, values: (u, values, axis, space, step) => values.map((value) => (value == null ? "" : short(value, step))) },
    ],
    bands: of.flatMap((one, i) => (one && one.bound && !of[i - 1].bound ? [{ series: [i, i + 1], fill: css(colour(one.unit.first)) + "40" }] : [])),
    series: [
      { label: "step", value: (u, value) => number(value) },
      ...of.slice(1).map(({ unit, bound }, i) => ({
        label: shown(several ? unit.name : name), stroke: bound ? "transparent" : css(colour(unit.first)), dash: bound ? [] : dash(unit.first), width: bound ? 0 : 1.5,
        class: bound ? "bound" : null, show: !state.isShown || state.isShown(unit), spanGaps: true, points: { show: !bound && joined[0].length < 3 },
        value: (u, value, series, at) => (bound || value == null || at == null ? "–" : valueAt(u, series, at)),
      })),
    ],
    hooks: { setCursor: [tell], setSeries: [(u, series, change) => {
      if (change.focus && series && of[series] && !of[series].bound) plot.focus = series;
      tell(u);
    }] },
  }, joined, holder);
  plot.next = (by) => {
    const curves = of.map((one, i) => i).filter((i) => shownCurve(of[i]));
    plot.focus = curves[(curves.indexOf(plot.focus) + by + curves.length) % curves.length];
  };
  plot.tell = () => tell(plot.chart);
  plot.tell();
  plot.chart.over.addEventListener("mousemove", () => { plot.at = null; });
  return plot;
}

/** Returns the width of the longest label of an axis, so that none is cut. */
function labelWidth(u, labels) {
  const longest = (labels || []).reduce((most, label) => Math.max(most, label.length), 0);
  return Math.max(62, 20 + 8 * longest);
}

/** Moves the cursor of a chart from point to point of a curve, or to another curve. */
function read(event, plot) {
  const { chart } = plot;
  const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10, ArrowUp: 0, ArrowDown: 0 };
  if (!(event.key in steps)) return;
  event.preventDefault();
  if (!steps[event.key]) plot.next(event.key === "ArrowUp" ? -1 : 1);
  const has = chart.data[0].map((step, i) => i).filter((i) => chart.data[plot.focus] && chart.data[plot.focus][i] != null);
  if (!has.length) return;
  const now = plot.at ?? chart.cursor.idx;
  const back = has.filter((i) => now == null || i <= now).length - 1; // the point at or before the cursor
  const from = now == null ? (steps[event.key] > 0 ? -1 : has.length) : has[back] === now || steps[event.key] <= 0 ? back + (has[back] === now ? 0 : 1) : back;
  const next = has[Math.max(0, Math.min(has.length - 1, from + steps[event.key]))];
  const focused = plot.focus;
  chart.setCursor({ left: chart.valToPos(chart.data[0][next], "x"), top: chart.valToPos(chart.data[focused][next], "y") });
  plot.focus = focused;
  plot.at = next; // points can be closer than pixels, and then the cursor finds a neighbour
  chart.setLegend({ idx: next });
  chart.setSeries(focused, { focus: true });
  plot.tell();
}
