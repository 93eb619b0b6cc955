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
