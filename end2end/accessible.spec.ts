// axe over what people meet: the page, a phone with its sheet, the dialog that shares, a frame before and after its click.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, open, pause, presetFile, test } from "./playground";

async function findsNothing(page: Page) {
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
  expect(violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.target.join(" ")).join(", ")}`)).toEqual([]);
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`a phone and its sheet, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 390, height: 844 });
    await open(page);
    await pause(page);
    await findsNothing(page);
    await page.getByTestId("grip").click();
    for (const tab of ["sheet-yaml", "sheet-details", "sheet-terminal"]) {
      await page.getByTestId(tab).click();
      await findsNothing(page);
    }
  });

  test(`the dialog that shares, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await open(page);
    await pause(page);
    await page.getByTestId("share").click();
    await expect(page.getByTestId("share-link")).not.toHaveValue("");
    await findsNothing(page);
  });

  test(`a frame, ${colorScheme}`, async ({ page, request }) => {
    await page.emulateMedia({ colorScheme });
    const text = await presetFile("canary-weights", "mesh.yaml");
    const { id } = await (await request.post("/api/v1/scenarios", { data: { files: [{ name: "mesh.yaml", text }] } })).json();
    await page.goto(`/embed/s/${id}`);
    await findsNothing(page);
    await page.getByTestId("run").click();
    await expect(page.getByTestId("play")).toBeVisible();
    await page.getByTestId("play").click();
    await findsNothing(page);
  });
}
