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
    data.unprobed ? el("p", { class: "quiet small" }, `The ${looked.length} models with the best accuracy. ${data.unprobed} more are left out to keep the page small; “charlm report RUN” shows one.`) : null,
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
