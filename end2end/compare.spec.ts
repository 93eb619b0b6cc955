// Two runs on the same draws: what an edit changed, request by request; and the boundary of a split, which writes such an edit.
import { editor, expect, open, pause, presetFile, seek, test, write } from "./playground";

test("an edit is compared with the text as it was opened, and Space shows how it was", async ({ page }) => {
  await open(page);
  await page.getByTestId("tab-compare").click();
  await expect(page.getByTestId("compare-none")).toBeVisible();
  await pause(page);
  await seek(page, 30);
  const text = await presetFile("canary-weights", "mesh.yaml");
  const half = text.replace("weight: 90", "weight: 50").replace("weight: 10", "weight: 50");
  await write(page, "mesh.yaml", half);
  await expect(page.getByTestId("compare-span")).toContainText("from 30.0 s");
  // The whole run, with the texts of now from its beginning.
  await page.getByTestId("compare-anew").click();
  await expect(page.getByTestId("compare-span")).toContainText("from 0.0 s to 30.0 s");
  await expect(page.getByTestId("runs")).toBeVisible();
  const changed = page.getByTestId("changed-request");
  await expect(changed.first()).toBeVisible();
  const figures = page.getByTestId("compare-figures");
  const shares = await figures.locator("tbody tr").filter({ hasText: /safe|risky/ }).locator("td:last-child").allInnerTexts();
  const sum = shares.map((share) => Number(share.match(/([\d.]+) %/)![1])).reduce((one, other) => one + other);
  expect(Math.round(10 * sum)).toBe(1000);
  await page.getByTestId("other-version").click();
  await expect(changed.first()).toHaveAttribute("data-change", "other-version");
  await expect(changed.first()).toContainText("safe");
  await expect(changed.first()).toContainText("risky");
  await expect(page.getByTestId("twin-tag").filter({ hasText: "→" }).first()).toBeAttached();
  await expect(page.getByTestId("twin-edge").first()).toBeAttached();

  await page.getByTestId("graph").click({ position: { x: 5, y: 300 } });
  await page.keyboard.down("Space");
  await expect(page.getByTestId("twin-note")).toBeVisible();
  await expect(page.getByTestId("twin-edge")).toHaveCount(0);
  await page.keyboard.up("Space");
  await expect(page.getByTestId("twin-note")).toHaveCount(0);

  await changed.first().getByRole("button").click();
  await expect(page.getByTestId("decision")).toBeVisible();
  await page.getByTestId("tab-events").click();
  await expect(page.getByTestId("twin-edge")).toHaveCount(0);
});

test("the boundary of a split is moved by keys and pointer, keeps the sum, and is undone as any edit", async ({ page }) => {
  await open(page);
  const content = await editor(page);
  const split = page.getByTestId("split");
  await expect(split).toHaveCount(1);
  await split.scrollIntoViewIfNeeded();
  await expect(split).toHaveAttribute("aria-valuetext", "90 / 10");
  await split.press("ArrowLeft");
  await expect(content).toContainText("weight: 89");
  await expect(content).toContainText("weight: 11");
  await expect(split).toHaveAttribute("aria-valuetext", "89 / 11");
  const box = (await split.boundingBox())!;
  await page.mouse.move(box.x + 0.89 * box.width, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect(content).not.toContainText("weight: 89");
  const [first, second] = (await content.innerText()).match(/weight: \d+/g)!.map((weight) => Number(weight.slice(8)));
  expect(first! + second!).toBe(100);
  expect(first!).toBeLessThan(65);
  await expect(page.getByTestId("event").filter({ hasText: /new configuration/ }).first()).toBeVisible();
  await content.focus();
  await page.keyboard.press("ControlOrMeta+z");
  await expect(content).toContainText("weight: 89");
});
