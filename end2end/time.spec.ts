// Time: the window of the time line, its marks and figures, single steps, and runs as tabs.
import { choosePreset, clock, editor, expect, moves, open, pause, presetFile, seek, test, write } from "./playground";

test("stays are bars, solid where they happened and dashed where they are planned, and what lies ahead is pale", async ({ page }) => {
  await open(page);
  await choosePreset(page, "circuit-breaking");
  await expect(page.getByTestId("line-out").first()).toBeAttached();
  await pause(page);
  await seek(page, 60);
  await expect(page.getByTestId("line-planned").first()).toBeAttached();
  await expect(page.getByTestId("timeline")).toContainText("risky ejected by");
  await expect(page.getByTestId("line-ahead")).toHaveCount(0);
  await page.getByTestId("timeline").press("PageDown");
  await expect.poll(() => clock(page)).toBe(30);
  await expect(page.getByTestId("line-ahead")).toBeAttached();
  // What happens next is a key away, and so is what happened last.
  await page.getByTestId("timeline").press("Control+ArrowRight");
  await expect.poll(() => clock(page)).toBeGreaterThan(30);
  await page.getByTestId("timeline").press("Control+ArrowLeft");
  await expect.poll(() => clock(page)).toBeLessThan(30);
});

test("figures are read under the pointer, and the whole run can be gone through below", async ({ page }) => {
  await open(page);
  await pause(page);
  await seek(page, 60);
  const figures = page.getByTestId("line-figures");
  await expect(figures).toContainText("calls/s");
  const box = (await page.getByTestId("timeline").locator(".plot").boundingBox())!;
  await page.mouse.move(box.x + box.width / 4, box.y + box.height / 2);
  await expect(figures).toContainText(/at \d/);
  const whole = (await page.getByTestId("whole-run").boundingBox())!;
  await page.mouse.click(whole.x + whole.width / 2, whole.y + whole.height / 2);
  await expect.poll(() => clock(page)).toBeGreaterThan(200);
});

test("steps go on and back by a request and by an event, by buttons and keys", async ({ page }) => {
  await open(page);
  await pause(page);
  await seek(page, 30);
  const facts = page.getByTestId("run-facts");
  const requests = async () => Number((await facts.innerText()).match(/([\d,]+) requests/)![1]!.replace(",", ""));
  const before = await requests();
  await page.getByTestId("step-request").click();
  await expect.poll(requests).toBe(before + 1);
  const first = await clock(page);
  await page.getByTestId("step-request").click();
  await expect.poll(requests).toBe(before + 2);
  await page.getByTestId("step-request-back").click();
  await expect.poll(() => clock(page)).toBe(first);
  expect(await requests()).toBe(before + 1);
  await page.getByTestId("graph").click({ position: { x: 5, y: 300 } });
  await page.keyboard.press("n");
  await expect.poll(requests).toBe(before + 2);
  await page.keyboard.press("p");
  await expect.poll(() => clock(page)).toBe(first);
  await page.getByTestId("step-event").click();
  await expect.poll(() => clock(page)).toBeGreaterThan(first);
  await page.getByTestId("step-event-back").click();
  await expect.poll(() => clock(page)).toBe(first);
});

test("an edit after going back leaves the run as it was in a tab, with its texts", async ({ page }) => {
  await open(page);
  await pause(page);
  await seek(page, 60);
  await expect(page.getByTestId("runs")).toHaveCount(0);
  await seek(page, 30);
  const text = await presetFile("canary-weights", "mesh.yaml");
  await write(page, "mesh.yaml", text.replace("weight: 90", "weight: 60"));
  const tabs = page.getByTestId("run-tab");
  await expect(tabs).toHaveText([/weight: 90.*60\.0 s/, /weight: 60/]);
  await tabs.first().click();
  await expect(await editor(page)).toContainText("weight: 90");
  await expect.poll(() => clock(page)).toBe(60);
  await expect(tabs.first()).toHaveAttribute("aria-selected", "true");
  await tabs.last().click();
  await expect(await editor(page)).toContainText("weight: 60");
  await expect.poll(() => clock(page)).toBe(30);
  await page.getByTestId("run-close").click();
  await expect(page.getByTestId("runs")).toHaveCount(0);
  await page.getByTestId("play").click();
  await moves(page);
});
