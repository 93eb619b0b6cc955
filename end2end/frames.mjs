// Prints how many milliseconds of script a drawing of the page takes, for graphs of some sizes with requests on their way, and
// with as many dots as the budget speaks of: node frames.mjs <base URL of a running mesh-playground>, with CHROMIUM naming the
// browser.
import { chromium } from "@playwright/test";

import { GRAPHS, measured, opened } from "./drawing.mjs";

const [base = "http://127.0.0.1:3000"] = process.argv.slice(2);

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || undefined });
for (const graph of GRAPHS) {
  const page = await opened(browser, base, graph);
  console.log(`${graph.label}: ${await measured(page, graph)}`);
  await page.close();
}
await browser.close();
