// What every spec starts from: a page that fails the test when anything is written to its console as an error.
import { test as base, expect, type Locator, type Page } from "@playwright/test";
import { readFile } from "node:fs/promises";

export { expect };

export const test = base.extend<{ complaints: string[] }>({
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      watch(page, complaints);
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

/** Notes what goes wrong in a page that a spec opened itself. */
export function watch(page: Page, complaints: string[]) {
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
}

/** Opens a path and waits until the page has been taken over: its clock moves. */
export async function open(page: Page, path = "/") {
  await page.goto(path);
  await moves(page);
}

/** Simulated seconds on the page's clock. */
export async function clock(page: Page): Promise<number> {
  const text = await page.getByTestId("clock").innerText();
  return Number.parseFloat(text);
}

/** The clock moves on. */
export async function moves(page: Page) {
  const before = await clock(page);
  await expect.poll(() => clock(page), { intervals: [100] }).not.toBe(before);
}

export async function pause(page: Page) {
  const label = await page.getByTestId("play").getAttribute("aria-label");
  if (label?.startsWith("Pause")) await page.getByTestId("play").click();
}

/** Goes to a simulated time, which must be a multiple of 30 s. */
export async function seek(page: Page, seconds: number) {
  const line = page.getByTestId("timeline");
  await line.focus();
  await line.press("Home");
  for (let at = 0; at < seconds; at += 30) await line.press("PageUp");
  await expect.poll(() => clock(page)).toBe(seconds);
}

/** Opens a scenario of the list, and waits until the page shows it: what is on the stage before that is of another one. */
export async function choosePreset(page: Page, slug: string) {
  const presets = page.getByTestId("presets");
  // Opened anew it would go on playing after whoever waits for its title has paused it.
  if ((await presets.inputValue()) === slug) return;
  const title = await presets.locator(`option[value="${slug}"]`).innerText();
  await presets.selectOption(slug);
  await expect(page).toHaveTitle(new RegExp(`^${title} · `));
}

/** The text of a file of a preset, as it lies in the repository. */
export function presetFile(slug: string, file: string): Promise<string> {
  return readFile(new URL(`../public/scenarios/${slug}/${file}`, import.meta.url), "utf8");
}

/** The editor, once it has replaced the text area. */
export async function editor(page: Page): Promise<Locator> {
  const content = page.locator(".cm-content");
  await expect(content).toBeVisible();
  return content;
}

/** Replaces the whole text of a file as a paste does. */
export async function write(page: Page, file: string, text: string) {
  await page.getByTestId(`file ${file}`).click();
  const content = await editor(page);
  await content.focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(text);
}

/** Edits the weights of the first preset, breaks its text and mends it: what most readers do first. */
export async function editAndMend(page: Page) {
  const text = await presetFile("canary-weights", "mesh.yaml");
  await editor(page);
  await write(page, "mesh.yaml", text.replace("weight: 90", "weight: 60"));
  await expect(page.getByTestId("event").filter({ hasText: /new configuration/ })).toHaveCount(1);
  await write(page, "mesh.yaml", `${text}\n[`);
  await expect(page.getByTestId("stale")).toBeVisible();
  await write(page, "mesh.yaml", text);
  await expect(page.getByTestId("stale")).toHaveCount(0);
}

/** Opens the details over the graph, with the form for a request. */
export async function details(page: Page) {
  await page.getByTestId("send-request").click();
  await expect(page.getByTestId("side")).toBeVisible();
}

/** An edge by a part of its id. */
export function edge(page: Page, part: string): Locator {
  return page.locator(`[data-testid^="edge "][data-id*="${part}"]`);
}

/** A length or place on the screen, in pixels, once it has been the same for a while: what glides there has arrived. */
export async function atRest(read: () => Promise<number>): Promise<number> {
  let last = Number.NaN;
  let same = 0;
  await expect
    .poll(async () => {
      const now = await read();
      same = Math.abs(now - last) < 0.5 ? same + 1 : 0;
      last = now;
      return same;
    }, { intervals: [150] })
    .toBeGreaterThanOrEqual(2);
  return last;
}
