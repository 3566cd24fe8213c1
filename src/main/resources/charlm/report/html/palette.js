// ---- colours for any number of curves ----

const DASHES = [[], [9, 4], [2, 3], [10, 3, 2, 3]];
const SAME_DASH = 8; // more colours than that are hard to tell apart; a dash helps then

/**
 * Returns `count` colours on a light or dark page, the first ones the most different. Each is as far as can be from all before
 * it, also for eyes that see no red or no green (with less weight, since they see few colours), in OKLab (https://bottosson.github.io/posts/oklab/).
 */
function palette(count, dark) {
  const candidates = [];
  for (const lightness of dark ? [0.64, 0.73, 0.82] : [0.4, 0.5, 0.6]) {
    for (const chroma of [0.1, 0.15, 0.2]) {
      for (let hue = 0; hue < 360; hue += 12) {
        const angle = hue * Math.PI / 180;
        const rgb = linearRgb(lightness, chroma * Math.cos(angle), chroma * Math.sin(angle));
        if (rgb.every((part) => part >= 0 && part <= 1)) candidates.push({ rgb, seen: SIGHTS.map((sight) => oklab(times(sight, rgb))) });
      }
    }
  }
  const apart = (a, b) => Math.min(...a.seen.map((lab, sight) => (sight ? 1.6 : 1) * Math.hypot(...lab.map((part, i) => part - b.seen[sight][i]))));
  const blue = candidates.reduce((best, one) => (one.rgb[2] - one.rgb[0] - one.rgb[1] / 2 > best.rgb[2] - best.rgb[0] - best.rgb[1] / 2 ? one : best));
  const chosen = [blue];
  const nearest = candidates.map((one) => apart(one, blue));
  while (chosen.length < count) {
    const next = candidates[nearest.indexOf(Math.max(...nearest))];
    chosen.push(next);
    candidates.forEach((one, i) => { nearest[i] = Math.min(nearest[i], apart(one, next)); });
  }
  return chosen.slice(0, count).map(({ rgb }) => "#" + rgb.map((part) => Math.round(255 * encoded(part)).toString(16).padStart(2, "0")).join(""));
}

/** Common sight, no red, no green (Machado, Oliveira and Fernandes 2009, severity 1), on linear RGB. */
const SIGHTS = [
  [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
];

const times = (matrix, vector) => matrix.map((row) => row.reduce((sum, weight, i) => sum + weight * vector[i], 0));
const encoded = (part) => (part <= 0.0031308 ? 12.92 * part : 1.055 * Math.pow(part, 1 / 2.4) - 0.055);

function oklab(rgb) {
  const cones = times([[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005]], rgb).map(Math.cbrt);
  return times([[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.808675766]], cones);
}

function linearRgb(...lab) {
  const cones = times([[1, 0.3963377774, 0.2158037573], [1, -0.1055613458, -0.0638541728], [1, -0.0894841775, -1.291485548]], lab)
    .map((part) => part ** 3);
  return times([[4.0767416621, -3.3077115913, 0.2309699292], [-1.2684380046, 2.6097574011, -0.3413193965],
    [-0.0041960863, -0.7034186147, 1.707614701]], cones);
}

/** Groups come first, by their first runs, so that folded curves get the most different colours. */
const rank = (() => {
  const leaders = groups.map((group) => group.runs[0]);
  const ranks = [];
  [...new Set([...runs.keys()].filter((run) => leaders.includes(run) || !groups.some((group) => group.runs.includes(run)))), ...runs.keys()]
    .filter((run, i, all) => all.indexOf(run) === i).forEach((run, i) => { ranks[run] = i; });
  return ranks;
})();
const colour = (run) => `--run${rank[run]}`;
const dash = (run) => DASHES[Math.floor(rank[run] / SAME_DASH) % DASHES.length];
const darkness = matchMedia("(prefers-color-scheme: dark)");

function paintRuns() {
  palette(runs.length, darkness.matches).forEach((value, i) => document.documentElement.style.setProperty(`--run${i}`, value));
}

const ofRun = (node, run) => styled(node, { "--run": `var(${colour(run)})` });

/** Returns a line as the run's curve is drawn. */
function swatch(run) {
  const part = (tag, attributes, ...children) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.append(...children);
    return node;
  };
  return ofRun(part("svg", { class: "swatch", viewBox: "0 0 24 6", "aria-hidden": "true" },
    part("line", { x1: 0, y1: 3, x2: 24, y2: 3, "stroke-dasharray": dash(run).join(" ") })), run);
}
