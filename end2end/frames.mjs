// Prints how many milliseconds of script a drawing of the page takes, for graphs of some sizes with requests on their way:
// node frames.mjs <base URL of a running mesh-playground>, with CHROMIUM naming the browser.
import { chromium } from "@playwright/test";

const [base = "http://127.0.0.1:3000"] = process.argv.slice(2);
const SECONDS = 5;

/** So many apps behind a Service each, which call `calls` others; requests come at `rate` for each of the first ten. */
function mesh(apps, calls, rate) {
  const name = (at) => `app-${String(at % apps).padStart(4, "0")}`;
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
    const first = 10 + at * calls;
    const urls = Array.from({ length: calls }, (_, call) => `{url: 'http://${name(first + call)}/'}`);
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

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || undefined });
for (const [label, text] of [
  ["1,000 nodes, 3,000 edges", mesh(500, 150, 4)],
  ["5,000 nodes", mesh(2500, 150, 4)],
]) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(base);
  await page.locator(".cm-content").waitFor();
  await page.getByTestId("bring").setInputFiles({ name: "mesh.yaml", mimeType: "application/yaml", buffer: Buffer.from(text) });
  // So many stand folded at first.
  await page.getByTestId("unfold-all").click({ timeout: 120_000 });
  await page.waitForFunction(() => document.querySelectorAll('[data-testid^="node "]').length > 200, null, { timeout: 120_000 });
  await page.waitForTimeout(8_000);
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const script = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find((metric) => metric.name === "ScriptDuration").value;
  };
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
  const spent = (await script()) - before;
  const drawn = await page.locator('[data-testid^="node "]').count();
  const note = await page.getByTestId("graph-note").textContent().catch(() => "");
  console.log(`${label}: ${((spent * 1e3) / drawings).toFixed(2)} ms of script a drawing (${drawings} in ${SECONDS} s, ${drawn} nodes drawn; ${note})`);
  await page.close();
}
await browser.close();
