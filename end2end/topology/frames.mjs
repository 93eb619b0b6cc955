// Milliseconds of script that a drawing of the page takes and that Kiali's drawing library takes, in one run and for the same
// graphs; the library gets new figures on every edge once a second, as the page does, and has no dots:
// npm ci --prefix end2end/topology, then node end2end/topology/frames.mjs <base URL of a running mesh-playground>, with CHROMIUM
// naming the browser.
import { chromium } from "@playwright/test";
import { build } from "esbuild";

import { GRAPHS, measured, opened, scripts, shown } from "../drawing.mjs";

const [base = "http://127.0.0.1:3000"] = process.argv.slice(2);
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

/** Milliseconds of the library: the first drawing, new figures, and all of it by drawing. */
async function theirs(browser, { nodes, edges }) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.setDefaultTimeout(600_000);
  page.on("pageerror", (error) => console.log(String(error)));
  await page.setContent('<div id="stage" style="width:978px;height:700px"></div>');
  await page.addScriptTag({ content: bundle.outputFiles[0].text });
  const script = await scripts(page);
  const start = await script();
  await page.evaluate(([nodes, edges]) => globalThis.draw(nodes, edges), [nodes, edges]);
  await page.waitForFunction((edges) => document.querySelectorAll("[data-kind=edge]").length === edges, edges.length);
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
  await page.close();
  const milliseconds = (seconds) => (seconds * 1e3).toFixed(0);
  return {
    first: milliseconds(drawn - start),
    figures: milliseconds(spent / drawings.refreshed),
    each: milliseconds(spent / drawings.count),
  };
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || undefined });
for (const graph of GRAPHS) {
  const page = await opened(browser, base, graph);
  console.log(`${graph.label}, Mesh Playground: ${await measured(page, graph)}`);
  const same = await shown(page);
  await page.close();
  const { first, figures, each } = await theirs(browser, same);
  console.log(
    `${graph.label}, react-topology: ${figures} ms of script for new figures, ${first} ms for the first drawing, ${each} ms a ` +
      `drawing (${same.nodes.length} nodes, ${same.edges.length} edges)`,
  );
}
await browser.close();
