import { choosePreset, edge, expect, open, pause, test } from "./playground";

test("an edge shows what its client's outlier detection knows of the pods at its end", async ({ page }) => {
  await open(page);
  await choosePreset(page, "circuit-breaking");
  await expect(page.getByTestId("log-panel")).toContainText(/eject/i);
  await pause(page);
  const risky = edge(page, ">app:default/staff-service/risky").first();
  await risky.focus();
  await risky.press("Enter");
  await expect(page.getByTestId("side-title")).toContainText("risky");
  const card = page.getByTestId("outlier").first();
  await expect(card).toContainText(/Ejected/);
  await expect(card).toContainText("100 %");
  // The event leads to the setting that decided it.
  await page.getByTestId("event").filter({ hasText: "eject" }).first().click();
  await expect(page.locator(".cm-activeLine")).toContainText("consecutive5xxErrors");
});

test("an edge is cut and healed by a click, and says so while it is cut", async ({ page }) => {
  await open(page);
  const called = edge(page, ">service:").first();
  await called.focus();
  await called.press("Enter");
  await page.getByTestId("cut").click();
  await expect(called.locator(".severed")).toHaveCount(1);
  await expect(called).toHaveAttribute("aria-label", /Cut on purpose/);
  await page.getByTestId("cut").click();
  await expect(called.locator(".severed")).toHaveCount(0);
});

test("a node that was broken on purpose says so until it is healed", async ({ page }) => {
  await open(page);
  const node = page.locator('[data-testid^="node app:default/staff-service/risky"]').first();
  await node.focus();
  await node.press("Enter");
  await page.getByTestId("break").getByTestId("hang").click();
  await expect(node.locator(".broken")).toHaveCount(1);
  await expect(node).toHaveAttribute("aria-label", /made to hang on purpose/);
  await expect(page.getByTestId("break").getByTestId("hang")).toHaveAttribute("aria-pressed", "true");
  await page.getByTestId("break").getByTestId("heal").click();
  await expect(node.locator(".broken")).toHaveCount(0);
});
