// What a scenario is opened at: the node, the line and the moment that matter, and the ejection that follows.
import { atRest, choosePreset, editor, expect, open, pause, seek, test } from "./playground";

const RISKY = "node app:default/staff-service/risky";

test("circuit breaking opens at its rule and its pod, and the pod is put out: a ring counts down, nobody's branch is cut", async ({ page }) => {
  await open(page);
  await editor(page);
  await choosePreset(page, "circuit-breaking");
  const risky = page.getByTestId(RISKY);
  await expect(risky).toHaveClass(/ selected/);
  await expect(page.getByTestId("side")).toBeHidden();
  await expect(page.locator(".cm-activeLine")).toContainText("consecutive5xxErrors: 2");
  await expect(page.locator(".cm-activeLine")).toBeInViewport();

  // Both clients have put it out again: nobody sends there.
  await pause(page);
  await seek(page, 60);
  await expect(page.getByTestId("event").filter({ hasText: "for at least 60 s (2 x baseEjectionTime)" }).first()).toBeVisible();
  const seconds = Number(await risky.locator(".seconds").textContent());
  expect(seconds).toBeGreaterThan(30);
  await expect(risky.locator(".small")).toHaveText(`back in ${seconds} s`);
  const dashes = await risky.locator(".countdown").getAttribute("stroke-dasharray");
  const [left, whole] = dashes!.split(" ").map(Number) as [number, number];
  // Of a stay of 60 s, on to the tick that ends it.
  expect(left / whole).toBeCloseTo(seconds / 70, 1);
  const branch = page.locator('[data-testid^="edge "][data-id$=">app:default/staff-service/risky"]');
  await expect(branch).toHaveClass(/ unused/);
  await expect(branch.locator(".cut")).toHaveAttribute("d", /^M/);
});

test("a route by header is opened at the value that it compares with", async ({ page }) => {
  await open(page);
  await editor(page);
  await choosePreset(page, "dark-release");
  await expect(page.locator(".cm-activeLine")).toContainText("exact: canary");
  await expect(page.locator(".cm-activeLine")).toBeInViewport();
  await expect(page.getByText("exact: canary").and(page.locator("b"))).toBeVisible();
});

test("the line that decided a request comes into view", async ({ page }) => {
  await open(page);
  await editor(page);
  await page.getByTestId("file traffic.yaml").click();
  await page.getByTestId("tab-log").click();
  await page.getByTestId("log-line").first().click();
  await expect(page.getByTestId("decision")).toBeVisible();
  await expect(page.getByTestId("file traffic.yaml")).toHaveAttribute("aria-selected", "false");
  const isSeen = () =>
    page.locator(".cm-lit").evaluateAll((all) => {
      const around = document.querySelector(".cm-scroller")!.getBoundingClientRect();
      return all.some((line) => {
        const { top, bottom } = line.getBoundingClientRect();
        return top >= around.top && bottom <= around.bottom;
      });
    });
  await expect.poll(isSeen).toBe(true);
});

test("two fingers bring a phone's graph nearer", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page);
  await page.getByTestId("intro-close").click();
  await pause(page);
  const box = (await page.getByTestId("stage").boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const apart = () =>
    page.locator(".node .shape").evaluateAll((all) => {
      const tops = all.map((each) => each.getBoundingClientRect().top);
      return Math.max(...tops) - Math.min(...tops);
    });
  const before = await atRest(apart);
  const session = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", half: number) =>
    session.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: type === "touchEnd" ? [] : [{ x, y: y - half, id: 1 }, { x, y: y + half, id: 2 }],
    });
  await touch("touchStart", 40);
  for (const half of [50, 60, 70, 80]) await touch("touchMove", half);
  await touch("touchEnd", 80);
  await expect.poll(apart).toBeGreaterThan(1.6 * before);
  await page.getByTestId("zoom-fit").click();
  await expect.poll(apart).toBeCloseTo(before, 0);
});

test("the path through a node is lit, and a double click shows its graph alone", async ({ page }) => {
  await open(page);
  await choosePreset(page, "canary-weights");
  await pause(page);
  const risky = page.getByTestId(RISKY);
  const safe = page.getByTestId("node app:default/staff-service/safe");
  await risky.locator(".shape").hover();
  await expect(safe).toHaveClass(/ dim/);
  await expect(risky).not.toHaveClass(/ dim/);
  await risky.locator(".shape").dblclick();
  await expect(page.getByTestId("focused")).toContainText("risky");
  await expect(safe).toHaveCount(0);
});
