// The cluster beside the graph: nodes as lanes, pods on them, budgets, and what lives otherwise than the text says.
import type { Page } from "@playwright/test";
import { choosePreset, expect, open, test, write } from "./playground";

async function openUpgrade(page: Page) {
  await open(page);
  await choosePreset(page, "node-upgrade");
  await page.getByTestId("cluster-toggle").click();
}

const lane = (page: Page, node: string) => page.getByTestId(`lane ${node}`);

test("a drain by one click moves the pods of a node into the other lane", async ({ page }) => {
  await openUpgrade(page);
  await expect(lane(page, "node01")).toContainText("Ready");
  await expect(lane(page, "node01").getByTestId("pod")).toHaveCount(3);
  await lane(page, "node01").getByTestId("node-verb").click();
  await expect(lane(page, "node01")).toContainText("Cordoned");
  await expect(lane(page, "node02").locator(".pod", { hasText: "new" })).not.toHaveCount(0, { timeout: 30_000 });
  await expect(lane(page, "node01").locator(".pod.gone").first()).toBeVisible();
  await expect(page.getByTestId("terminal-output")).toContainText("node/node01 cordoned");
  await page.getByTestId("tab-events").click();
  await expect(page.getByTestId("event").filter({ hasText: "node01: cordoned" })).toHaveCount(1);
  await expect(page.getByTestId("event").filter({ hasText: "Killing" })).not.toHaveCount(0);
  await lane(page, "node01").getByTestId("node-verb").click();
  await expect(lane(page, "node01")).toContainText("Ready");
});

test("lanes take what they need, and the graph has the rest", async ({ page }) => {
  await openUpgrade(page);
  await expect(lane(page, "node01").getByTestId("pod")).toHaveCount(3);
  const [graph, stage, lanes] = await Promise.all(
    ["#graph", "[data-testid=stage]", ".lanes"].map(async (place) => (await page.locator(place).boundingBox())!),
  );
  expect(lanes.y, "below the stage").toBeGreaterThanOrEqual(stage.y + stage.height);
  expect(graph.y + graph.height - lanes.y - lanes.height, "nothing is left below").toBeLessThanOrEqual(12);
  expect(stage.height, "two nodes leave more than half").toBeGreaterThan(0.5 * graph.height);
  expect(await page.locator(".lanes").evaluate((lanes) => lanes.scrollHeight - lanes.clientHeight)).toBeLessThanOrEqual(1);
});

test("what a command changed stands at its line, and a click writes it back", async ({ page }) => {
  await openUpgrade(page);
  await page.getByTestId("tab-terminal").click();
  await page.getByTestId("terminal-line").fill("kubectl scale deployment staff-service --replicas=3");
  await page.getByTestId("terminal-line").press("Enter");
  await page.getByRole("tab", { name: "apps.yaml" }).click();
  const ghost = page.getByTestId("ghost").filter({ hasText: /^3$/ });
  await expect(ghost).toBeVisible();
  await ghost.click();
  await expect(page.locator(".cm-line", { hasText: "replicas: 3" })).toHaveCount(1);
  await expect(ghost).toHaveCount(0);
});

test("a budget says how many may go", async ({ page }) => {
  await open(page);
  await write(
    page,
    "mesh.yaml",
    `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: web, image: "web:1"}]}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: keep-two}
spec: {minAvailable: 2, selector: {matchLabels: {app: web}}}
`,
  );
  await page.getByTestId("cluster-toggle").click();
  await expect(page.getByTestId("budget")).toContainText("2 healthy − 2 needed = 0 may go");
});
