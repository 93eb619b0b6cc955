// Level of detail: what is too much to look through is folded to cards, and opened where one asks for it.
import type { Page } from "@playwright/test";
import { sixty } from "./large";
import { expect, test } from "./playground";

const card = (page: Page, team: number) => page.getByTestId(`node namespace:team-${team}`);
const frame = (page: Page, team: number) => page.getByTestId(`fold namespace:team-${team}`);

test("a card opens by a click and by Enter, and is folded again", async ({ page }) => {
  await sixty(page);
  await expect(card(page, 3).locator(".square")).toHaveCount(10);
  await card(page, 3).click();
  await expect(page.getByTestId("node app:team-3/app-35")).toBeAttached();
  await expect(card(page, 3)).toHaveCount(0);
  await frame(page, 3).focus();
  await page.keyboard.press("Enter");
  await expect(card(page, 3)).toBeAttached();
  await card(page, 4).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("node app:team-4/app-44")).toBeAttached();
});

test("what is sought opens what holds it", async ({ page }) => {
  await sixty(page);
  await page.getByTestId("find").fill("name *= app-27");
  await expect(page.getByTestId("node app:team-2/app-27")).toBeAttached();
  await expect(card(page, 1)).toBeAttached();
  await page.getByTestId("find").fill("");
  await expect(card(page, 2)).toBeAttached();
});

test("all of it stands one by one where somebody asks for it", async ({ page }) => {
  await sixty(page);
  await page.getByTestId("unfold-all").click();
  await expect(page.getByTestId(/^node app:team-/)).toHaveCount(60);
  await page.getByTestId("unfold-all").click();
  await expect(page.getByTestId(/^node namespace:team-/)).toHaveCount(6);
});
