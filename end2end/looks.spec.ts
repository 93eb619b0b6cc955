import AxeBuilder from "@axe-core/playwright";
import { choosePreset, expect, open, pause, test } from "./playground";

const sizes = { wide: { width: 1920, height: 1080 }, desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

for (const colorScheme of ["light", "dark"] as const) {
  for (const [size, viewport] of Object.entries(sizes)) {
    test(`${size}, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      await page.goto("/");
      await expect(page.getByTestId("graph")).toBeVisible();
      await page.waitForTimeout(2000);
      await page.screenshot({ path: `results/${size}-${colorScheme}.png` });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, "the page is wider than the screen").toBeLessThanOrEqual(0);
    });
  }
}

test("an ejected pod is shown", async ({ page }) => {
  await open(page);
  await choosePreset(page, "circuit-breaking");
  await expect(page.getByTestId("log-panel")).toContainText(/eject/i);
  await pause(page);
  await page.screenshot({ path: "results/circuit-breaking.png" });
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`nobody is left out, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await open(page);
    await pause(page);
    const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
    expect(violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.target.join(" ")).join(", ")}`)).toEqual([]);
  });
}
