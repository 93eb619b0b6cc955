// What a visitor meets first: a card that says what it is, a wide stage, details over it when they are asked for.
import { choosePreset, expect, open, test } from "./playground";

test("a scenario says what it is and what to try, until its card is put away", async ({ page }) => {
  await open(page);
  const intro = page.getByTestId("intro");
  await expect(intro).toContainText("Canary by weight");
  await intro.getByTestId("try").filter({ hasText: "weight: 90" }).click();
  await expect(page.locator(".cm-line.cm-activeLine, .cm-activeLine")).toContainText("weight: 90");
  await intro.getByTestId("try").filter({ hasText: "Pick a request" }).click();
  await expect(page.getByTestId("decision").getByTestId("step").first()).toBeVisible();
  await page.keyboard.press("Escape");

  const before = await page.getByTestId("stage").boundingBox();
  await page.getByTestId("intro-close").click();
  await expect(intro).toHaveCount(0);
  const after = await page.getByTestId("stage").boundingBox();
  expect(after!.height).toBeGreaterThan(before!.height);
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-ready", "");
  await expect(intro).toHaveCount(0);
  await choosePreset(page, "circuit-breaking");
  await expect(intro).toContainText("consecutive5xxErrors: 2");
});

test("details lie over the graph, which keeps its size", async ({ page }) => {
  await open(page);
  const stage = page.getByTestId("stage");
  const before = await stage.boundingBox();
  await expect(page.getByTestId("side")).toBeHidden();
  await page.locator('[data-testid^="node "]').first().focus();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("side")).toBeVisible();
  expect(await stage.boundingBox()).toEqual(before);
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("side")).toBeHidden();
  await page.getByTestId("send-request").click();
  await expect(page.getByTestId("request-from")).toBeFocused();
  await expect(page.getByTestId("digest")).toHaveText(/^[0-9a-f]{16}$/);
  await page.getByTestId("side-close").click();
  await expect(page.getByTestId("side")).toBeHidden();
});

test("on a phone a request is sent from the sheet below the graph, and closing it lowers the sheet", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  await page.getByTestId("send-request").click();
  await expect(page.getByTestId("request-send")).toBeVisible();
  await expect(page.getByTestId("stage")).toBeInViewport();
  await page.getByTestId("side-close").click();
  await expect(page.getByTestId("request-send")).toBeHidden();
  await expect(page.getByTestId("grip")).toHaveAttribute("aria-expanded", "false");
});
