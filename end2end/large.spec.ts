// How the page feels with texts and meshes of the size that the budgets name. Nothing here asserts a time: it is printed.
import type { Page } from "@playwright/test";
import { bring, rule, service } from "./large";
import { expect, test } from "./playground";

/** Types a comment, then breaks the text, and prints what both cost. */
async function typing(page: Page, what: string) {
  const tasks = await page.evaluateHandle(() => {
    const tasks: number[] = [];
    const note = (list: PerformanceObserverEntryList) => list.getEntries().forEach((entry) => tasks.push(entry.duration));
    new PerformanceObserver(note).observe({ type: "longtask" });
    return tasks;
  });
  const longest = async (during: () => Promise<void>) => {
    await tasks.evaluate((tasks) => tasks.splice(0));
    await during();
    return tasks.evaluate((tasks) => Math.round(Math.max(0, ...tasks)));
  };
  const idle = await longest(() => page.waitForTimeout(1500));
  await page.locator(".cm-content").press("ControlOrMeta+Home");
  const busy = await longest(async () => {
    await page.keyboard.type("# typed ", { delay: 60 });
    await page.waitForTimeout(600);
  });
  // From the key that breaks the text to the line that says so.
  await page.keyboard.press("Enter");
  await page.waitForTimeout(1500);
  // Noted in the page itself: who asks from outside sees it some hundred milliseconds later.
  const noted = await page.evaluateHandle(() => {
    let pressed = 0;
    addEventListener("keydown", () => (pressed = performance.now()), { capture: true, once: true });
    const answered = new Promise<number>((resolve) => {
      const seen = new MutationObserver(() => {
        if (!document.querySelector("[data-testid=stale]")) return;
        seen.disconnect();
        requestAnimationFrame(() => resolve(performance.now() - pressed));
      });
      seen.observe(document.body, { subtree: true, childList: true });
    });
    return { answered };
  });
  await page.keyboard.type("[");
  await expect(page.getByTestId("stale")).toBeVisible({ timeout: 60_000 });
  console.log(
    `${what}: longest task ${idle} ms while nobody types, ${busy} ms while somebody does; ` +
      `from the last key to its finding ${Math.round(await noted.evaluate(({ answered }) => answered))} ms, of which 90 ms are the pause`,
  );
}

test("typing in 2,000 lines", async ({ page }) => {
  await bring(page, "many.yaml", Array.from({ length: 170 }, (_, at) => rule(at)).join(""));
  await expect(page.locator(".cm-content")).toContainText("rule-1");
  await page.waitForTimeout(1000);
  await typing(page, "2,000 lines");
});

test("typing in a mesh of 1,000 services", async ({ page }) => {
  test.setTimeout(240_000);
  await bring(page, "thousand.yaml", Array.from({ length: 1000 }, (_, at) => service(at)).join(""));
  await expect(page.locator(".cm-content")).toContainText("service-0000");
  // Folded to cards, as anybody sees it who has not opened them.
  await expect(page.getByTestId(/^node namespace:default.*service-09/)).toBeAttached({ timeout: 30_000 });
  // Until all of it is drawn.
  await page.waitForTimeout(3000);
  await typing(page, "1,000 services");
});
