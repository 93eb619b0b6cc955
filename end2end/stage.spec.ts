// The stage: nodes that are moved, what is chosen beside the details, what is gone, what is said of it.
import type { Page } from "@playwright/test";
import { atRest, choosePreset, expect, open, pause, presetFile, test, watch, write } from "./playground";

const API = "app:default/api-gateway";

/** The middle of a node's shape on the screen. */
async function middle(page: Page, id: string) {
  const box = await page.getByTestId(`node ${id}`).locator(".shape").boundingBox();
  if (!box) throw new Error(`${id} is not drawn`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** The same once it rests there. */
async function rests(page: Page, id: string) {
  await atRest(async () => (await middle(page, id)).x);
  await atRest(async () => (await middle(page, id)).y);
  return middle(page, id);
}

async function drag(page: Page, id: string, x: number, y: number) {
  const from = await rests(page, id);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + x / 2, from.y + y / 2, { steps: 3 });
  await page.mouse.move(from.x + x, from.y + y, { steps: 3 });
  const held = await middle(page, id);
  await page.mouse.up();
  return { from, held };
}

test("a node that is dragged stays there, through an edit and in a link, until it is put back", async ({ page, browser, complaints }) => {
  await open(page);
  const { from, held } = await drag(page, API, 30, -70);
  expect(Math.hypot(held.x - from.x - 30, held.y - from.y + 70)).toBeLessThan(1);
  await expect(page.getByTestId("put-back")).toBeVisible();
  const put = await rests(page, API);
  expect(Math.hypot(put.x - held.x, put.y - held.y)).toBeLessThan(1);
  // It was moved, not chosen.
  await expect(page.getByTestId("side-close")).toHaveCount(0);
  // Its edges end at it.
  const ends = await page.locator(`[data-testid^="edge "][data-id$=">service:default/fleetman-api-gateway"] .line`).evaluate((line) => {
    const path = line as SVGPathElement;
    const end = path.getPointAtLength(path.getTotalLength()).matrixTransform(path.getScreenCTM() ?? undefined);
    return [end.x, end.y];
  });
  expect(Math.abs((ends[1] ?? 0) - put.y)).toBeLessThan(12);
  expect(Math.abs((ends[0] ?? 0) - put.x)).toBeLessThan(60);

  const text = await presetFile("canary-weights", "mesh.yaml");
  await write(page, "mesh.yaml", text.replace("weight: 90", "weight: 60").replace("weight: 10", "weight: 40"));
  await expect(page.getByTestId("graph")).toContainText("60 %");
  const after = await rests(page, API);
  expect(Math.hypot(after.x - put.x, after.y - put.y)).toBeLessThan(1);

  await page.getByTestId("share").click();
  await expect(page.getByTestId("share-link")).not.toHaveValue("");
  const link = await page.getByTestId("share-link").inputValue();
  await page.keyboard.press("Escape");
  const context = await browser.newContext();
  const other = await context.newPage();
  watch(other, complaints);
  await open(other, link);
  await expect(other.getByTestId("put-back")).toBeVisible();
  await context.close();

  await page.getByTestId("put-back").click();
  await expect(page.getByTestId("put-back")).toHaveCount(0);
  // Once the engine has said where it stands by itself.
  const away = async () => {
    const now = await middle(page, API);
    return Math.hypot(now.x - from.x, now.y - from.y);
  };
  await expect.poll(away).toBeLessThan(1);
});

test("Shift and an arrow key move the node that has the focus", async ({ page }) => {
  await open(page);
  const before = await rests(page, API);
  await page.getByTestId(`node ${API}`).focus();
  await page.keyboard.press("Shift+ArrowUp");
  await page.keyboard.press("Shift+ArrowUp");
  await page.keyboard.press("Shift+ArrowRight");
  await expect(page.getByTestId("put-back")).toBeVisible();
  const moved = async () => {
    const after = await middle(page, API);
    return [Math.round(after.x - before.x), Math.round(after.y - before.y)];
  };
  await expect.poll(moved).toEqual([8, -16]);
  await expect(page.getByTestId(`node ${API}`)).toBeFocused();
});

test("what is chosen stays in view beside the details, and goes back when they are closed", async ({ page }) => {
  await open(page);
  await choosePreset(page, "circuit-breaking");
  const risky = "app:default/staff-service/risky";
  const before = await rests(page, risky);
  await page.mouse.click(before.x, before.y);
  await expect(page.getByTestId("side-close")).toBeVisible();
  const side = page.getByTestId("side");
  await expect
    .poll(async () => {
      const [node, panel] = [await middle(page, risky), await side.boundingBox()];
      return node.x + 24 < (panel?.x ?? 0);
    })
    .toBe(true);
  const sizes = await page.locator(".stage text").evaluateAll((texts) => texts.map((text) => Number.parseFloat(getComputedStyle(text).fontSize)));
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(11);
  await page.keyboard.press("Escape");
  await expect
    .poll(async () => {
      const after = await middle(page, risky);
      return Math.hypot(after.x - before.x, after.y - before.y);
    })
    .toBeLessThan(1);
});

test("what is not there any more fades before it is gone", async ({ page }) => {
  await open(page);
  const text = await presetFile("canary-weights", "apps.yaml");
  const documents = text.split("---\n").filter((document) => !document.includes("vehicle-telemetry"));
  expect(documents.length).toBeGreaterThan(1);
  await expect(page.getByTestId("node app:default/vehicle-telemetry")).toBeVisible();
  const faded = page.evaluate(
    () =>
      new Promise<boolean>((done) => {
        const gone = document.querySelector(".stage .gone");
        if (!gone) return done(false);
        new MutationObserver(() => gone.querySelector(".node") && done(true)).observe(gone, { childList: true, subtree: true });
      }),
  );
  await write(page, "apps.yaml", documents.join("---\n"));
  expect(await faded).toBe(true);
  await expect(page.locator(".stage .gone .node")).toHaveCount(0);
  await expect(page.getByTestId("node app:default/vehicle-telemetry")).toHaveCount(0);
});

test("motion ends when the reader asks for less of it while the page is open", async ({ page }) => {
  await open(page);
  const painted = () =>
    page.locator(".stage canvas").evaluate((element) => {
      const canvas = element as HTMLCanvasElement;
      const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
      return pixels.some((value) => value > 0);
    });
  await expect.poll(painted).toBe(true);
  await page.emulateMedia({ reducedMotion: "reduce" });
  await expect.poll(painted).toBe(false);
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await expect.poll(painted).toBe(true);
  await pause(page);
});

test("what changed on the stage is said to those who do not see it", async ({ page }) => {
  await open(page);
  await expect(page.getByTestId("stage-said")).toHaveAttribute("role", "status");
  await page.getByTestId("tab-terminal").click();
  const line = page.getByTestId("log-panel").getByRole("textbox");
  await line.fill("kubectl scale deploy staff-service-risky-version --replicas 0");
  await line.press("Enter");
  await expect(page.getByTestId("stage-said")).toContainText(/^(Failing|Degraded|New|Gone): .*\.$/, { timeout: 30_000 });
});

test("a subset that nobody defines is marked where it is written", async ({ page }) => {
  await open(page);
  const text = await presetFile("canary-weights", "mesh.yaml");
  await write(page, "mesh.yaml", text.replace("subset: risky", "subset: riskey"));
  const marked = page.locator(".cm-lintRange-error");
  await expect(marked).toHaveText("riskey");
});
