import { expect, open, test } from "./playground";

test("the page is used by keyboard alone", async ({ page }) => {
  await open(page);
  await page.keyboard.press("Tab");
  await expect(page.locator(".skip")).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Space");
  await expect(page.getByTestId("play")).toHaveAttribute("aria-label", /^Play/);
  await page.keyboard.press("g");
  const first = page.locator(":focus");
  await expect(first).toHaveAttribute("data-testid", /^node /);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("side-close")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("side-close")).toHaveCount(0);

  await page.keyboard.press("?");
  await expect(page.getByTestId("help-keys")).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("help-dialog")).toBeHidden();

  await page.getByTestId("share").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("share-sheet")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("share-sheet")).toHaveCount(0);
  await expect(page.getByTestId("share")).toBeFocused();
});

test("everything that can be pressed has a name", async ({ page }) => {
  await open(page);
  const nameless = await page.locator("button, [role=button], [role=tab], select, input:not([hidden]), a").evaluateAll((elements) =>
    elements
      .filter((element) => !(element.getAttribute("aria-label") || element.textContent?.trim() || (element as HTMLInputElement).labels?.length))
      .map((element) => element.outerHTML.slice(0, 120)),
  );
  expect(nameless).toEqual([]);
});

test("the help tells versions, older meshes and every finding", async ({ page }) => {
  await open(page);
  await page.getByTestId("versions").click();
  await expect(page.getByTestId("help-dialog")).toContainText("Istio 1.32 on Envoy 1.40");
  await page.getByTestId("help-older").click();
  for (const words of ["first ejection", "503", "Round robin", "LEAST_REQUEST"]) {
    await expect(page.getByTestId("help-dialog")).toContainText(words);
  }
  await page.getByTestId("help-rules").click();
  await expect(page.getByTestId("rule").nth(30)).toBeAttached();
  await page.getByTestId("find-rule").fill("IST0101");
  await expect(page.getByTestId("rule").first()).toContainText("IST0101");
});
