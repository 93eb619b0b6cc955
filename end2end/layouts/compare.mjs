// The playground's layout beside rust-sugiyama and dagre on the same graphs: time, crossings, length, and how far nodes move when
// one edge is added. `npm ci --prefix end2end/layouts` once, then `node end2end/layouts/compare.mjs`.
import dagre from "@dagrejs/dagre";
import { execFileSync } from "node:child_process";

const folder = import.meta.dirname;
const lines = execFileSync("cargo", ["run", "--quiet", "--release", "--manifest-path", `${folder}/Cargo.toml`], {
  encoding: "utf8",
  maxBuffer: 1 << 28,
  stdio: ["ignore", "pipe", "inherit"],
});

/** Where dagre puts each app, from left to right. */
function by_dagre(apps, edges) {
  const graph = new dagre.graphlib.Graph().setGraph({ rankdir: "LR" }).setDefaultEdgeLabel(() => ({}));
  for (let app = 0; app < apps; app += 1) graph.setNode(String(app), { width: 48, height: 48 });
  for (const [from, to] of edges) graph.setEdge(String(from), String(to));
  dagre.layout(graph);
  return Array.from({ length: apps }, (_, app) => [graph.node(String(app)).x, graph.node(String(app)).y]);
}

/** The least time of three rounds, in milliseconds, and the places. */
function timed(work) {
  let least = Infinity;
  let places;
  for (let round = 0; round < 3; round += 1) {
    const started = performance.now();
    places = work();
    least = Math.min(least, performance.now() - started);
  }
  return { least, places };
}

const side = ([ax, ay], [bx, by], [cx, cy]) => Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));

/** Pairs of edges without a common end whose straight lines cross. */
function crossings(edges, places) {
  let count = 0;
  for (let i = 0; i < edges.length; i += 1) {
    const [a, b] = edges[i];
    for (let j = i + 1; j < edges.length; j += 1) {
      const [c, d] = edges[j];
      if (a === c || a === d || b === c || b === d) continue;
      const [p, q, r, s] = [places[a], places[b], places[c], places[d]];
      if (side(p, q, r) * side(p, q, s) < 0 && side(r, s, p) * side(r, s, q) < 0) count += 1;
    }
  }
  return count;
}

function diagonal(places) {
  const [xs, ys] = [places.map(([x]) => x), places.map(([, y]) => y)];
  return Math.hypot(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
}

/** The mean length of an edge, in percent of the drawing's diagonal. */
function length(edges, places) {
  const sum = edges.reduce((all, [a, b]) => all + Math.hypot(places[a][0] - places[b][0], places[a][1] - places[b][1]), 0);
  return (100 * sum) / edges.length / diagonal(places);
}

/** How far nodes move in the mean, in percent of the diagonal. */
function movement(before, after) {
  const sum = before.reduce((all, [x, y], node) => all + Math.hypot(after[node][0] - x, after[node][1] - y), 0);
  return (100 * sum) / before.length / diagonal(before);
}

const head = ["apps", "edges", "by", "ms", "crossings", "length of an edge, % of diagonal", "movement by one edge, %"];
console.log(`| ${head.join(" | ")} |\n|${head.map(() => "---|").join("")}`);
for (const { apps, edges, added, laid } of lines.trim().split("\n").map((line) => JSON.parse(line))) {
  const dagreBefore = timed(() => by_dagre(apps, edges));
  laid.push({
    by: "dagre",
    milliseconds: dagreBefore.least,
    before: dagreBefore.places,
    after: by_dagre(apps, [...edges, added]),
  });
  for (const { by, milliseconds, before, after } of laid) {
    const figures = [milliseconds.toFixed(1), crossings(edges, before), length(edges, before).toFixed(1), movement(before, after).toFixed(1)];
    console.log(`| ${apps} | ${edges.length} | ${by} | ${figures.join(" | ")} |`);
  }
}
