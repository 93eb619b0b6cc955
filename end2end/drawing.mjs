// What the page takes to draw large graphs: for frames.mjs and topology/frames.mjs, each of which brings the browser of its own
// packages.

const SECONDS = 5;
const ROUNDS = 3;
/** Values of a dot in app/js/dots.ts. */
const STRIDE = 4;

/** The graphs that the budgets speak of, and so many dots where they name a number. Thousands of requests are on their way. */
export const GRAPHS = [
  { label: "1,000 nodes, 3,000 edges", text: mesh(500, 249, 1.6), dots: 4_000 },
  { label: "5,000 nodes", text: mesh(2500, 150, 2.7) },
];

/** So many apps behind a Service each; requests come at `rate` for each of the first ten, which call `calls` of the others. */
function mesh(apps, calls, rate) {
  const name = (at) => `app-${String(at).padStart(4, "0")}`;
  const one = (at) => `apiVersion: v1
kind: Service
metadata: {name: ${name(at)}}
spec: {selector: {app: ${name(at)}}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name(at)}}
spec:
  selector: {matchLabels: {app: ${name(at)}}}
  template:
    metadata: {labels: {app: ${name(at)}}}
    spec: {containers: [{name: app, image: example/app, ports: [{containerPort: 8080}]}]}
---
`;
  const calling = (at) => {
    const called = (call) => name(10 + ((at * calls + call) % (apps - 10)));
    const urls = Array.from({ length: calls }, (_, call) => `{url: 'http://${called(call)}/'}`);
    return `apiVersion: playground.mesh/v1
kind: App
metadata: {name: ${name(at)}}
spec: {selector: {matchLabels: {app: ${name(at)}}}, parallel: true, latency: 200ms, calls: [${urls.join(", ")}]}
---
apiVersion: playground.mesh/v1
kind: Traffic
metadata: {name: to-${name(at)}}
spec: {from: client, rate: ${rate}, request: {url: 'http://${name(at)}/'}}
---
`;
  };
  const all = Array.from({ length: apps }, (_, at) => one(at));
  return all.concat(Array.from({ length: 10 }, (_, at) => calling(at))).join("");
}

/** The page with a graph that is unfolded and has requests on their way. */
export async function opened(browser, base, { text, dots }) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  if (dots) await drawMore(page, dots);
  await page.goto(base);
  await page.locator(".cm-content").waitFor();
  await page.getByTestId("bring").setInputFiles({ name: "mesh.yaml", mimeType: "application/yaml", buffer: Buffer.from(text) });
  // So many stand folded at first.
  await page.getByTestId("unfold-all").click({ timeout: 120_000 });
  // They are drawn a slice at a time: all are there once none comes any more.
  await page.waitForFunction(
    () => {
      const [before, now] = [globalThis.drawnBefore, document.querySelectorAll('[data-testid^="node "]').length];
      globalThis.drawnBefore = now;
      return now > 200 && now === before;
    },
    null,
    { polling: 3_000, timeout: 240_000 },
  );
  await page.waitForTimeout(8_000);
  return page;
}

/**
 * Has the page draw so many dots while `manyDots` is set: those that it would draw, again and again. It thins to fewer, however
 * many requests are on their way, so this stands before what draws them; what it would take to find places for all of them is
 * not in it.
 */
async function drawMore(page, count) {
  await page.route("**/assets/dots.*.js", (route) => {
    // Another address, which is not routed here.
    const drawing = `${new URL(route.request().url()).pathname}?as-it-is`;
    const body = `
      import { draw as drawn } from "${drawing}";
      export * from "${drawing}";
      const all = new Float32Array(${count * STRIDE});
      export function draw(canvas, colours, dots, radius) {
        if (!globalThis.manyDots || dots.length === 0) return drawn(canvas, colours, dots, radius);
        for (let at = 0; at < all.length; at += dots.length) all.set(dots.subarray(0, all.length - at), at);
        drawn(canvas, colours, all, radius);
      }`;
    return route.fulfill({ contentType: "text/javascript", body });
  });
}

/** Asks for the seconds that a page has spent in scripts: those of its thread, however much else the machine has to do. */
export async function scripts(page) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  return async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find((metric) => metric.name === "ScriptDuration").value;
  };
}

/** Says how many milliseconds of script a drawing takes, in the best of some rounds, and what it is a drawing of. */
export async function measured(page, { dots }) {
  const script = await scripts(page);
  const round = async (isMany) => {
    await page.evaluate((isMany) => (globalThis.manyDots = isMany), isMany);
    const before = await script();
    const drawings = await page.evaluate(
      (seconds) =>
        new Promise((then) => {
          let count = 0;
          const end = performance.now() + seconds * 1e3;
          const next = () => (performance.now() < end ? (count++, requestAnimationFrame(next)) : then(count));
          requestAnimationFrame(next);
        }),
      SECONDS,
    );
    return (((await script()) - before) * 1e3) / drawings;
  };
  let [thinned, many] = [Infinity, Infinity];
  for (let at = 0; at < ROUNDS; at += 1) {
    thinned = Math.min(thinned, await round(false));
    if (dots) many = Math.min(many, await round(true));
  }
  const [nodes, edges] = await Promise.all(
    ["node", "edge"].map((kind) => page.locator(`[data-testid^="${kind} "]`).count()),
  );
  const note = await page.getByTestId("graph-note").textContent().catch(() => "");
  const more = dots ? `, ${many.toFixed(2)} ms with ${dots.toLocaleString("en")} dots each time` : "";
  return `${thinned.toFixed(2)} ms of script a drawing${more} (${nodes} nodes, ${edges} edges; ${note})`;
}

/** The graph that a page shows: names of nodes, and edges from one number of a node to another. */
export async function shown(page) {
  await page.getByTestId("share").click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId("save-kiali").click()]);
  const chunks = await (await download.createReadStream()).toArray();
  const { elements } = JSON.parse(Buffer.concat(chunks).toString());
  const nodes = elements.nodes.map(({ data }) => data).filter((node) => !node.isBox);
  const numbers = new Map(nodes.map(({ id }, at) => [id, at]));
  const edges = elements.edges.map(({ data }) => [numbers.get(data.source), numbers.get(data.target)]);
  return { nodes: nodes.map((node) => node.workload ?? node.service ?? node.app ?? node.id), edges };
}
