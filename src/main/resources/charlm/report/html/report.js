"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const runs = data.runs;
  const main = document.getElementById("main");
  const several = runs.length > 1;
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
  const colour = (run) => `--run${run % 6}`;
  const styled = (node, properties) => {
    for (const [name, value] of Object.entries(properties)) node.style.setProperty(name, value);
    return node;
  };
  const ofRun = (node, run) => styled(node, { "--run": `var(${colour(run)})` });

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

  /** The score by the questions at hand, else the one that the evaluation has noted. */
  const scoreOf = (run) => run.score || (run.evaluation || {}).score;
  const configOf = (run) => (run.training || run.evaluation || { config: {} }).config;

  // ---- summary ----

  function summary() {
    const cards = runs.map((run, i) => {
      const config = configOf(run);
      const result = (run.training || {}).result || {};
      const score = scoreOf(run);
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
        (run.training || {}).exit && run.training.exit !== "done" ? el("div", { class: "wrong small" }, shown(run.training.exit)) : null), i);
    });
    section("summary", several ? "Runs" : "Run", el("div", { class: "cards" }, cards), accuracy());
  }

  function accuracy() {
    const scored = runs.map((run, i) => [run, i]).filter(([run]) => scoreOf(run));
    if (!scored.length) return null;
    const highest = Math.max(...scored.flatMap(([run]) => [scoreOf(run).high_95, run.baseline ? run.baseline.percent : 0]));
    const end = [5, 10, 20, 30, 50, 75, 100].find((limit) => limit >= highest) || 100;
    const at = (value) => `${(100 * value / end).toFixed(2)}%`;
    const rows = scored.map(([run, i]) => [run, i, scoreOf(run)]).flatMap(([run, i, score]) => [
      el("div", { class: "name" }, shown(run.name)),
      ofRun(el("div", { class: "track", role: "img",
        "aria-label": `${score.percent.toFixed(1)} %, interval ${score.low_95.toFixed(1)} to ${score.high_95.toFixed(1)}\u00a0%` },
      styled(el("div", { class: "fill" }), { width: at(score.percent) }),
      styled(el("div", { class: "range" }), { left: at(score.low_95), width: at(score.high_95 - score.low_95) }),
      run.baseline ? styled(el("div", { class: "tick", title: "constant answer" }), { left: at(run.baseline.percent) }) : null), i)]);
    const ticks = [0, 1, 2, 3, 4].map((i) => styled(el("span", {}, `${end * i / 4}\u00a0%`), { left: `${25 * i}%` }));
    const baselines = [...new Set(scored.filter(([run]) => run.baseline).map(([run]) =>
      `constant answer “${run.baseline.answer}”, ${run.baseline.correct} of ${run.baseline.total}, ${run.baseline.percent.toFixed(1)}\u00a0%`))];
    return el("div", {}, el("h3", {}, "Accuracy"),
      el("div", { class: "scale" }, rows, el("div", {}), el("div", { class: "ticks", "aria-hidden": "true" }, ticks)),
      el("p", { class: "quiet small" }, "Bar: share of right answers; whiskers: 95 % interval (Wilson)"
        + (baselines.length ? `; dashed: ${shown(baselines.join("; "))}.` : ".")));
  }

  // ---- curves ----

  function curves() {
    const drawn = data.metrics.filter(({ key }) => runs.some((run) => (run.curves || {})[key]));
    if (!drawn.length) return;
    const charts = el("div", { class: "charts" });
    let logarithmic = false;
    const node = section("curves", "Training",
      el("div", { class: "controls" },
        el("label", {}, el("input", { type: "checkbox", onchange: (event) => { logarithmic = event.target.checked; draw(); } }), "logarithmic loss")),
      charts,
      el("p", { class: "quiet small" }, "Move over a chart for values, drag to enlarge, double-click to return; with the keyboard: arrow keys on a chart."
        + averaged()));
    const plots = drawn.map(({ key: name, label: title, unit }) => {
      const holder = el("div", { class: "plot", tabindex: "0", role: "group", "aria-label": `${title}: ${unit}; arrow keys read values`,
        onkeydown: (event) => read(event, holder.chart) });
      charts.append(el("div", { class: "chart" }, el("h3", {}, title, " ", el("span", { class: "quiet small" }, unit)), holder));
      return { name, holder };
    });
    function draw() {
      for (const plot of plots) {
        if (plot.holder.chart) plot.holder.chart.destroy();
        plot.holder.chart = chart(plot.name, plot.holder, logarithmic && plot.name === "loss");
      }
    }
    redraws.push(draw);
    draw();
    new ResizeObserver(() => plots.forEach(({ holder }) =>
      holder.chart.setSize({ width: holder.clientWidth, height: holder.chart.height }))).observe(node);
  }

  function averaged() {
    const most = Math.max(...runs.map((run) => run.stepsPerPoint || 1));
    return most > 1 ? ` A point is the mean of up to ${most} steps.` : "";
  }

  function chart(name, holder, logarithmic) {
    const drawn = runs.map((run, i) => [run, i]).filter(([run]) => (run.curves || {})[name]);
    const joined = uPlot.join(drawn.map(([run]) => [run.curves.step, run.curves[name]]));
    const axis = { stroke: css("--quiet"), grid: { stroke: css("--line"), width: 1 }, ticks: { stroke: css("--line"), width: 1 }, font: "12px system-ui, sans-serif" };
    /** Large values with K, M or B, and with as many digits as keep neighbours apart. */
    const short = (value, step) => {
      const size = Math.abs(value);
      if (size < 1e4) return number(value);
      const digits = (step / (size >= 1e9 ? 1e9 : size >= 1e6 ? 1e6 : 1e3)).toFixed(6).replace(/0+$/, "").split(".")[1].length;
      return Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: digits }).format(value);
    };
    return new uPlot({
      width: holder.clientWidth,
      height: 240,
      cursor: { drag: { x: true, y: false }, hover: { prox: 20 } }, // a run that has ended has no value
      scales: { x: { time: false }, y: logarithmic ? { distr: 3 } : {} },
      axes: [
        { ...axis, values: (u, values, axis, space, step) => values.map((value) => (Number.isInteger(value) ? short(value, step) : "")) },
        { ...axis, size: labelWidth, values: (u, values, axis, space, step) => values.map((value) => (value == null ? "" : short(value, step))) },
      ],
      series: [
        { label: "step", value: (u, value) => number(value) },
        ...drawn.map(([run, i]) => ({
          label: shown(several ? run.name : name), stroke: css(colour(i)), width: 1.5, spanGaps: true,
          points: { show: joined[0].length < 3 }, value: (u, value) => number(value),
        })),
      ],
    }, joined, holder);
  }

  /** Returns the width of the longest label of an axis, so that none is cut. */
  function labelWidth(u, labels) {
    const longest = (labels || []).reduce((most, label) => Math.max(most, label.length), 0);
    return Math.max(62, 20 + 8 * longest);
  }

  /** Moves the cursor of a chart from point to point. */
  function read(event, chart) {
    const steps = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 };
    if (!(event.key in steps)) return;
    event.preventDefault();
    const last = chart.data[0].length - 1;
    const now = chart.cursor.idx == null ? (steps[event.key] > 0 ? -1 : last + 1) : chart.cursor.idx;
    const next = Math.max(0, Math.min(last, now + steps[event.key]));
    const y = chart.data.slice(1).map((series) => series[next]).find((value) => value != null);
    chart.setCursor({ left: chart.valToPos(chart.data[0][next], "x"), top: y == null ? 0 : chart.valToPos(y, "y") });
  }

  // ---- answers ----

  /** Runs that answered the same questions share a table. */
  function questionSets() {
    const sets = new Map();
    runs.forEach((run, i) => {
      if (!run.questions || !run.predictions) return;
      const key = JSON.stringify([run.questions.texts, run.questions.places]);
      if (!sets.has(key)) sets.set(key, { ...run.questions, runs: [] });
      sets.get(key).runs.push(i);
    });
    return [...sets.values()];
  }

  function answers() {
    questionSets().forEach((set, n, all) => {
      const id = n ? `answers${n}` : "answers";
      const scored = set.places.length > 0;
      const rows = set.texts.map((question, i) => ({
        i, question, truth: set.places[i],
        given: set.runs.map((run) => runs[run].predictions[i]),
      }));
      for (const row of rows) row.right = row.given.map((answer) => scored && answer === row.truth);
      const state = { mark: "all", run: 0, search: "", limit: 200 };
      const body = el("tbody", {});
      const count = el("p", { class: "quiet small", "aria-live": "polite" });
      const more = el("button", { onclick: () => { state.limit = Infinity; fill(); } });
      const marks = [["all", "all"], ["right", "right"], ["wrong", "wrong"]];
      if (set.runs.length > 1) marks.push(["differ", "where they differ"]);
      const names = set.runs.map((run) => shown(runs[run].name));
      const headings = ["#", "question", ...(scored ? ["truth"] : []), ...(set.runs.length > 1 ? names : ["answer"])];
      section(id, all.length > 1 ? `Answers: ${shown(set.file)}` : "Answers",
        el("div", { class: "controls" },
          scored ? radios("Show", id + "-mark", marks, (mark) => { state.mark = mark; fill(); }) : null,
          scored && set.runs.length > 1 ? choice("of", names, (run) => { state.run = run; fill(); }) : null,
          el("label", {}, "containing", el("input", { type: "search", oninput: (event) => { state.search = event.target.value.toLowerCase(); fill(); } }))),
        count,
        el("table", { class: "stack" }, el("thead", {}, el("tr", {}, headings.map((heading) => el("th", { scope: "col" }, heading)))), body),
        more,
        scored ? confusions(set, rows) : null);

      function visible(row) {
        if (state.mark === "right" && !row.right[state.run]) return false;
        if (state.mark === "wrong" && row.right[state.run]) return false;
        if (state.mark === "differ" && row.given.every((answer) => answer === row.given[0])) return false;
        return !state.search || [row.question, row.truth || "", ...row.given].some((text) => text.toLowerCase().includes(state.search));
      }
      function fill() {
        const matching = rows.filter(visible);
        const drawn = matching.slice(0, state.limit);
        body.replaceChildren(...drawn.map((row) => el("tr", {},
          cell("#", String(row.i + 1)),
          cell("question", shown(row.question)),
          scored ? cell("truth", shown(row.truth)) : null,
          row.given.map((answer, r) => cell(set.runs.length > 1 ? names[r] : "answer",
            (scored ? (row.right[r] ? "✓ " : "✗ ") : "") + (shown(answer) || "(nothing)"),
            scored ? (row.right[r] ? "right" : "wrong") : null)))));
        count.textContent = `${matching.length} of ${rows.length} questions`;
        more.hidden = drawn.length === matching.length;
        more.textContent = `Show all ${matching.length}`;
      }
      fill();
    });
  }

  const cell = (label, text, className) => el("td", { "data-label": label, class: className }, el("span", {}, text));

  function confusions(set, rows) {
    const parts = set.runs.map((run, r) => {
      const pairs = new Map();
      const given = new Map();
      for (const row of rows) {
        given.set(row.given[r], (given.get(row.given[r]) || 0) + 1);
        if (row.right[r]) continue;
        const key = JSON.stringify([row.truth, row.given[r]]);
        pairs.set(key, (pairs.get(key) || 0) + 1);
      }
      const most = (map) => [...map].sort((a, b) => b[1] - a[1]).slice(0, 12);
      const meter = (n, of) => ofRun(styled(el("span", { class: "meter", "aria-hidden": "true" }), { width: `${Math.max(2, 60 * n / of)}px` }), run);
      const wrongs = most(pairs);
      const answers = most(given);
      return el("div", {},
        several ? el("h3", {}, shown(runs[run].name)) : null,
        el("div", { class: "charts" },
          el("div", { class: "chart" }, el("h3", {}, "Most frequent confusions"), wrongs.length
            ? table({}, ["truth", "answer", "times"], wrongs.map(([key, n]) => {
              const [truth, answer] = JSON.parse(key);
              return el("tr", {}, el("td", {}, shown(truth)), el("td", {}, shown(answer) || "(nothing)"), el("td", { class: "number" }, meter(n, wrongs[0][1]), " ", n));
            }))
            : el("p", { class: "quiet" }, "None: every answer is right.")),
          el("div", { class: "chart" }, el("h3", {}, "Most frequent answers"),
            table({}, ["answer", "given", "true"], answers.map(([answer, n]) =>
              el("tr", {}, el("td", {}, shown(answer) || "(nothing)"), el("td", { class: "number" }, meter(n, answers[0][1]), " ", n),
                el("td", { class: "number" }, rows.filter((row) => row.truth === answer).length)))))));
    });
    return el("div", { class: "below" }, parts);
  }

  // ---- inside the model ----

  function inside() {
    const looked = runs.map((run, i) => [run, i]).filter(([run]) => run.probes.length);
    if (!looked.length) return;
    const view = el("div", {});
    const chosen = { run: 0, question: 0 };
    const questions = el("span", {});
    section("inside", "Inside the model",
      el("div", { class: "controls" },
        looked.length > 1 ? choice("Run", looked.map(([run]) => shown(run.name)), (run) => { chosen.run = run; chosen.question = 0; offer(); }) : null,
        questions),
      view);
    function offer() {
      questions.replaceChildren(choice(looked[chosen.run][0].questions ? "Question" : "Text", looked[chosen.run][0].probes.map((probe) => shown(probe.question)),
        (question) => { chosen.question = question; draw(); }));
      draw();
    }
    function draw() {
      const probe = looked[chosen.run][0].probes[chosen.question];
      view.replaceChildren(confidence(probe), attention(probe));
      view.redraw();
    }
    function attention(probe) {
      const [node, redraw] = attentionMaps(probe);
      view.redraw = redraw;
      return node;
    }
    redraws.push(() => view.redraw());
    offer();
  }

  function confidence(probe) {
    const status = el("p", { class: "status", "aria-live": "polite" }, "Choose a character to see the likeliest ones at its position.");
    const describe = (step) => {
      status.textContent = `“${shown(step[0])}” ${percent(step[1])}; likeliest: `
        + step.slice(2).map(([symbol, p]) => `“${shown(symbol)}” ${percent(p)}`).join(", ");
    };
    const verdict = probe.truth == null ? "" : probe.truth === probe.answer ? " ✓ right" : ` ✗ wrong, the truth is “${shown(probe.truth)}”`;
    return el("div", {},
      el("p", {}, "Answer: ", el("strong", {}, shown(probe.answer) || "(nothing)"), ` with probability ${percent(probe.probability)}`,
        el("span", { class: probe.truth === probe.answer ? "right" : "wrong" }, verdict)),
      el("h3", {}, "Probability of each character"),
      el("div", { class: "chips" }, probe.steps.map((step) => el("button", {
        class: "chip", onclick: () => describe(step), onfocus: () => describe(step), onmouseenter: () => describe(step),
        "aria-label": `${shown(step[0])}, ${percent(step[1])}`,
      }, el("span", { class: "symbol mono" }, visibleSymbol(step[0])),
      el("span", { class: "bar" }, styled(el("span", {}), { width: percent(step[1]).replace(" ", "") })),
      el("span", { class: "share" }, percent(step[1]))))),
      status);
  }

  const visibleSymbol = (symbol) => (symbol === " " ? "␣" : symbol === "\n" ? "⏎" : shown(symbol));

  function attentionMaps(probe) {
    const perceiver = probe.maps.some((map) => map.name.startsWith("down_block"));
    const layers = probe.maps.map((map) => {
      const latentQueries = perceiver && !map.name.startsWith("up_block");
      const latentKeys = perceiver && !map.name.startsWith("down_block");
      const labels = (latent, count) => Array.from({ length: count }, (_, i) => (latent ? `latent ${i}` : visibleSymbol(probe.tokens[i])));
      return { ...map, latentQueries, latentKeys, rows: labels(latentQueries, map.queries), columns: labels(latentKeys, map.keys),
        bytes: Uint8Array.from(atob(map.weights), (c) => c.charCodeAt(0)) };
    });
    const title = (layer) => layer.name.replace(".attn", "") + (layer.latentQueries && !layer.latentKeys ? " (characters to latents)"
      : layer.latentKeys && !layer.latentQueries ? " (latents to characters)" : layer.latentKeys ? " (among latents)" : "");
    const state = { layer: 0, head: 0, query: 0, key: 0 };
    const heads = el("div", { class: "heads", role: "group", "aria-label": "Heads" });
    const canvas = el("canvas", { tabindex: "0", role: "img", "aria-label": "attention map; arrow keys move",
      onmousemove: point, onclick: point, onkeydown: move });
    const status = el("p", { class: "status", "aria-live": "polite" });
    const strip = el("div", { class: "strip mono" });
    const node = el("div", {},
      el("h3", {}, "Attention"),
      el("div", { class: "controls" }, choice("Layer", layers.map(title), (layer) => {
        Object.assign(state, { layer, head: 0 });
        rest();
        redraw();
      })),
      heads,
      el("div", { class: "map" }, canvas, el("div", {}, status, strip,
        el("p", { class: "quiet small" }, "Each row attends to the columns, the more the stronger the colour, and sums to 1. Move over the map, or use the arrow keys on it."))));

    const layer = () => layers[state.layer];
    const weight = (head, query, key) => layer().bytes[(head * layer().queries + query) * layer().keys + key] / 255;
    function rest() { // begin where the last character is looked from
      state.query = layer().queries - 1;
      state.key = 0;
    }
    function paint(context, head, left, top, cell) {
      const shade = css("--shade");
      for (let q = 0; q < layer().queries; q++) {
        for (let k = 0; k < layer().keys; k++) {
          const w = weight(head, q, k);
          if (w > 0) {
            context.fillStyle = `rgba(${shade}, ${Math.pow(w, 0.6).toFixed(3)})`;
            context.fillRect(left + k * cell, top + q * cell, cell, cell);
          }
        }
      }
    }
    function drawHeads() {
      heads.replaceChildren(...Array.from({ length: layer().heads }, (_, head) => {
        const small = el("canvas", { width: layer().keys, height: layer().queries, "aria-hidden": "true" });
        paint(small.getContext("2d"), head, 0, 0, 1);
        return el("button", { class: "head", "aria-pressed": String(head === state.head), onclick: () => { state.head = head; redraw(); } },
          small, el("span", {}, `head ${head}`));
      }));
    }
    const GAP = 3;
    let geometry = null;
    function drawLarge() {
      const width = canvas.clientWidth || 320;
      const ratio = window.devicePixelRatio || 1;
      const side = layer().latentQueries ? 36 : 26;
      const above = layer().latentKeys ? 36 : 26;
      const cell = Math.min(26, (width - side) / layer().keys);
      geometry = { side, above, cell };
      const height = above + cell * layer().queries + 2;
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.height = `${height}px`;
      const context = canvas.getContext("2d");
      context.scale(ratio, ratio);
      context.fillStyle = css("--page");
      context.fillRect(side, above, cell * layer().keys, cell * layer().queries);
      paint(context, state.head, side, above, cell);
      const size = Math.max(8, Math.min(13, cell));
      const every = Math.ceil(size / cell);
      context.font = `${size}px ui-monospace, "Liberation Mono", monospace`;
      context.fillStyle = css("--text");
      context.textBaseline = "middle";
      for (let q = 0; q < layer().queries; q += every) {
        context.textAlign = "right";
        context.fillText(short(layer().rows[q], layer().latentQueries, q), side - GAP, above + (q + 0.5) * cell);
      }
      for (let k = 0; k < layer().keys; k += every) {
        context.save();
        context.translate(side + (k + 0.5) * cell, above - GAP);
        if (layer().latentKeys) context.rotate(-Math.PI / 2);
        context.textAlign = layer().latentKeys ? "left" : "center";
        context.textBaseline = layer().latentKeys ? "middle" : "bottom";
        context.fillText(short(layer().columns[k], layer().latentKeys, k), 0, 0);
        context.restore();
      }
      context.strokeStyle = css("--accent");
      context.lineWidth = 1.5;
      context.strokeRect(side + state.key * cell, above + state.query * cell, cell, cell);
      context.lineWidth = 0.5;
      context.strokeRect(side, above + state.query * cell, cell * layer().keys, cell);
    }
    const short = (label, latent, i) => (latent ? `L${i}` : label.length > 2 ? "·" : label);
    function describe() {
      const from = layer().latentQueries ? layer().rows[state.query] : `“${layer().rows[state.query]}” (${state.query})`;
      const to = layer().latentKeys ? layer().columns[state.key] : `“${layer().columns[state.key]}” (${state.key})`;
      status.textContent = `head ${state.head}: ${from} gives ${weight(state.head, state.query, state.key).toFixed(2)} of its attention to ${to}`;
      strip.replaceChildren(...layer().columns.map((label, key) => {
        const w = weight(state.head, state.query, key);
        const token = el("span", { title: w.toFixed(2) }, layer().latentKeys ? String(key) : label);
        token.style.background = `rgba(${css("--shade")}, ${(0.75 * Math.pow(w, 0.6)).toFixed(3)})`;
        if (!layer().latentKeys && !layer().latentQueries && key === state.query) token.className = "from";
        return token;
      }));
    }
    function redraw() {
      drawHeads();
      drawLarge();
      describe();
    }
    function select(query, key) {
      if (query < 0 || key < 0 || query >= layer().queries || key >= layer().keys) return;
      Object.assign(state, { query, key });
      drawLarge();
      describe();
    }
    function point(event) {
      const box = canvas.getBoundingClientRect();
      select(Math.floor((event.clientY - box.top - geometry.above) / geometry.cell), Math.floor((event.clientX - box.left - geometry.side) / geometry.cell));
    }
    function move(event) {
      const moves = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
      if (!(event.key in moves)) return;
      event.preventDefault();
      select(state.query + moves[event.key][0], state.key + moves[event.key][1]);
    }
    let before = 0;
    new ResizeObserver(() => {
      if (canvas.clientWidth !== before) {
        before = canvas.clientWidth;
        drawLarge();
      }
    }).observe(node);
    rest();
    return [node, redraw];
  }

  // ---- configuration and provenance ----

  function configuration() {
    const names = [...new Set(runs.flatMap((run) => Object.keys(configOf(run))))];
    if (!names.length) return;
    section("config", "Configuration",
      el("table", { class: several ? "stack compared" : "facts" },
        several ? el("thead", {}, el("tr", {}, ["", ...runs.map((run) => shown(run.name))].map((text) => el("th", { scope: "col" }, text)))) : null,
        el("tbody", {}, names.map((name) => {
          const values = runs.map((run) => configOf(run)[name]);
          const differs = values.some((value) => value !== values[0]);
          return el("tr", { class: differs ? "differs" : null }, el("th", { scope: "row" }, breakable(name)),
            values.map((value, i) => el("td", { "data-label": several ? shown(runs[i].name) : null, class: "mono" }, el("span", {}, value == null ? "–" : shown(value)))));
        }))),
      several ? el("p", { class: "quiet small" }, "Shaded: where the runs differ.") : null);
  }

  function provenance() {
    section("provenance", "Provenance", runs.map((run) => el("div", {},
      several ? el("h3", {}, shown(run.name)) : null,
      run.notes.map((note) => el("p", { class: "quiet" }, shown(note))),
      [["training", "Training"], ["evaluation", "Evaluation"]].filter(([key]) => run[key]).map(([key, title]) => {
        const manifest = run[key];
        const facts = [["command", manifest.command], ["ended", manifest.exit + (manifest.exit_code ? `, exit code ${manifest.exit_code}` : "")], ["from", manifest.started], ["to", manifest.ended], ["charlm", manifest.program],
          ...Object.entries(manifest.machine), ...Object.entries(manifest.result).map(([name, value]) => [name.replaceAll("_", " "), number(value)]),
          ...[...manifest.inputs, ...(manifest.output ? [manifest.output] : [])].map((file) => [file.role, `${file.path} (SHA-256 ${file.sha256})`])];
        return el("details", { open: !several }, el("summary", {}, title),
          el("table", { class: "facts" }, el("tbody", {}, facts.map(([name, value]) =>
            el("tr", {}, el("th", { scope: "row" }, shown(name)), el("td", { class: "mono" }, shown(value)))))),
          el("details", {}, el("summary", {}, `${manifest.libraries.length} libraries`), el("p", { class: "mono wrap" }, shown(manifest.libraries.join(", ")))));
      }))));
  }

  summary();
  curves();
  answers();
  inside();
  configuration();
  provenance();
  document.title = "charlm report: " + runs.map((run) => shown(run.name)).join(", ");
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => redraws.forEach((redraw) => redraw()));
})();
