// ---- configuration and provenance ----

function configuration() {
  const names = [...new Set(runs.flatMap((run) => Object.keys(configOf(run))))];
  if (!names.length) return;
  const side = runs.length > MOST_SIDE_BY_SIDE;
  const body = el("tbody", {});
  const fill = (some) => body.replaceChildren(...names.map((name) => {
    const values = runs.map((run) => configOf(run)[name]);
    const differs = values.some((value) => value !== values[0]);
    return el("tr", { class: differs ? "differs" : null }, el("th", { scope: "row" }, breakable(name)),
      some.map((i) => el("td", { "data-label": some.length > 1 ? shown(runs[i].name) : null, class: "mono" }, el("span", {}, values[i] == null ? "–" : shown(values[i])))));
  }));
  section("config", "Configuration",
    side ? el("div", { class: "controls" }, choice("Run", runs.map((run) => shown(run.name)), (run) => fill([run]))) : null,
    el("table", { class: several && !side ? "stack compared" : "facts" },
      several && !side ? el("thead", {}, el("tr", {}, ["", ...runs.map((run) => shown(run.name))].map((text) => el("th", { scope: "col" }, text)))) : null,
      body),
    several ? el("p", { class: "quiet small" }, "Shaded: where the runs differ.") : null);
  fill(side ? [0] : [...runs.keys()]);
}

function provenance() {
  section("provenance", "Provenance", runs.map((run) => (runs.length > MOST_SIDE_BY_SIDE ? el("details", {}, el("summary", {}, shown(run.name)), origin(run)) : el("div", {},
    several ? el("h3", {}, shown(run.name)) : null, origin(run)))));
}

/** Returns the notes and the manifests of a run. */
function origin(run) {
  return [
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
    })];
}
