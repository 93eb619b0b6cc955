import type { Page } from "@playwright/test";

import { choosePreset, clock, expect, open, pause, presetFile, seek, test, write } from "./playground";

/** How many pixels of the canvas are painted, and a number that changes with which ones. */
function painted(page: Page): Promise<{ count: number; where: number }> {
  return page.getByTestId("stage").locator("canvas").evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
    let [count, where] = [0, 0];
    for (let at = 3; at < data.length; at += 4) {
      if (data[at]! > 0) [count, where] = [count + 1, (where * 31 + at) % 1_000_000_007];
    }
    return { count, where };
  });
}

const drawings = (page: Page) =>
  page.evaluate(() => new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then))));

test("dots stand still while the run does, and go on with it", async ({ page }) => {
  await open(page);
  await expect.poll(async () => (await painted(page)).count).toBeGreaterThan(0);
  await pause(page);
  await drawings(page);
  const before = await painted(page);
  await drawings(page);
  expect(await painted(page)).toEqual(before);
  await page.getByTestId("play").click();
  await expect.poll(async () => (await painted(page)).where).not.toBe(before.where);
});

test("dots survive another graph type and a scrub", async ({ page }) => {
  await open(page);
  await choosePreset(page, "bookinfo");
  await pause(page);
  await seek(page, 60);
  // At once those that are under way at that moment: nothing runs that could bring others.
  await expect.poll(async () => (await painted(page)).count).toBeGreaterThan(0);
  await page.getByTestId("graph-type").selectOption({ index: 0 });
  await drawings(page);
  for (const index of [1, 2, 3, 0]) {
    await page.getByTestId("graph-type").selectOption({ index });
    await drawings(page);
    await expect.poll(async () => (await painted(page)).count, { message: `graph type ${index}` }).toBeGreaterThan(0);
  }
  expect(await clock(page)).toBe(60);
});

test("nobody who wants no motion sees dots, also from now on", async ({ page }) => {
  await open(page);
  await expect.poll(async () => (await painted(page)).count).toBeGreaterThan(0);
  await page.emulateMedia({ reducedMotion: "reduce" });
  await expect.poll(async () => (await painted(page)).count).toBe(0);
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await expect.poll(async () => (await painted(page)).count).toBeGreaterThan(0);
});

test("of many requests some are drawn, and the stage says of how many", async ({ page }) => {
  await open(page);
  const text = await presetFile("canary-weights", "mesh.yaml");
  const traffic = `
---
apiVersion: playground.mesh/v1
kind: Traffic
metadata: {name: many}
spec: {from: webapp, rate: 400, request: {url: 'http://fleetman-api-gateway:8080/vehicles/driver/x'}}
`;
  await write(page, "mesh.yaml", text + traffic);
  await expect(page.getByTestId("graph-note")).toContainText(/1 of \d+ requests is drawn/);
});

/** A mesh of some Services with a Deployment each, the first of which is asked and asks the others. */
function mesh(prefix: string, count: number): string {
  const one = (at: number) => `apiVersion: v1
kind: Service
metadata: {name: ${prefix}-${at}}
spec: {selector: {app: ${prefix}-${at}}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${prefix}-${at}}
spec:
  selector: {matchLabels: {app: ${prefix}-${at}}}
  template:
    metadata: {labels: {app: ${prefix}-${at}}}
    spec: {containers: [{name: app, image: example/app, ports: [{containerPort: 8080}]}]}
---
`;
  const calls = Array.from({ length: Math.min(count - 1, 8) }, (_, at) => `{url: 'http://${prefix}-${at + 1}/'}`);
  return `${Array.from({ length: count }, (_, at) => one(at)).join("")}apiVersion: playground.mesh/v1
kind: App
metadata: {name: ${prefix}-0}
spec: {selector: {matchLabels: {app: ${prefix}-0}}, calls: [${calls.join(", ")}]}
---
apiVersion: playground.mesh/v1
kind: Traffic
metadata: {name: ${prefix}}
spec: {from: client, rate: 10, request: {url: 'http://${prefix}-0/'}}
`;
}

test("a mesh that is pasted over another leaves nothing of it", async ({ page }) => {
  await open(page);
  while (await page.getByTestId("remove-file").isVisible()) await page.getByTestId("remove-file").click();
  const file = (await page.locator('[data-testid^="file "]').first().innerText()).trim();
  const nodes = (kind: string) => page.locator(`[data-testid^="node "][data-id^="${kind}:"]`);
  const bookinfo = `${await presetFile("bookinfo", "apps.yaml")}\n---\n${await presetFile("bookinfo", "traffic.yaml")}`;
  const kinds = (text: string, kind: string) => text.match(new RegExp(`^kind: ${kind}$`, "gm"))?.length ?? 0;
  for (const [name, text] of [
    ["bookinfo", bookinfo],
    ["shop", mesh("shop", 11)],
    ["many", mesh("many", 60)],
  ] as const) {
    await write(page, file, text);
    await expect(page.getByTestId("toast"), name).toContainText("a new run begins at 0");
    // So many stand folded at first.
    if (name === "many") await page.getByTestId("unfold-all").click();
    await expect.poll(() => nodes("service").count(), { message: `Services of ${name}` }).toBe(kinds(text, "Service"));
    await expect.poll(() => nodes("app").count(), { message: `apps of ${name}` }).toBe(kinds(text, "Deployment"));
    expect(await clock(page), name).toBeLessThan(60);
    const others = ["productpage", "shop-", "many-"].filter((other) => !text.includes(other));
    for (const other of others) {
      await expect(page.locator(`[data-testid^="node "][data-id*="${other}"]`), `${other} in ${name}`).toHaveCount(0);
      await expect(page.locator(`[data-testid^="edge "][data-id*="${other}"]`), `${other} in ${name}`).toHaveCount(0);
    }
  }
});
