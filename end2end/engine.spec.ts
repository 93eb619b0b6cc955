// The engine apart from the page: in its Worker, without one, and after it has failed; texts of an earlier time.
import { editAndMend, editor, expect, moves, pause, presetFile, test, write } from "./playground";

const place = (page: import("@playwright/test").Page) => page.evaluate(() => document.documentElement.dataset.engine);

test("the engine runs in a Worker", async ({ page }) => {
  await page.goto("/");
  await moves(page);
  expect(await place(page)).toBe("worker");
  expect(page.workers()).toHaveLength(1);
});

test("what a tab does not do first is fetched behind it, and waited for by whom it is needed", async ({ page, context }) => {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  let asked = 0;
  await context.route("**/mesh_engine_rest*", async (route) => {
    asked++;
    await released;
    // What nobody waits for any more cannot be answered.
    await route.continue().catch(() => {});
  });
  await page.goto("/");
  await moves(page);
  expect(await place(page)).toBe("worker");
  await editAndMend(page);
  // Letter by letter, with what is offered for it.
  await page.locator(".cm-content").press("ControlOrMeta+Home");
  await page.keyboard.type("broken: [");
  await expect(page.getByTestId("stale")).toBeVisible();
  await write(page, "mesh.yaml", await presetFile("canary-weights", "mesh.yaml"));
  await expect(page.getByTestId("stale")).toHaveCount(0);
  expect(asked).toBe(1);

  await page.getByTestId("tab-terminal").click();
  await page.getByTestId("terminal-line").fill("kubectl get pods");
  await page.getByTestId("terminal-line").press("Enter");
  const output = page.getByTestId("terminal-output");
  await expect.poll(() => asked).toBe(2);
  await expect(output).not.toContainText("Running");
  release();
  await expect(output).toContainText("Running");
  await moves(page);
});

test("an engine that cannot be brought whole is said once it is needed", async ({ page, context, complaints }) => {
  await context.route("**/mesh_engine_rest*", (route) => route.abort());
  await page.goto("/");
  await moves(page);
  await expect(page.getByTestId("engine-failed")).toHaveCount(0);
  await page.getByTestId("tab-terminal").click();
  await page.getByTestId("terminal-line").fill("kubectl get pods");
  await page.getByTestId("terminal-line").press("Enter");
  await expect(page.getByTestId("engine-failed")).toBeVisible();
  expect(complaints.splice(0).every((complaint) => complaint.includes("mesh_engine_rest"))).toBe(true);
  await context.unroute("**/mesh_engine_rest*");
  await page.getByTestId("start-again").click();
  await moves(page);
  await page.getByTestId("terminal-line").fill("kubectl get nodes");
  await page.getByTestId("terminal-line").press("Enter");
  await expect(page.getByTestId("terminal-output")).toContainText("STATUS");
});

test.describe("without a Worker", () => {
  test.beforeEach(async ({ page }) => {
    await page.addInitScript(() => {
      Object.defineProperty(window, "Worker", { value: class { constructor() { throw new Error("none"); } } });
    });
  });

  test("the same module runs on the page's thread", async ({ page }) => {
    await page.goto("/");
    await moves(page);
    expect(await place(page)).toBe("page");
  });

  test("weights are pushed, a comment pushes nothing, and the past has its texts", async ({ page }) => {
    await page.goto("/");
    await moves(page);
    const content = await editor(page);
    const text = await presetFile("canary-weights", "mesh.yaml");
    const pushes = page.getByTestId("event").filter({ hasText: /new configuration/ });
    await expect(pushes).toHaveCount(0);
    await write(page, "mesh.yaml", `# a comment\n${text}`);
    await moves(page);
    await expect(pushes).toHaveCount(0);
    await write(page, "mesh.yaml", text.replace("weight: 90", "weight: 60"));
    await expect(pushes).toHaveCount(1);
    await moves(page);
    await pause(page);
    await page.getByTestId("timeline").focus();
    await page.keyboard.press("Home");
    await expect(page.getByTestId("past")).toBeVisible();
    await expect(content).toContainText("weight: 90");
    await page.getByTestId("past-return").click();
    await expect(page.getByTestId("past")).toHaveCount(0);
    await expect(content).toContainText("weight: 60");
  });
});

test("an engine that fails is said, loses no text, and is started again by a click", async ({ page, complaints }) => {
  await page.goto("/");
  await moves(page);
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("# mine\n");
  await page.workers()[0]!.evaluate(() => { setTimeout(() => { throw new Error("killed on purpose"); }); });
  const notice = page.getByTestId("engine-failed");
  await expect(notice).toContainText("killed on purpose");
  await expect(page.locator(".cm-content")).toContainText("# mine");
  expect(complaints.splice(0).every((complaint) => complaint.includes("killed on purpose"))).toBe(true);
  await page.getByTestId("start-again").click();
  await expect(notice).toHaveCount(0);
  await moves(page);
  await expect(page.locator(".cm-content")).toContainText("# mine");
});
