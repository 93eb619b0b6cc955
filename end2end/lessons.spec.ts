// The lessons that come with the playground, each played from its first step to its last.
import { existsSync, readdirSync } from "node:fs";
import { test } from "./playground";
import { playLesson } from "./lessons";

const folder = new URL("../public/scenarios/", import.meta.url);
const slugs = readdirSync(folder).filter((slug) => existsSync(new URL(`${slug}/lesson.en.md`, folder)));
const phone = { width: 390, height: 844 };
// One of each kind of step: rules, nodes and commands, containers. The others are played without a page by `tests/built_in.rs`.
const always = ["circuit-breaking", "node-upgrade", "entrypoint-lab"];

for (const slug of slugs) {
  test(`${slug} is played${always.includes(slug) ? "" : " @all"}`, async ({ page }) => {
    test.setTimeout(300_000);
    await playLesson(page, slug, "en");
  });

  test(`${slug} is played in Korean @all`, async ({ page }) => {
    test.setTimeout(300_000);
    await playLesson(page, slug, "ko");
  });

  test(`${slug} is played on a phone @all`, async ({ page }) => {
    test.setTimeout(300_000);
    await page.setViewportSize(phone);
    await playLesson(page, slug, "en");
  });
}
