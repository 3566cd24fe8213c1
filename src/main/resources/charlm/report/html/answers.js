// ---- answers ----

/** Runs that answered the same questions share a table. */
function questionSets() {
  const sets = new Map();
  runs.forEach((run, i) => {
    if (run.questions == null || !run.predictions) return;
    if (!sets.has(run.questions)) sets.set(run.questions, { ...data.questions[run.questions], runs: [] });
    sets.get(run.questions).runs.push(i);
  });
  const percent = (run) => (runs[run].score ? runs[run].score.percent : -1);
  for (const set of sets.values()) {
    if (set.runs.length > MOST_SIDE_BY_SIDE) set.runs.sort((a, b) => percent(b) - percent(a)); // the best one is chosen at first
  }
  return [...sets.values()];
}

function answers() {
  questionSets().forEach((set, n, all) => {
    const id = n ? `answers${n}` : "answers";
    const scored = set.places.length > 0;
    const many = set.runs.length > MOST_SIDE_BY_SIDE;
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
    const headings = ["#", "question", ...(scored ? ["truth"] : []), ...(many || set.runs.length === 1 ? ["answer"] : names), ...(many && scored ? ["right in"] : [])];
    const below = el("div", {});
    const choose = (run) => { state.run = run; fill(); if (many && scored) confuse(); };
    const confuse = () => below.replaceChildren(confusions(set, rows, many ? [state.run] : [...set.runs.keys()]));
    section(id, all.length > 1 ? `Answers: ${shown(set.file)}` : "Answers",
      el("div", { class: "controls" },
        scored ? radios("Show", id + "-mark", marks, (mark) => { state.mark = mark; fill(); }) : null,
        (scored || many) && set.runs.length > 1 ? choice("of", names, choose) : null,
        el("label", {}, "containing", el("input", { type: "search", oninput: (event) => { state.search = event.target.value.toLowerCase(); fill(); } }))),
      count,
      el("table", { class: "stack" }, el("thead", {}, el("tr", {}, headings.map((heading) => el("th", { scope: "col" }, heading)))), body),
      more,
      below);

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
        row.given.map((answer, r) => (many && r !== state.run ? null : cell(many || set.runs.length === 1 ? "answer" : names[r],
          (scored ? (row.right[r] ? "✓ " : "✗ ") : "") + (shown(answer) || "(nothing)"),
          scored ? (row.right[r] ? "right" : "wrong") : null))),
        many && scored ? cell("right in", `${row.right.filter(Boolean).length} of ${set.runs.length} runs`) : null)));
      count.textContent = `${matching.length} of ${rows.length} questions`;
      more.hidden = drawn.length === matching.length;
      more.textContent = `Show all ${matching.length}`;
    }
    fill();
    if (scored) confuse();
  });
}

const cell = (label, text, className) => el("td", { "data-label": label, class: className }, el("span", {}, text));

/** Returns the confusions of `some` of the set's runs. */
function confusions(set, rows, some) {
  const parts = some.map((r) => {
    const run = set.runs[r];
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
