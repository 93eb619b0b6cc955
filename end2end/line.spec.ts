// What arrives over a slow line, and what a tab holds after a long run. Nothing here asserts a time or a size: they are printed.
import { readFile } from "node:fs/promises";
import type { Browser } from "@playwright/test";
import { Line } from "./line";
import { expect, open, presetFile, test } from "./playground";

const KILOBYTE = 1000;

test("over a line of 1.6 Mbit/s and 150 ms", async ({ browser, baseURL }) => {
  test.setTimeout(240_000);
  // Another build that is served at this address is measured in turn with this one.
  const other = process.env.MESH_LINE_BEFORE;
  const builds = [...(other ? [["before", other]] : []), ["now", baseURL!]] as [string, string][];
  for (let round = 0; round < (other ? 2 : 1); round++) {
    for (const [build, address] of builds) console.log(`${build}: ${await arrival(browser, address)}`);
  }
});

/** When what of a build has come over the line, and how much had until then. */
async function arrival(browser: Browser, build: string): Promise<string> {
  const line = new Line(Number(new URL(build).port), 1_600_000, 150);
  const address = await line.open();
  const page = await browser.newPage();
  const start = Date.now();
  const soFar = () => `${((Date.now() - start) / 1000).toFixed(1)} s, ${Math.round(line.bytes / KILOBYTE)} KB`;
  await page.goto(address, { waitUntil: "commit" });
  await page.waitForFunction(() => document.querySelector(".ahead")?.getAnimations({ subtree: true }).length);
  const moving = soFar();
  await expect(page.locator("html")).toHaveAttribute("data-ready", "", { timeout: 60_000 });
  const ready = soFar();
  await expect(page.locator(".cm-content")).toBeVisible({ timeout: 60_000 });
  await page.locator(".cm-content").press("ControlOrMeta+Home");
  await page.keyboard.type("broken: [");
  const typed = soFar();
  await expect(page.getByTestId("stale")).toBeVisible({ timeout: 60_000 });
  const said = `first moving request after ${moving}; the page runs after ${ready}; typed after ${typed}; answered after ${soFar()}`;
  await page.close();
  line.close();
  return said;
}

/** Resident memory of all of the browser's processes that draw pages, in MB; nothing where the system does not say. */
async function memory(pids: number[]) {
  const each = pids.map(async (pid) => {
    const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1000;
  });
  return Math.max(...(await Promise.all(each)));
}

test("a tab after an hour of 200 requests a second @all", async ({ page, browser }) => {
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
