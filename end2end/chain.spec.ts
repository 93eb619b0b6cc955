// A chain of services longer than the stage is read whole, and what lies beyond a side is marked there.
import type { Page } from "@playwright/test";
import { choosePreset, expect, open, test } from "./playground";

/** So many services that call each the next one, and who asks the first. */
function chain(count: number): string {
  const name = (at: number) => `service-${String.fromCharCode(97 + at)}`;
  const one = (at: number) => `apiVersion: v1
kind: Service
metadata: {name: ${name(at)}}
spec:
  selector: {app: ${name(at)}}
  ports: [{name: http, port: 80}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name(at)}}
spec:
  selector: {matchLabels: {app: ${name(at)}}}
  template:
    metadata: {labels: {app: ${name(at)}}}
    spec: {containers: [{name: app, image: example/app}]}
---
apiVersion: playground.mesh/v1
kind: App
metadata: {name: ${name(at)}}
spec:
  selector: {matchLabels: {app: ${name(at)}}}
  calls: [${at + 1 < count ? `{url: "http://${name(at + 1)}/"}` : ""}]
---
`;
  const traffic = `apiVersion: playground.mesh/v1
kind: Traffic
metadata: {name: visitors}
spec:
  from: client
  request: {url: "http://service-a/"}
  rate: 10
`;
  return Array.from({ length: count }, (_, at) => one(at)).join("") + traffic;
}

/** Texts and nodes of the stage: the sizes of texts, and the nodes that are not wholly on it. */
const read = (page: Page) =>
  page.evaluate(() => {
    const stage = document.querySelector(".stage")!.getBoundingClientRect();
    const texts = [...document.querySelectorAll<SVGTextElement>(".stage svg text")].filter((text) => text.textContent?.trim());
    const nodes = [...document.querySelectorAll(".stage .node .shape")].map((node) => node.getBoundingClientRect());
    return {
      least: Math.min(...texts.map((text) => Number.parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM()!.a)),
      nodes: nodes.length,
      outside: nodes.filter((node) => node.left < stage.left || node.right > stage.right || node.top < stage.top || node.bottom > stage.bottom).length,
    };
  });

for (const [width, height] of [[1440, 900], [1024, 768]] as const) {
  test(`a chain of ten goes on in a further line at ${width}x${height}`, async ({ page }) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await open(page);
    const file = { name: "chain.yaml", mimeType: "application/yaml", buffer: Buffer.from(chain(10)) };
    await page.getByTestId("bring").setInputFiles(file);
    await expect(page.locator('[data-testid="node app:default/service-j"]')).toBeVisible();
    await page.setViewportSize({ width, height });
    await expect.poll(async () => (await read(page)).outside).toBe(0);
    const seen = await read(page);
    expect(seen.least).toBeGreaterThan(10.9);
    expect(seen.nodes).toBeGreaterThanOrEqual(10);
    await expect(page.locator(".beyond:visible")).toHaveCount(0);
  });
}

test("what lies beyond a side of the stage is marked, and a click brings it into view", async ({ page }) => {
  await open(page);
  await choosePreset(page, "bookinfo");
  await expect(page.locator(".beyond:visible")).toHaveCount(0);
  for (let step = 0; step < 6; step++) await page.getByTestId("zoom-in").click();
  const right = page.getByTestId("beyond-right");
  await expect(right).toBeVisible();
  while (await right.isVisible()) await right.click();
  await expect(page.getByTestId("beyond-left")).toBeVisible();
});
