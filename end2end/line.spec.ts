// What arrives over a slow line, and what a tab holds after a long run. Nothing here asserts a time or a size: they are printed.
import { readFile } from "node:fs/promises";
import { Line } from "./line";
import { expect, open, presetFile, test } from "./playground";

const KILOBYTE = 1000;

test("over a line of 1.6 Mbit/s and 150 ms", async ({ page, baseURL }) => {
  test.setTimeout(120_000);
  const line = new Line(Number(new URL(baseURL!).port), 1_600_000, 150);
  const address = await line.open();
  const start = Date.now();
  const so_far = () => `${((Date.now() - start) / 1000).toFixed(1)} s, ${Math.round(line.bytes / KILOBYTE)} KB`;
  await page.goto(address, { waitUntil: "commit" });
  await page.waitForFunction(() => document.querySelector(".ahead")?.getAnimations({ subtree: true }).length);
  const moving = so_far();
  await expect(page.locator(".cm-content")).toBeVisible({ timeout: 60_000 });
  await page.locator(".cm-content").press("ControlOrMeta+Home");
  await page.keyboard.type("broken: [");
  const typed = so_far();
  await expect(page.getByTestId("stale")).toBeVisible({ timeout: 60_000 });
  console.log(`first moving request after ${moving}; typed after ${typed}; answered after ${so_far()}`);
  line.close();
});

/** Resident memory of all of the browser's processes that draw pages, in MB; nothing where the system does not say. */
async function memory(pids: number[]) {
  const each = pids.map(async (pid) => {
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1000;
  });
  return Math.max(...(await Promise.all(each)));
}

test("a tab after an hour of 200 requests a second", async ({ page, browser }) => {
  test.setTimeout(240_000);
  const files = ["apps.yaml", "mesh.yaml", "traffic.yaml", "scenario.yaml"];
  const text = (await Promise.all(files.map((file) => presetFile("bookinfo", file)))).join("\n---\n");
  // 8 and 2 a second as it comes.
  const busy = text.replaceAll(/\brate: (\d+)/g, (_, rate) => `rate: ${20 * Number(rate)}`).replace("duration: 10m", "duration: 1h");
  await open(page);
  // In the place of the scenario that is open.
  await page.getByTestId("bring").setInputFiles({ name: "busy.yaml", mimeType: "application/yaml", buffer: Buffer.from(busy) });
  await expect(page.getByTestId("file busy.yaml")).toHaveAttribute("aria-selected", "true");
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const pids = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => id);
  const before = await memory(pids);
  const start = Date.now();
  // Not the end of the time line of before.
  await expect(page.getByTestId("timeline")).toContainText("1 h");
  await page.getByTestId("timeline").press("End");
  await expect.poll(() => page.getByTestId("clock").innerText(), { timeout: 200_000 }).toMatch(/^1:00:00|^59:5/);
  const ran = Date.now() - start;
  await page.waitForTimeout(3000);
  const page_alone = await page.evaluate(() => (performance as unknown as { memory?: { usedJSHeapSize: number } }).memory?.usedJSHeapSize);
  console.log(
    `an hour run in ${(ran / 1000).toFixed(1)} s; the tab's process holds ${Math.round(await memory(pids))} MB, ` +
      `${Math.round(before)} MB before; ${Math.round((page_alone ?? 0) / 1e6)} MB of them are the page's JavaScript`,
  );
});
