import { clock, editor, expect, moves, open, presetFile, test, write } from "./playground";

test("new weights are pushed while the run goes on", async ({ page }) => {
  await open(page);
  const before = await clock(page);
  const text = await presetFile("canary-weights", "mesh.yaml");
  const half = text.replace(/weight: 90\b/, "weight: 50").replace(/weight: 10\b/, "weight: 50");
  expect(half).not.toBe(text);
  await write(page, "mesh.yaml", half);

  await expect(page.getByTestId("graph")).toContainText("50 %");
  await expect(page.getByTestId("log-panel")).toContainText(/push/i);
  expect(await clock(page), "the run was not started anew").toBeGreaterThanOrEqual(before);
});

test("broken text is marked, the last good mesh goes on, and a reload keeps the work", async ({ page }) => {
  await open(page);
  const text = await presetFile("canary-weights", "mesh.yaml");
  const broken = `${text}\n  broken: [`;
  await write(page, "mesh.yaml", broken);

  await expect(page.getByTestId("stale")).toBeVisible();
  await expect(page.getByTestId("problem").first()).toBeVisible();
  await expect(page.locator(".cm-lintRange-error, .cm-lintPoint-error").first()).toBeAttached();
  await moves(page);
  await expect(page.getByTestId("graph")).toContainText("90 %");

  // What was typed is kept a moment after the last key.
  await page.waitForTimeout(1500);
  await page.reload();
  await page.getByTestId("file mesh.yaml").click();
  await (await editor(page)).press("ControlOrMeta+End");
  await expect(page.locator(".cm-content")).toContainText("broken: [");
});

test("two resources alone come alive", async ({ page }) => {
  await open(page);
  while (await page.getByTestId("remove-file").isVisible()) await page.getByTestId("remove-file").click();
  const tab = await page.locator('[data-testid^="file "]').first().innerText();
  await write(page, tab, PASTED);
  await expect(page.getByTestId("implied")).toBeVisible();
  await expect(page.getByTestId("graph")).toContainText("75 %");
  await expect(page.locator('[data-testid^="edge "]').first()).toBeAttached();
  await expect(page.getByTestId("log-panel")).toBeVisible();
});

const PASTED = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: checkout
spec:
  hosts: [checkout]
  http:
  - route:
    - destination: {host: checkout, subset: stable}
      weight: 75
    - destination: {host: checkout, subset: next}
      weight: 25
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: checkout
spec:
  host: checkout
  subsets:
  - name: stable
    labels: {version: stable}
  - name: next
    labels: {version: next}
`;
