// Lessons: chosen from the gallery, played from the first step to the last, found again where one was.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, moves, open, pause, test, write } from "./playground";
import { serveLesson } from "./lesson.fixture";

const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

test.beforeEach(({ page }) => serveLesson(page));

/** Opens the first lesson from the card of a first visit. */
async function begin(page: Page) {
  await open(page);
  await page.getByTestId("intro-lessons").click();
  const card = page.getByTestId("lesson-card canary-weights");
  await expect(card).toContainText("After it you can give a new version an exact share of the requests.");
  await card.getByTestId("lesson-begin").click();
  await expect(page.getByTestId("step-title")).toHaveText("1 · Ten percent, with pods");
  await expect(page.getByTestId("gallery")).toHaveCount(0);
}

/** The step is done: what is said afterwards is there, and the way on. */
async function done(page: Page) {
  await expect(page.getByTestId("lesson-next")).toBeVisible({ timeout: 40_000 });
}

/** Plays the fixture's five steps; on a phone the editor is another panel of the sheet. */
async function play(page: Page, isPhone: boolean) {
  await begin(page);
  const lesson = page.getByTestId("lesson");

  // A choice, then a command.
  await expect(lesson.getByTestId("answer-first")).toBeVisible();
  await expect(lesson.getByTestId("apply")).toHaveCount(0);
  await lesson.getByTestId("choice").filter({ hasText: "Half" }).click();
  await expect(lesson.getByTestId("choice").filter({ hasText: "Half" })).toContainText("your answer");
  await expect(lesson.getByTestId("reply")).toHaveCount(0);
  await lesson.getByTestId("apply").click();
  await done(page);
  await expect(lesson.getByTestId("lesson-check by-pods").getByRole("img")).toHaveAccessibleName("holds");
  await expect(lesson.getByTestId("choice").filter({ hasText: "One in ten" })).toContainText("what happened");
  await expect(lesson.getByTestId("reply")).toHaveCount(2);
  await expect(lesson.getByTestId("after")).toContainText(/It got \d+(\.\d+)? % \(\d+ of 1000\)\./);
  await expect(page.getByTestId("lesson-said")).toContainText("Step 1 is done.");

  // A number, then a patch.
  await lesson.getByTestId("lesson-next").click();
  await expect(page.getByTestId("step-title")).toBeFocused();
  await expect(page).toHaveURL(/lesson=canary-weights&step=weights/);
  await lesson.getByTestId("predict-number").fill("a third");
  await lesson.getByTestId("predict-answer").click();
  await expect(lesson.getByRole("alert")).toBeVisible();
  await lesson.getByTestId("predict-number").fill("50 %");
  await lesson.getByTestId("predict-number").press("Enter");
  await expect(lesson.getByTestId("verdict")).toHaveText("You said 50 %.");
  const difference = page.getByTestId("difference").and(page.locator(":visible"));
  await expect(difference).toContainText("kind: VirtualService");
  await lesson.getByTestId("apply").click();
  await done(page);
  await expect(lesson.getByTestId("verdict")).toContainText(": right.");
  await expect(lesson.getByTestId("after").getByTestId("figure").first()).toContainText(/ % \(/);

  // Typed: first the wrong way round, which is remarked on.
  await lesson.getByTestId("lesson-next").click();
  await expect(page.getByTestId("write-it")).toContainText("In mesh.yaml.");
  await lesson.getByTestId("hint").click();
  await expect(lesson.getByTestId("hint-text")).toContainText("A push.");
  await lesson.getByTestId("to-editor").click();
  const weights = async (safe: string, risky: string) => {
    const text = await page.evaluate(() => document.querySelector<HTMLTextAreaElement>("#text")!.value);
    const found = [...text.matchAll(/weight: \d+/g)];
    expect(found).toHaveLength(2);
    const swapped = text.replace(/weight: \d+([^]*?)weight: \d+/, `weight: ${safe}$1weight: ${risky}`);
    await write(page, "mesh.yaml", swapped);
  };
  await weights("10", "90");
  const back = () => (isPhone ? page.getByTestId("sheet-lesson").click() : Promise.resolve());
  await back();
  await expect(lesson.getByTestId("remark swapped")).toContainText("the wrong way round", { timeout: 40_000 });
  await lesson.getByTestId("show-me").click();
  await expect(page.locator(".cm-activeLine")).toContainText("subset: risky");
  await weights("90", "10");
  await back();
  await done(page);
  await expect(lesson.getByTestId("remark swapped")).toHaveCount(0);

  // A node that is clicked.
  await lesson.getByTestId("lesson-next").click();
  await expect(lesson.getByTestId("pick")).toBeVisible();
  await page.locator('[data-testid^="node "][data-id*="staff-service/safe"]').focus();
  await page.keyboard.press("Enter");
  await expect(lesson.getByTestId("verdict")).toContainText("staff-service safe");
  await expect(lesson.getByTestId("after")).toBeVisible();

  // The last step leaves everything to the learner.
  await lesson.getByTestId("lesson-next").click();
  await expect(lesson.getByTestId("lesson-share")).toBeVisible();
  await lesson.getByTestId("lesson-gallery").click();
  await expect(page.getByTestId("lesson-card canary-weights")).toContainText("5 of 5 steps");
}

test("a lesson is played from the first step to the last", async ({ page }) => {
  test.setTimeout(180_000);
  await page.setViewportSize(DESK);
  await play(page, false);
});

test("a lesson is played on a phone @all", async ({ page }) => {
  test.setTimeout(180_000);
  await page.setViewportSize(PHONE);
  await play(page, true);
});

test("any step is a press away on a phone, too", async ({ page }) => {
  await page.setViewportSize(PHONE);
  await begin(page);
  const third = page.getByTestId("lesson-step 3");
  await expect(third).toBeHidden();
  await page.getByTestId("lesson-steps").click();
  await third.click();
  await expect(page.getByTestId("step-title")).toHaveText("3 · You write this one");
  await expect(third).toBeHidden();
});

test("one goes on where one was, and a link leads to a step", async ({ page }) => {
  await begin(page);
  await page.getByTestId("lesson-skip").click();
  await expect(page.getByTestId("step-title")).toHaveText("2 · With weights");
  await page.reload();
  await moves(page);
  await expect(page.getByTestId("step-title")).toHaveText("2 · With weights");
  await page.goto("/?lesson=canary-weights&step=drift");
  await expect(page.getByTestId("step-title")).toHaveText("3 · You write this one");
  await page.getByTestId("share").click();
  await expect(page.getByTestId("embed-lesson-code")).toHaveValue(/^<iframe src="[^"]+\/embed\/lesson\/canary-weights\/drift" /);
  await page.goto("/");
  await moves(page);
  await page.getByTestId("mode-lesson").click();
  await page.getByTestId("lesson-begin").click();
  await expect(page.getByTestId("step-title")).toHaveText("3 · You write this one");
});

test("what was worked on is kept when a lesson is opened, and a lesson ends with another scenario", async ({ page }) => {
  await open(page);
  const own = "# my own\napiVersion: v1\nkind: Service\nmetadata: {name: mine}\nspec: {ports: [{port: 80}]}\n";
  await write(page, "mesh.yaml", own);
  await page.getByTestId("mode-lesson").click();
  await page.getByTestId("lesson-begin").click();
  await expect(page.getByTestId("lesson")).toBeVisible();
  await page.getByTestId("undo").click();
  await expect(page.locator(".cm-content")).toContainText("# my own");
  await expect(page.getByTestId("lesson")).toHaveCount(0);
  await expect(page).toHaveURL(/\/$/);
});

test("a lesson is answered and gone through by keys, and shown to an audience without its hints", async ({ page }) => {
  await page.goto("/?lesson=canary-weights&step=pods&present=1");
  await expect(page.getByTestId("step-title")).toHaveText("1 · Ten percent, with pods");
  await expect(page.getByTestId("hint")).toBeHidden();
  await page.keyboard.press("2");
  await expect(page.getByTestId("choice").nth(1)).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("ArrowRight");
  await expect(page.getByTestId("step-title")).toHaveText("2 · With weights");
  await expect(page).toHaveURL(/present=1/);
  await page.keyboard.press("ArrowLeft");
  await expect(page.getByTestId("step-title")).toHaveText("1 · Ten percent, with pods");
});

test("play, lesson and comparison are a press away from each other", async ({ page }) => {
  await begin(page);
  await page.getByTestId("mode-play").click();
  await expect(page.getByTestId("lesson")).toHaveCount(0);
  await page.getByTestId("mode-lesson").click();
  await expect(page.getByTestId("step-title")).toBeVisible();
  await page.getByTestId("mode-compare").click();
  await expect(page.getByTestId("tab-compare")).toHaveAttribute("aria-selected", "true");
  await page.getByTestId("lesson-leave").click();
  await expect(page.getByTestId("lesson")).toHaveCount(0);
  await page.getByTestId("mode-lesson").click();
  await expect(page.getByTestId("gallery")).toBeVisible();
});

async function findsNothing(page: Page) {
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
  expect(violations.map((each) => `${each.id}: ${each.nodes.map((node) => node.target.join(" ")).join(", ")}`)).toEqual([]);
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing in the gallery and in a step, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await open(page);
    await page.getByTestId("mode-lesson").click();
    await expect(page.getByTestId("lesson-begin")).toBeVisible();
    await findsNothing(page);
    await page.goto("/?lesson=canary-weights&step=weights");
    await page.getByTestId("predict-number").fill("20");
    await page.getByTestId("predict-answer").click();
    await expect(page.getByTestId("patch").getByTestId("difference")).toBeVisible();
    await page.getByTestId("hint").click();
    await pause(page);
    await findsNothing(page);
  });
}
