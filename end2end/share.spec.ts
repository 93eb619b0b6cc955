import { readFile } from "node:fs/promises";
import { editor, expect, open, presetFile, test, watch, write } from "./playground";

test("a link holds the whole scenario", async ({ page, browser, complaints }) => {
  await open(page);
  const text = (await presetFile("canary-weights", "mesh.yaml")).replace(/weight: 90\b/, "weight: 83").replace(/weight: 10\b/, "weight: 17");
  await write(page, "mesh.yaml", text);
  await expect(page.getByTestId("graph")).toContainText("17 %");
  // With what was chosen to be seen.
  await page.getByTestId("graph-type").selectOption("app");
  await page.getByTestId("display").click();
  await page.getByTestId("service-nodes").uncheck();
  await page.getByTestId("label-share").uncheck();
  await page.getByTestId("label-time").selectOption("p99");
  await page.keyboard.press("Escape");
  await page.getByTestId("find").fill("name = api-gateway");
  await expect(page.getByTestId("find-hits")).not.toBeEmpty();
  await page.getByTestId("share").click();
  const field = page.getByTestId("share-link");
  await expect(field).not.toHaveValue("");
  const link = await field.inputValue();
  expect(link).toContain("/#1.");

  const context = await browser.newContext();
  const other = await context.newPage();
  watch(other, complaints);
  await open(other, link);
  await expect(other.getByTestId("graph-type")).toHaveValue("app");
  await expect(other.getByTestId("find")).toHaveValue("name = api-gateway");
  await expect(other.locator(".stage .halo").first()).toBeAttached();
  await expect(other.locator('[data-testid^="node service:"]')).toHaveCount(0);
  await expect(other.locator(".tags .tag").filter({ hasText: /\d ms/ }).first()).toBeAttached();
  await other.getByTestId("display").click();
  await expect(other.getByTestId("service-nodes")).not.toBeChecked();
  await expect(other.getByTestId("label-share")).not.toBeChecked();
  await other.getByTestId("display-reset").click();
  await other.keyboard.press("Escape");
  await other.getByTestId("graph-type").selectOption("versionedApp");
  await expect(other.getByTestId("graph")).toContainText("17 %");
  await other.getByTestId("file mesh.yaml").click();
  await expect(await editor(other)).toContainText("weight: 83");
  await context.close();
});

test("a saved scenario has an address and can be embedded", async ({ page, request, browser, complaints }) => {
  await open(page);
  await page.getByTestId("share").click();
  await page.getByTestId("save").click();
  await expect(page.getByTestId("share-link")).toHaveValue(/\/s\/[0-9a-z]{12}$/);
  const address = await page.getByTestId("share-link").inputValue();
  const id = address.split("/").at(-1);

  const yaml = await request.get(`/s/${id}.yaml`);
  expect(await yaml.text()).toContain("kind: VirtualService");
  const stored = await (await request.get(`/api/v1/scenarios/${id}`)).json();
  expect(stored.files.map((file: { name: string }) => file.name)).toContain("mesh.yaml");

  const context = await browser.newContext();
  const other = await context.newPage();
  watch(other, complaints);
  await open(other, address);
  await expect(other.getByTestId("graph")).toContainText("90 %");

  const embed = await other.goto(`/embed/s/${id}`);
  expect(embed?.headers()["content-security-policy"]).toContain("frame-ancestors *");
  await expect(other.getByTestId("graph")).toBeVisible();
  await expect(other.getByTestId("editor")).toHaveCount(0);
  // Nothing runs before the reader asks for it, but requests move.
  await expect(other.getByTestId("ahead").locator("circle").first()).toBeAttached();
  await expect(other.locator("html")).not.toHaveAttribute("data-drawn");
  await other.getByTestId("run").click();
  await expect(other.locator("html")).toHaveAttribute("data-drawn", "");
  await expect(other.locator("html")).toHaveAttribute("data-engine", "worker");
  await expect(other.locator('[data-testid^="edge "]').first()).toBeAttached();
  await context.close();
});

test("what is copied says so on its button, and the keyboard stays in the dialog until it is closed", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await open(page);
  await page.getByTestId("share").click();
  await expect(page.getByTestId("share-verdict")).toContainText("arrives whole");
  await page.getByTestId("copy-link").click();
  await expect(page.getByTestId("copy-link")).toContainText("Copied");
  await expect(page.getByTestId("share-said")).toContainText("copied");
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  expect(await clipboard()).toBe(await page.getByTestId("share-link").inputValue());
  await page.getByTestId("copy-embed").click();
  await expect(page.getByTestId("copy-embed")).toContainText("Copied");
  await expect(page.getByTestId("copy-link")).not.toContainText("Copied");
  expect(await clipboard()).toMatch(/^<iframe src="http[^"]*\/embed\/c\/1\.[\w-]+" title="Canary by weight"/);
  await page.getByTestId("copy-markdown").click();
  await expect(page.getByTestId("copy-markdown")).toContainText("Copied");
  expect(await clipboard()).toMatch(/^```mermaid\nflowchart LR\n[^`]*```\n\n\[Canary by weight[^\]]*\]\(http[^)]*#1\./);
  for (let at = 0; at < 20; at++) {
    await page.keyboard.press("Tab");
    const outside = await page.evaluate(() => document.activeElement !== document.body && !document.activeElement?.closest("dialog"));
    expect(outside).toBe(false);
  }
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("share-dialog")).toBeHidden();
});

test("the graph is saved as a picture and for other programs", async ({ page }) => {
  await open(page);
  await page.getByTestId("share").click();
  const saved = async (button: string) => {
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId(button).click()]);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  };
  const png = await saved("save-png");
  expect([png.name, png.bytes.subarray(1, 4).toString()]).toEqual(["graph.png", "PNG"]);
  expect(png.bytes.readUInt32BE(16), "two pixels for one of the stage").toBeGreaterThan(1000);
  const svg = (await saved("save-svg")).bytes.toString();
  expect(svg).toMatch(/^<svg [^]*staff-service[^]*<\/svg>\s*$/);
  expect((await saved("save-dot")).bytes.toString()).toMatch(/^digraph "Canary by weight/);
  expect((await saved("save-mermaid")).bytes.toString()).toMatch(/^flowchart LR\n/);
  const kiali = JSON.parse((await saved("save-kiali")).bytes.toString());
  expect(kiali.graphType).toBe("versionedApp");
  const drawn = await page.locator('[data-testid^="edge "]').count();
  expect(kiali.elements.edges.length).toBeGreaterThanOrEqual(drawn);
});

test("a link that is too long says so, and what to do", async ({ page, request }) => {
  // Nothing of it repeats, so nothing of it is packed.
  let seed = 7;
  const word = () => (seed = (seed * 48271) % 2147483647).toString(36);
  const comment = Array.from({ length: 9000 }, () => `# ${word()}${word()}`).join("\n");
  const text = `${comment}\n${await presetFile("canary-weights", "mesh.yaml")}`;
  const { id } = await (await request.post("/api/v1/scenarios", { data: { files: [{ name: "mesh.yaml", text }] } })).json();
  await open(page, `/s/${id}`);
  await page.getByTestId("share").click();
  await expect(page.getByTestId("share-verdict")).toContainText("cannot be opened");
  await expect(page.getByTestId("share-verdict")).toContainText("download");
  await expect(page.getByTestId("copy-link")).toBeDisabled();
  await expect(page.getByTestId("copy-embed")).toBeDisabled();
});
