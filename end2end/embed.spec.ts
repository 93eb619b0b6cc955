// Where there is less than a whole page: a frame of another origin without an origin of its own, and an engine that does not come.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { FrameLocator, Page } from "@playwright/test";
import { expect, presetFile, test } from "./playground";

test("an embed in a sandboxed frame of another origin runs on its own thread", async ({ page, request, baseURL }) => {
  const text = await presetFile("canary-weights", "mesh.yaml");
  const stored = await request.post("/api/v1/scenarios", { data: { files: [{ name: "mesh.yaml", text }] } });
  const { id } = await stored.json();
  const body = `<link rel="icon" href="data:,"><iframe sandbox="allow-scripts" width="800" height="500" src="${baseURL}/embed/s/${id}"></iframe>`;
  // Another port is another origin.
  const elsewhere = createServer((_, answer) => answer.setHeader("content-type", "text/html").end(body));
  await new Promise<void>((listening) => elsewhere.listen(0, "127.0.0.1", listening));
  try {
    await page.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);
    const frame = page.frameLocator("iframe");
    await frame.getByTestId("run").click();
    await expect(frame.locator("html")).toHaveAttribute("data-drawn", "");
    await expect(frame.locator("html")).toHaveAttribute("data-engine", "page");
  } finally {
    elsewhere.close();
  }
});

/** Answers and applies the step that says the share, in a page or in a frame of one. */
async function saysTheShare(lesson: Page | FrameLocator) {
  await lesson.getByTestId("run").click();
  await lesson.getByTestId("predict-number").fill("10");
  await lesson.getByTestId("predict-number").press("Enter");
  await expect(lesson.getByTestId("difference").first()).toContainText("weight: 90");
  await lesson.getByTestId("apply").click();
  await expect(lesson.getByTestId("applied")).toBeVisible();
}

test("a lesson is played in a sandboxed frame of another origin", async ({ page, baseURL }) => {
  test.setTimeout(120_000);
  const body = `<link rel="icon" href="data:,"><iframe sandbox="allow-scripts" width="900" height="600" src="${baseURL}/embed/lesson/canary-weights/weights"></iframe>`;
  const elsewhere = createServer((_, answer) => answer.setHeader("content-type", "text/html").end(body));
  await new Promise<void>((listening) => elsewhere.listen(0, "127.0.0.1", listening));
  try {
    await page.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);
    const frame = page.frameLocator("iframe");
    // Before the click the step is read, and only then played.
    await expect(frame.getByRole("heading", { name: "5 · Say the share" })).toBeVisible();
    await expect(frame.locator("button, input, select").filter({ visible: true })).toHaveCount(1);
    await saysTheShare(frame);
    await expect(frame.locator("html")).toHaveAttribute("data-engine", "page");
    await frame.getByTestId("lesson-next").click({ timeout: 60_000 });
    await expect(frame.getByTestId("step-title")).toHaveText("6 · The order of cleaning up");
    await expect(frame.getByRole("link", { name: "Open in the playground" })).toHaveAttribute("href", "/?lesson=canary-weights&step=clean-up");
    await frame.getByTestId("lesson-previous").click();
    await expect(frame.getByTestId("verdict")).toContainText("You said 10 %");
  } finally {
    elsewhere.close();
  }
});

test("a lesson's frame keeps how far one is, leaves the playground's work alone, and is large for an audience", async ({ page }) => {
  await page.goto("/");
  await page.evaluate(() => localStorage.setItem("mesh-playground.work", "mine"));
  await page.goto("/embed/lesson/canary-weights/weights?lang=ko&present=1");
  await expect(page.getByRole("banner")).toBeHidden();
  await saysTheShare(page);
  await expect(page.getByTestId("hint")).toBeHidden();
  expect(await page.getByTestId("step-title").evaluate((title) => parseFloat(getComputedStyle(title).fontSize))).toBeGreaterThan(20);
  const kept = await page.evaluate(() => [localStorage.getItem("mesh-playground.work"), localStorage.getItem("mesh-playground.lessons")]);
  expect(kept[0]).toBe("mine");
  expect(JSON.parse(kept[1]!)["canary-weights"].answers).toEqual({ "weights/weighted-share": "10.000" });
});

test("an engine that does not come is said, and the text can be edited meanwhile", async ({ page, complaints }) => {
  await page.route(/mesh_engine_bg.*wasm/, (route) => route.abort());
  await page.goto("/");
  await expect(page.getByTestId("engine-failed")).toBeVisible();
  await expect(page.locator(".cm-content")).toContainText("kind: VirtualService");
  await page.unroute(/mesh_engine_bg.*wasm/);
  await page.getByTestId("start-again").click();
  await expect(page.getByTestId("engine-failed")).toHaveCount(0);
  const clock = page.getByTestId("clock");
  const before = await clock.innerText();
  await expect(clock).not.toHaveText(before);
  complaints.length = 0;
});

test("a frame says what it is and leads to the playground; nothing in it is dead", async ({ page, request }) => {
  const files = await Promise.all(["scenario.yaml", "mesh.yaml", "apps.yaml", "traffic.yaml"].map(async (name) => ({ name, text: await presetFile("circuit-breaking", name).catch(() => "") })));
  const { id } = await (await request.post("/api/v1/scenarios", { data: { files: files.filter(({ text }) => text) } })).json();
  await page.goto(`/embed/s/${id}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Circuit breaking");
  await expect(page).toHaveTitle(/Circuit breaking/);
  const way = page.getByRole("link");
  await expect(way).toHaveAttribute("href", `/s/${id}`);
  await expect(way).toHaveAttribute("target", "_blank");
  // Before the click there are the way out and the way in.
  await expect(page.locator("button, input, select, [tabindex]").filter({ visible: true })).toHaveCount(1);
  const before = await page.getByTestId("clock").innerText();
  await page.getByTestId("run").click();
  await expect(page.getByTestId("clock")).not.toHaveText(before);
  await page.getByTestId("play").click();
  await page.getByTestId("scrub").fill("50");
  await expect(page.getByTestId("clock")).toHaveText("50.0 s");
  // A frame has no details, no text and no field to take back what is hidden.
  await page.locator('[data-testid^="node "]').first().click({ button: "right" });
  await expect(page.getByRole("menuitem")).toHaveText(["Node graph"]);
});

test("a frame looks as the page around it, or as its address says", async ({ page, request }) => {
  const text = await presetFile("canary-weights", "mesh.yaml");
  const { id } = await (await request.post("/api/v1/scenarios", { data: { files: [{ name: "mesh.yaml", text }] } })).json();
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/");
  await page.evaluate(() => localStorage.setItem("mesh-playground.theme", "dark"));
  await page.goto(`/embed/s/${id}`);
  const light = await ground();
  await page.emulateMedia({ colorScheme: "dark" });
  const dark = await ground();
  expect(dark).not.toBe(light);
  await page.goto(`/embed/s/${id}?theme=light`);
  expect(await ground()).toBe(light);
});

