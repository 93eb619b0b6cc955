// Milliseconds of script that Kiali's drawing library takes for the graphs of ../frames.mjs, with new figures on every edge once a
// second: npm ci --prefix end2end/topology, then node end2end/topology/frames.mjs, with CHROMIUM naming the browser.
import { chromium } from "@playwright/test";
import { build } from "esbuild";

const SECONDS = 10;

const bundle = await build({
  entryPoints: [`${import.meta.dirname}/graph.jsx`],
  bundle: true,
  write: false,
  minify: true,
  format: "iife",
  jsx: "automatic",
  define: { "process.env.NODE_ENV": '"production"' },
  loader: { ".css": "empty", ".svg": "dataurl", ".woff2": "empty", ".woff": "empty" },
});
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || undefined });
for (const [nodes, edges] of [[1_000, 3_000], [5_000, 5_000]]) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(600_000);
  page.on("pageerror", (error) => console.log(String(error)));
  await page.setContent('<div id="stage" style="width:978px;height:700px"></div>');
  await page.addScriptTag({ content: bundle.outputFiles[0].text });
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const script = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find((metric) => metric.name === "ScriptDuration").value * 1e3;
  };
  const start = await script();
  await page.evaluate(([nodes, edges]) => globalThis.draw(nodes, edges), [nodes, edges]);
  await page.waitForFunction((edges) => document.querySelectorAll("[data-kind=edge]").length === edges, edges);
  await page.evaluate(() => new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then))));
  const drawn = await script();
  const drawings = await page.evaluate(
    (seconds) =>
      new Promise((then) => {
        let count = 0;
        let refreshed = 0;
        const begin = performance.now();
        const next = () => {
          const passed = (performance.now() - begin) / 1e3;
          if (passed >= seconds) return then({ count, refreshed });
          if (passed > refreshed) {
            refreshed += 1;
            globalThis.refresh();
          }
          count += 1;
          requestAnimationFrame(next);
        };
        requestAnimationFrame(next);
      }),
    SECONDS,
  );
  const spent = (await script()) - drawn;
  const label = `${nodes.toLocaleString("en")} nodes, ${edges.toLocaleString("en")} edges`;
  console.log(
    `${label}: ${(drawn - start).toFixed(0)} ms of script to draw, ${(spent / drawings.refreshed).toFixed(0)} ms for new figures, ` +
      `${(spent / drawings.count).toFixed(1)} ms a drawing (${drawings.count} in ${SECONDS} s)`,
  );
  await page.close();
}
await browser.close();
