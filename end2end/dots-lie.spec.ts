// Where dots are drawn: on the lines as they stand, or at what keeps their request waiting.
import type { Page } from "@playwright/test";

import { choosePreset, expect, open, pause, test } from "./playground";

const MOMENTS = 10;
/** A glide takes a quarter of a second. */
const DRAWINGS = 40;

/** Notes the circles that were drawn since the canvas was last cleared. */
function note() {
  const noted: { circles: [number, number][] } = { circles: [] };
  Object.assign(globalThis, { noted });
  const { arc, clearRect } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (...place) {
    noted.circles = [];
    return clearRect.apply(this, place);
  };
  CanvasRenderingContext2D.prototype.arc = function (...circle) {
    noted.circles.push([circle[0], circle[1]]);
    return arc.apply(this, circle);
  };
}

/** How far each circle is from the nearest line, in pixels; 0 within a node. At some drawings one after the other, as they are painted. */
function astray(page: Page, drawings = 1): Promise<number[]> {
  return page.evaluate(async (drawings) => {
    const all: number[] = [];
    for (let drawing = 0; drawing < drawings; drawing += 1) {
      // Behind the page's own drawing of the same frame.
      await new Promise(requestAnimationFrame);
      all.push(...now());
    }
    return all;

    function now(): number[] {
      const { circles } = (globalThis as unknown as { noted: { circles: [number, number][] } }).noted;
      const canvas = document.querySelector('[data-testid="stage"] canvas')!.getBoundingClientRect();
      // What runs inside a box to its only app has no line.
      const lines = [...document.querySelectorAll<SVGPathElement>('[data-testid^="edge "] .line')].filter((path) => path.getTotalLength() > 0);
      const points = lines.flatMap((path) => {
        const toScreen = path.getScreenCTM()!;
        const count = Math.ceil(path.getTotalLength());
        return Array.from({ length: count + 1 }, (_, at) => path.getPointAtLength(at).matrixTransform(toScreen));
      });
      const nodes = [...document.querySelectorAll('[data-testid^="node "]')].map((node) => node.getBoundingClientRect());
      const distance = ([x, y]: [number, number]) => {
        const [left, top] = [x + canvas.left, y + canvas.top];
        if (nodes.some((node) => left >= node.left && left <= node.right && top >= node.top && top <= node.bottom)) return 0;
        return Math.min(...points.map((point) => Math.hypot(point.x - left, point.y - top)));
      };
      return circles.map(distance);
    }
  }, drawings);
}

test("each dot lies on a line or at a node", async ({ page }) => {
  await page.addInitScript(note);
  await open(page);
  let seen = 0;
  for (const preset of ["bookinfo", "circuit-breaking"]) {
    await choosePreset(page, preset);
    await pause(page);
    for (let moment = 0; moment < MOMENTS; moment += 1) {
      await page.getByTestId("step-request").click();
      const all = await astray(page, 3);
      seen += all.length;
      expect(all.filter((pixels) => pixels > 1), `${preset}, moment ${moment}`).toEqual([]);
    }
  }
  expect(seen).toBeGreaterThan(MOMENTS);
});

test("dots glide with their lines to another layout, drawing by drawing", async ({ page }) => {
  await page.addInitScript(note);
  await open(page);
  await choosePreset(page, "bookinfo");
  await pause(page);
  const service = page.locator('[data-testid^="node service:"]').first();
  const place = () => service.evaluate((node) => node.getBoundingClientRect().x);
  await page.evaluate(() => new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then))));
  const before = await place();
  // The details lie over the stage, and the graph makes room for them.
  await page.keyboard.press("Escape");
  await service.focus();
  await page.keyboard.press("Enter");
  const all = await astray(page, DRAWINGS);
  expect(await place()).not.toBe(before);
  expect(all.length).toBeGreaterThan(DRAWINGS);
  expect(all.filter((pixels) => pixels > 1)).toEqual([]);
});
