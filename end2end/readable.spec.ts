// The stage can be read: every text has 11 px at least, none covers another, and each stands out from what it stands on.
import type { Page } from "@playwright/test";
import { sixty } from "./large";
import { choosePreset, details, expect, open, pause, test } from "./playground";

const presets = [
  "canary-weights", "ingress-weighted", "ingress-prefix", "dark-release", "circuit-breaking", "bookinfo",
  "node-upgrade", "second-scheduler", "entrypoint-lab",
];
const stages = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 }, wall: { width: 2200, height: 1200 } };

interface Reading {
  small: string[];
  covered: string[];
  faint: string[];
  count: number;
}

/** What is wrong with the texts that are drawn on the stage now. */
function read(page: Page): Promise<Reading> {
  return page.evaluate(() => {
    const texts = [...document.querySelectorAll<SVGTextElement>(".stage svg text")]
      .filter((text) => text.textContent?.trim() && text.checkVisibility({ opacityProperty: true }))
      .map((text) => {
        const scale = text.getScreenCTM()!;
        return {
          text,
          words: text.textContent!,
          size: Number.parseFloat(getComputedStyle(text).fontSize) * Math.hypot(scale.a, scale.b),
          box: text.getBoundingClientRect(),
        };
      });
    const small = texts.filter(({ size }) => size < 10.95).map(({ words, size }) => `${words}: ${size}`);
    const covered: string[] = [];
    texts.forEach((one, at) => {
      for (const other of texts.slice(at + 1)) {
        const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const along = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        // Boxes of lines below each other touch: letters fill them only in part.
        if (across > 1 && along > 3) covered.push(`${one.words} and ${other.words}: ${across.toFixed(1)}x${along.toFixed(1)}`);
      }
    });
    // The contrast of WCAG 2.2 between two colours as the browser computes them.
    const channels = (colour: string) => (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
    const light = (colour: string) => {
      const [red, green, blue] = channels(colour).map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      }) as [number, number, number];
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const contrast = (one: string, other: string) => {
      const [a, b] = [light(one), light(other)].sort((x, y) => y - x) as [number, number];
      return (a + 0.05) / (b + 0.05);
    };
    const faint: string[] = [];
    for (const { text, words } of texts) {
      const rect = text.closest(".above") ? text.parentElement?.querySelector("rect") : null;
      const stage = getComputedStyle(document.querySelector(".graph")!).backgroundColor;
      const ground = rect ? getComputedStyle(rect).fill : stage;
      for (const part of text.querySelector("tspan") ? text.querySelectorAll("tspan") : [text]) {
        const style = getComputedStyle(part);
        const ratio = contrast(style.fill, ground);
        if (ratio < 4.5) faint.push(`${words}: ${style.fill} on ${ground} is ${ratio.toFixed(2)}`);
      }
    }
    return { small, covered, faint, count: texts.length };
  });
}

for (const [name, viewport] of Object.entries(stages)) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`every preset on a ${name}, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize(viewport);
      await open(page);
      for (const slug of presets) {
        await choosePreset(page, slug);
        await expect(page.getByTestId("presets")).toHaveValue(slug);
        await page.getByTestId("intro-close").click();
        await pause(page);
        await expect.poll(async () => {
          const { small, covered, faint } = await read(page);
          return [...small, ...covered, ...faint];
        }, { message: slug }).toEqual([]);
        expect((await read(page)).count, slug).toBeGreaterThan(4);
      }
    });
  }
}

/** Nothing is too small, covered or faint. */
async function reads(page: Page, what: string) {
  await expect.poll(async () => {
    const { small, covered, faint } = await read(page);
    return [...small, ...covered, ...faint];
  }, { message: what }).toEqual([]);
}

test("beside the details, and with every label", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await open(page);
  for (const slug of ["circuit-breaking", "canary-weights", "bookinfo"]) {
    await choosePreset(page, slug);
    await page.getByTestId("intro-close").click();
    await pause(page);
    await details(page);
    await reads(page, `${slug} beside the details`);
    await page.getByTestId("side-close").click();
    await page.getByTestId("display").click();
    await page.getByTestId("label-time").selectOption("p95");
    await page.keyboard.press("Escape");
    await reads(page, `${slug} with times`);
    await page.getByTestId("display").click();
    await page.getByTestId("display-reset").click();
    await page.keyboard.press("Escape");
  }
});

test("sixty services as cards, and one of them open", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await sixty(page);
  await pause(page);
  await reads(page, "cards");
  await page.getByTestId("node namespace:team-3").click();
  await expect(page.getByTestId("node app:team-3/app-35")).toBeAttached();
  await reads(page, "a card that is open");
});
