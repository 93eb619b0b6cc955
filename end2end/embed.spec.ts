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
