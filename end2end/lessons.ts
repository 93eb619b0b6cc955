// Plays any lesson from its first step to its last, as one who is always right: answers, does what is offered, waits for the checks.
import type { Page } from "@playwright/test";
import { expect } from "./playground";

/** What of a lesson's value is needed to play it. */
interface Played {
  card: { title: string };
  steps: {
    id: string;
    title: string;
    predictions: { id: string; answer: { Choice?: { right: number }; Number?: object; Node?: { app: string; version: string } } }[];
    action: { patches: object[]; is_typed: boolean } | null;
    hints: object[];
  }[];
}

/** The lesson that a first visitor begins with. */
const FIRST = "canary-weights";

export async function playLesson(page: Page, slug: string, language: string) {
  const lesson: Played = await (await page.request.get(`/api/v1/lessons/${slug}?lang=${language}`)).json();
  if (slug === FIRST) {
    // As somebody who has never been here: by what stands on the first screen.
    await page.goto(`/?lang=${language}`);
    await expect(page.getByTestId("intro-lessons")).toBeInViewport({ ratio: 1 });
    await page.getByTestId("intro-lessons").click();
    await page.getByTestId(`lesson-card ${slug}`).getByTestId("lesson-begin").click();
  } else {
    await page.goto(`/?lesson=${slug}&lang=${language}`);
  }
  for (const [at, step] of lesson.steps.entries()) {
    const title = page.getByTestId("step-title");
    await expect(title).toHaveText(`${at + 1} · ${step.title}`);
    // It takes the keyboard's focus a drawing later: what is focused before would lose it.
    await expect(title).toBeFocused();
    // Ten seconds of the run in one: some checks look at a minute of it.
    await page.getByTestId("speed").selectOption("10");
    for (const { id, answer } of step.predictions) {
      const question = page.getByTestId(`predict ${id}`);
      if (answer.Choice) await question.getByTestId("choice").nth(answer.Choice.right).click();
      else if (answer.Node) {
        const { app, version } = answer.Node;
        await expect(question.getByTestId("pick")).toBeVisible();
        await page.locator(`[data-testid^="node "][data-id*="${version ? `${app}/${version}` : app}"]`).last().focus();
        await page.keyboard.press("Enter");
      } else {
        await question.getByTestId("predict-number").fill("10");
        await question.getByTestId("predict-answer").click();
      }
      await expect(question.getByTestId("predict-skip")).toHaveCount(0);
    }
    if (step.action?.is_typed) {
      for (const _ of step.hints) await page.getByTestId("hint").click();
      await page.getByTestId("write-for-me").click();
    } else if (step.action) await page.getByTestId("apply").click();
    if (at + 1 === lesson.steps.length) break;
    // Some of what is waited for takes a minute of the run.
    await expect(page.getByTestId("lesson-next")).toBeVisible({ timeout: 90_000 });
    await expect(page.locator('[data-testid^="remark "]')).toHaveCount(0);
    await expect(page.getByTestId("lesson-body").getByText("…", { exact: true })).toHaveCount(0);
    await page.getByTestId("lesson-next").click();
  }
  await expect(page.getByTestId("lesson-share")).toBeVisible();
}
