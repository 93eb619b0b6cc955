// A phone: the graph from top to bottom, and a sheet that holds everything else.
import type { Page } from "@playwright/test";
import { atRest, choosePreset, expect, open, test } from "./playground";

const sizes = [{ width: 390, height: 844 }, { width: 320, height: 700 }];

/** How high the sheet stands, once it has come to rest there. */
async function rests(page: Page, height: number) {
  await expect.poll(async () => {
    const grip = await page.getByTestId("grip").boundingBox();
    return Math.round(page.viewportSize()!.height - grip!.y);
  }).toBe(height);
}

for (const viewport of sizes) {
  test(`nothing is out of reach at ${viewport.width} px`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await open(page);
    await rests(page, 96);
    const stage = await page.getByTestId("stage").boundingBox();
    expect(stage!.height, "the card leaves the graph a useful height").toBeGreaterThan(viewport.height * 0.45);
    await page.getByTestId("grip").click();
    await rests(page, 348);
    for (const [tab, shown] of [
      ["sheet-yaml", page.locator(".cm-content")],
      ["sheet-details", page.getByTestId("request-send")],
      ["sheet-events", page.getByTestId("log-panel")],
      ["sheet-log", page.getByTestId("log-panel")],
      ["sheet-terminal", page.getByTestId("log-panel").getByRole("textbox")],
      ["sheet-checks", page.getByTestId("log-panel")],
      ["sheet-compare", page.getByTestId("log-panel")],
    ] as const) {
      await page.getByTestId(tab).click();
      await expect(page.getByTestId(tab)).toHaveAttribute("aria-selected", "true");
      await shown.scrollIntoViewIfNeeded();
      await expect(shown).toBeInViewport();
      await expect(page.getByTestId("stage")).toBeInViewport();
    }
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wider).toBeLessThanOrEqual(0);
  });

  test(`what is touched is large enough at ${viewport.width} px`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await open(page);
    await page.getByTestId("grip").click();
    await rests(page, 348);
    for (const tab of ["sheet-yaml", "sheet-details", "sheet-terminal"]) {
      await page.getByTestId(tab).click();
      const small = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>("button, select, [role=tab], a.button")]
          .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.matches(".skip, .grip, .cm-editor *, .plain"))
          .map((element) => ({ name: element.dataset.testid ?? element.textContent, box: element.getBoundingClientRect() }))
          .filter(({ box }) => Math.min(box.width, box.height) < 33.5)
          .map(({ name, box }) => `${name}: ${box.width.toFixed(0)}x${box.height.toFixed(0)}`),
      );
      expect(small, tab).toEqual([]);
    }
  });
}

test("the name of a scenario has room: language, colours and help wait behind a button", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  expect((await page.getByTestId("presets").boundingBox())!.width).toBeGreaterThan(160);
  await expect(page.getByTestId("language")).toBeHidden();
  await page.getByTestId("bar-rest").click();
  for (const rest of ["language", "theme", "help"]) await expect(page.getByTestId(rest)).toBeInViewport();
  await page.getByTestId("help").click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("theme")).toBeHidden();
});

test("time can be pulled from the first screen on, and a tab is a way to what it names", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  await expect(page.getByTestId("whole-run")).toBeInViewport({ ratio: 1 });
  await page.getByTestId("sheet-yaml").click();
  await rests(page, 348);
  await expect(page.locator(".cm-content")).toBeInViewport();
});

test("the sheet is pulled by hand and by keys, and rests low, half and full", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  const grip = page.getByTestId("grip");
  const pull = async (to: number) => {
    const box = (await grip.boundingBox())!;
    await page.mouse.move(195, box.y + 7);
    await page.mouse.down();
    await page.mouse.move(195, (box.y + 7 + to) / 2, { steps: 4 });
    await page.mouse.move(195, to, { steps: 4 });
    await page.mouse.up();
  };
  await pull(520);
  await rests(page, 348);
  await pull(90);
  await rests(page, 796);
  await pull(820);
  await rests(page, 96);
  await expect(grip).toHaveAttribute("aria-expanded", "false");
  await grip.focus();
  for (const [key, height] of [["ArrowUp", 348], ["ArrowUp", 796], ["ArrowDown", 348], ["ArrowDown", 96], ["Enter", 348], ["Enter", 96]] as const) {
    await page.keyboard.press(key);
    await rests(page, height);
  }
});

/** By node how much of its shape is seen on the stage above the sheet, 0 to 1. */
function seen(page: Page): Promise<Record<string, number>> {
  return page.evaluate(() => {
    const stage = document.querySelector('[data-testid="stage"]')!.getBoundingClientRect();
    const bottom = Math.min(stage.bottom, document.querySelector('[data-testid="grip"]')!.getBoundingClientRect().top);
    const shapes = [...document.querySelectorAll<SVGElement>('[data-testid^="node "] .shape')];
    return Object.fromEntries(shapes.map((shape) => {
      const { left, right, top, bottom: end, width, height } = shape.getBoundingClientRect();
      const across = Math.max(0, Math.min(right, stage.right) - Math.max(left, stage.left)) / width;
      const along = Math.max(0, Math.min(end, bottom) - Math.max(top, stage.top)) / height;
      return [shape.closest<SVGElement>("[data-id]")!.dataset.id!, across * along];
    }));
  });
}

for (const viewport of sizes) {
  test(`a node that is touched shows its details in the sheet, and stays in view above it, at ${viewport.width} px`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await open(page);
    await choosePreset(page, "circuit-breaking");
    await expect(page.locator('[data-testid^="node "][data-id*="istio-ingressgateway"]').first()).toBeAttached();
    for (const id of ["app:default/api-gateway", "app:default/staff-service/risky"]) {
      const node = page.locator(`[data-testid="node ${id}"]`);
      await atRest(() => node.evaluate((it) => it.getBoundingClientRect().top));
      const before = await seen(page);
      await node.focus();
      await page.keyboard.press("Enter");
      await rests(page, 348);
      await expect(page.getByTestId("side-title")).toContainText(id.split("/")[1]!);
      await expect.poll(async () => (await seen(page))[id]).toBeGreaterThan(0.99);
      // With some of the others: half a small screen has no room for more at a size that can be read.
      const others = Object.values(await seen(page));
      expect(others.filter((part) => part > 0.5).length, id).toBeGreaterThan(1);
      await page.getByTestId("side-close").click();
      await rests(page, 96);
      // What was seen whole is so again.
      await expect.poll(async () => Object.entries(await seen(page)).filter(([other, part]) => (before[other] ?? 0) > 0.99 && part < 0.99)).toEqual([]);
    }
  });
}

test("a tablet shows the graph over the editor, a small laptop folds it to a rail", async ({ page }) => {
  await page.setViewportSize({ width: 768, height: 1024 });
  await open(page);
  const [stage, editor] = [await page.getByTestId("stage").boundingBox(), await page.locator(".cm-editor").boundingBox()];
  expect(editor!.y).toBeGreaterThan(stage!.y + stage!.height - 1);
  await page.setViewportSize({ width: 1024, height: 768 });
  await page.reload();
  const rail = page.getByTestId("rail");
  await expect(rail).toBeVisible();
  expect((await rail.boundingBox())!.width).toBeCloseTo(40, 0);
  await rail.click();
  await expect(page.locator(".cm-content")).toBeVisible();
  await expect(rail).toBeHidden();
});
