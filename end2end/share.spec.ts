import { editor, expect, open, presetFile, test, watch, write } from "./playground";

test("a link holds the whole scenario", async ({ page, browser, complaints }) => {
  await open(page);
  const text = (await presetFile("canary-weights", "mesh.yaml")).replace(/weight: 90\b/, "weight: 83").replace(/weight: 10\b/, "weight: 17");
  await write(page, "mesh.yaml", text);
  await expect(page.getByTestId("graph")).toContainText("17 %");
  await page.getByTestId("share").click();
  const field = page.getByTestId("share-link");
  await expect(field).not.toHaveValue("");
  const link = await field.inputValue();
  expect(link).toContain("/#1.");

  const context = await browser.newContext();
  const other = await context.newPage();
  watch(other, complaints);
  await open(other, link);
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
