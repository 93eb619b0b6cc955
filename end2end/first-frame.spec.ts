import type { Page } from "@playwright/test";

import { choosePreset, expect, moves, open, test } from "./playground";

/** Requests that the document moves by itself are somewhere else after a moment: each flies in its turn. */
async function flies(page: Page) {
  const dots = page.getByTestId("ahead").locator("circle");
  await expect(dots.first()).toBeAttached();
  const places = () =>
    dots.evaluateAll((all) => all.map((dot) => dot.getBoundingClientRect()).map(({ x, y }) => `${Math.round(x)} ${Math.round(y)}`).join());
  const first = await places();
  await expect.poll(places).not.toBe(first);
}

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

test("requests move before any module is there", async ({ browser }) => {
  const context = await browser.newContext();
  await context.route("**/*.wasm", (route) => route.abort());
  const page = await context.newPage();
  await page.goto("/");
  await flies(page);
  // They go along the edges: each is near one, or inside a node.
  const far = await page.getByTestId("ahead").evaluate((layer) => {
    const lines = [...layer.parentElement!.querySelectorAll<SVGPathElement>('.edge .line:not([d=""])')];
    const points = lines.flatMap((line) => Array.from({ length: 101 }, (_, at) => line.getPointAtLength((line.getTotalLength() * at) / 100)));
    const scale = (layer as SVGGElement).getScreenCTM()!;
    return [...layer.querySelectorAll("circle")].filter((dot) => {
      const box = dot.getBoundingClientRect();
      const at = new DOMPoint(box.x + box.width / 2, box.y + box.height / 2).matrixTransform(scale.inverse());
      return Math.min(...points.map((point) => Math.hypot(point.x - at.x, point.y - at.y))) > 24;
    }).length;
  });
  expect(far).toBe(0);
  await context.close();
});

test("requests move with scripts off, and the figures are a table", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/");
  await flies(page);
  const table = page.locator(".unscripted table");
  await expect(table).toContainText("staff-service safe");
  await expect(table).toContainText("90 %");
  await expect(page.locator(".unscripted")).toBeInViewport();
  await context.close();
});

test("no request moves for those who want none to", async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, reducedMotion: "reduce" });
  const page = await context.newPage();
  await page.goto("/");
  await expect(page.getByTestId("ahead")).toBeHidden();
  await context.close();
});

test("the requests of the document give way to those of the canvas", async ({ page }) => {
  await open(page);
  await expect(page.locator("html")).toHaveAttribute("data-drawn", "");
  const running = () =>
    page.getByTestId("ahead").evaluate((layer) => layer.getAnimations({ subtree: true }).filter((it) => it.playState === "running").length);
  await expect.poll(running, { timeout: 10_000 }).toBe(0);
  await expect(page.getByTestId("ahead")).toBeHidden({ timeout: 20_000 });
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
