// The story of one request: what it tells, seeing it happen, and links that lead to it.
import { choosePreset, clock, editor, expect, moves, open, pause, test } from "./playground";
import type { Page } from "@playwright/test";

/** Opens the story of the last request of the access log that a text is found in. */
async function story(page: Page, text: string | RegExp) {
  await pause(page);
  await page.getByTestId("tab-log").click();
  await page.getByTestId("log-line").filter({ hasText: text }).last().click();
  await expect(page.getByTestId("decision")).toBeVisible();
  return page.getByTestId("decision");
}

test("the verdict comes first, then hops on one scale, which unfold", async ({ page }) => {
  await open(page);
  await expect.poll(() => clock(page)).toBeGreaterThan(3);
  const decision = await story(page, "staff-service");
  await expect(decision.getByTestId("side-title")).toHaveText(/^200 from .+ in .+s$/);
  await expect(decision.getByTestId("why")).toContainText(/drew \d+ of 100 → (safe|risky) \(weight (90|10)\)/);
  const rows = decision.getByTestId("hop-row");
  expect(await rows.count()).toBeGreaterThan(1);

  // All bars lie on one scale, a call within its caller's.
  const bars = await decision.locator(".hop .whole").evaluateAll((all) =>
    all.map((bar) => [Number(bar.getAttribute("x")), Number(bar.getAttribute("x")) + Number(bar.getAttribute("width"))]),
  );
  for (const [from, to] of bars) expect(from! >= bars[0]![0]! - 0.2 && to! <= bars[0]![1]! + 1.2).toBe(true);

  // What had nothing to decide is one grey line; the keyboard unfolds it.
  await expect(decision.getByTestId("nothing").first()).toContainText("nothing to decide");
  const folded = decision.locator('[data-testid="hop-row"][aria-expanded="false"]').first();
  await folded.focus();
  const before = await decision.getByTestId("step").count();
  await page.keyboard.press("Enter");
  expect(await decision.getByTestId("step").count()).toBeGreaterThan(before);

  // The draw lies in the share that was taken, and the lines that decided are lit, with what they did.
  const line = decision.getByTestId("number-line").first();
  await expect(line).toBeVisible();
  const [draw, share] = await line.evaluate((svg) => {
    const x = Number(svg.querySelector("circle.draw")!.getAttribute("cx"));
    const rect = svg.querySelector("rect.taken")!;
    const left = Number(rect.getAttribute("x"));
    return [x, [left, left + Number(rect.getAttribute("width"))]] as const;
  });
  expect(draw).toBeGreaterThanOrEqual(share[0]! - 1);
  expect(draw).toBeLessThanOrEqual(share[1]! + 1);
  await expect(decision.locator(".host.taken").first()).toContainText("taken");
  await editor(page);
  await decision.getByTestId("where").filter({ hasText: "mesh.yaml" }).first().click();
  await expect(page.locator(".cm-lit").first()).toBeAttached();
  await expect(page.locator(".cm-figure-lit", { hasText: /drew \d+/ })).toHaveCount(1);
  await expect(page.locator(".cm-figure-tried", { hasText: /needs \d+ to \d+/ })).toHaveCount(1);
});

test("a failure tells who failed, and why nothing was done about it", async ({ page }) => {
  await open(page);
  await choosePreset(page, "circuit-breaking");
  await expect(page.getByTestId("clock")).not.toHaveText("0.0 s");
  await page.getByTestId("restart").click();
  await expect.poll(() => clock(page)).toBeLessThan(30);
  await expect(page.getByTestId("log-panel")).toContainText(/eject/i);
  const decision = await story(page, /" 50\d /);
  await expect(decision.getByTestId("answer")).toContainText(/50\d/);
  await expect(decision.getByTestId("why")).toContainText(/itself answers 50\d|no answer/);
  await expect(decision.locator(".told.absent").first()).toBeVisible();
});

test("bullet time goes back to the request, slows down, and one key plays on", async ({ page }) => {
  await open(page);
  await expect.poll(() => clock(page)).toBeGreaterThan(3);
  const decision = await story(page, "staff-service");
  const sent = Number.parseFloat((await decision.locator(".asked").innerText()).split("·").at(-1)!);
  await decision.getByTestId("story-see").click();
  const strip = page.getByTestId("bullet");
  await expect(strip).toContainText("1 ms of mesh = 1 s here");
  await expect.poll(() => clock(page)).toBeCloseTo(sent, 0);
  await expect(page.locator(".stage .off").first()).toBeAttached();
  // It moves on by itself, and hop by hop.
  const passed = async () => Number.parseFloat(await page.getByTestId("bullet-passed").innerText());
  await expect.poll(passed).toBeGreaterThan(0);
  await page.getByTestId("bullet-next").click();
  const first = await passed();
  await page.getByTestId("bullet-next").click();
  await expect.poll(passed).toBeGreaterThan(first);
  await page.getByTestId("stage").click({ position: { x: 5, y: 5 }, trial: true });
  await page.keyboard.press("Escape");
  await expect(strip).toHaveCount(0);
  await expect(page.locator(".stage .off")).toHaveCount(0);

  await decision.getByTestId("story-see").click();
  await expect(strip).toBeVisible();
  await page.getByTestId("side-title").focus();
  await page.keyboard.press(" ");
  await expect(strip).toHaveCount(0);
  await moves(page);
});

test("a link opens at a request, paused, with its story", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page);
  await expect.poll(() => clock(page)).toBeGreaterThan(3);
  const decision = await story(page, "staff-service");
  const verdict = await decision.getByTestId("side-title").innerText();
  const asked = await decision.locator(".asked").innerText();
  await decision.getByTestId("story-link").click();
  await expect(page.getByTestId("toast")).toContainText("clipboard");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/\/\?t=[\d.]+&request=[^#]+\/\d+#1\./);

  const other = await context.newPage();
  await other.goto(link);
  await expect(other.getByTestId("decision").getByTestId("side-title")).toHaveText(verdict);
  expect(await other.getByTestId("decision").locator(".asked").innerText()).toBe(asked);
  await expect(other.getByTestId("play")).toHaveAttribute("aria-label", /^Play/);
  const at = Number(new URL(link).searchParams.get("t"));
  expect(await clock(other)).toBeCloseTo(at, 0);
});

for (const [query, said] of [
  ["t=abc", "is no time in seconds"],
  ["t=-3", "is no time in seconds"],
  ["request=nobody/1", "Nothing sends a request"],
  ["request=%25%25", "Nothing sends a request"],
  ["request=send/2", "was sent by hand"],
] as const) {
  test(`a link with ${query} says what is wrong`, async ({ page }) => {
    await page.goto(`/?${query}`);
    await expect(page.getByTestId("toast")).toContainText(said);
    await expect(page.getByTestId("stage")).toBeVisible();
  });
}

test("a time alone opens there, paused", async ({ page }) => {
  await page.goto("/?t=12.4");
  await expect.poll(() => clock(page)).toBe(12.4);
  await expect(page.getByTestId("play")).toHaveAttribute("aria-label", /^Play/);
});
