// Where there is less than a whole page: a frame of another origin without an origin of its own, and an engine that does not come.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
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

