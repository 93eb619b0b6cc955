import { choosePreset, expect, moves, open, test } from "./playground";

test("the server renders a running canary", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const response = await page.goto("/");
  expect(response?.status()).toBe(200);
  await expect(page.locator('[data-testid^="node "]').first()).toBeVisible();
  // The configured weights stand beside the observed shares.
  await expect(page.getByTestId("graph")).toContainText("90 %");
  await expect(page.getByTestId("graph")).toContainText("10 %");
  await context.close();
});

test("the page is taken over and moves", async ({ page }) => {
  await open(page);
  await expect(page.getByTestId("graph")).toContainText("90 %");
  const canvas = page.locator("canvas").first();
  // Dots are drawn: some pixel of the canvas is not transparent.
  const drawn = () =>
    canvas.evaluate((element: HTMLCanvasElement) => {
      const { data } = element.getContext("2d")!.getImageData(0, 0, element.width, element.height);
      return data.some((value, index) => index % 4 === 3 && value > 0);
    });
  await expect.poll(drawn).toBe(true);
});

test("each preset opens and runs", async ({ page }) => {
  await open(page);
  const slugs = await page.getByTestId("presets").locator("option").evaluateAll((options) =>
    options.map((option) => (option as HTMLOptionElement).value).filter((slug) => slug !== ""),
  );
  expect(slugs).toEqual(
    expect.arrayContaining([
      "canary-weights",
      "ingress-weighted",
      "ingress-prefix",
      "dark-release",
      "circuit-breaking",
      "bookinfo",
    ]),
  );
  for (const slug of slugs) {
    await choosePreset(page, slug);
    await expect(page.getByTestId("presets")).toHaveValue(slug);
    await moves(page);
    await expect(page.locator('[data-testid^="edge "]').first()).toBeAttached();
  }
});
