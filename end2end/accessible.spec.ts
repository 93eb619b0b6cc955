// axe over what people meet: the page, a phone with its sheet, the dialog that shares, a frame before and after its click.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { choosePreset, expect, open, pause, presetFile, test } from "./playground";

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

test("details, a story, the table, the legend, the menu of what is displayed, a cluster, a comparison and help", async ({ page }) => {
  // Eleven analyses of a page.
  test.setTimeout(180_000);
  await open(page);
  await choosePreset(page, "circuit-breaking");
  await pause(page);
  await page.getByTestId("node app:default/staff-service/risky").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("outlier").first()).toBeVisible();
  await findsNothing(page);
  await page.getByTestId("tab-log").click();
  await page.getByTestId("log-line").first().click();
  await expect(page.getByTestId("decision")).toBeVisible();
  await findsNothing(page);
  await page.getByTestId("side-close").click();
  for (const toggle of ["table-toggle", "legend-toggle", "cluster-toggle"]) {
    await page.getByTestId(toggle).click();
    await expect(page.getByTestId(toggle)).toHaveAttribute("aria-pressed", "true");
    await findsNothing(page);
    await page.getByTestId(toggle).click();
  }
  await page.getByTestId("display").click();
  await findsNothing(page);
  await page.keyboard.press("Escape");
  for (const tab of ["tab-compare", "tab-checks", "tab-terminal"]) {
    await page.getByTestId(tab).click();
    await findsNothing(page);
  }
  await page.getByTestId("help").click();
  await findsNothing(page);
});
