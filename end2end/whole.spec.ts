// The page's module in two parts: what a reader does first works before the rest has come; what needs it waits, or says so.
import type { BrowserContext, Page } from "@playwright/test";

import { clock, editAndMend, editor, expect, moves, pause, presetFile, test, write } from "./playground";

const REST = "**/mesh_app_rest*";

/** Has the rest not arrive by itself; gives how often it was asked for. */
async function holdBack(context: BrowserContext) {
  let asked = 0;
  await context.route(REST, async (route) => {
    // Asked for by the page itself it does not come; whoever waits for it on the page's thread gets it.
    if (++asked > 1) await route.continue();
  });
  return () => asked;
}

/** The elements of the first frame that is the page's own. */
async function whole(page: Page, path = "/") {
  await page.goto(path);
  await expect(page.locator("html")).toHaveAttribute("data-ready", "");
  await moves(page);
}

test("what a reader does first needs nothing of the rest", async ({ page, context }) => {
  const asked = await holdBack(context);
  await whole(page);
  await editAndMend(page);
  await pause(page);
  await page.getByTestId("timeline").press("PageUp");
  await page.getByTestId("timeline").press("Home");
  await expect.poll(() => clock(page)).toBe(0);
  await page.getByTestId("play").click();
  await moves(page);
  expect(asked()).toBe(1);
});

test("what is asked for before the rest is there gets it at once", async ({ page, context }) => {
  const asked = await holdBack(context);
  await whole(page);
  await expect.poll(asked).toBe(1);
  for (const kind of ["node", "edge"]) {
    await page.locator(`.${kind}[data-id]`).first().press("Enter");
    await expect(page.getByTestId("side-title")).toBeVisible();
  }
  await page.getByTestId("tab-terminal").click();
  await page.getByTestId("terminal-line").fill("kubectl get pods");
  await page.getByTestId("terminal-line").press("Enter");
  await expect(page.getByTestId("terminal-output")).toContainText("Running");
  await page.getByTestId("help").click();
  await expect(page.getByTestId("help-dialog")).toBeVisible();
  expect(asked()).toBe(2);
  await moves(page);
});

test("a page that cannot be had whole says so, and keeps what was typed", async ({ page, context, complaints }) => {
  await context.route(REST, (route) => route.abort());
  await whole(page);
  const text = await presetFile("canary-weights", "mesh.yaml");
  const content = await editor(page);
  await write(page, "mesh.yaml", `# mine\n${text}`);
  const notice = page.locator("#missing");
  await expect(notice).toBeHidden();
  await page.getByTestId("help").click();
  await expect(notice).toBeVisible();
  await expect(notice).toContainText("could not be loaded");
  await expect(content).toContainText("# mine");
  // What the page waits for at once is said to fail by the script that waits.
  expect(complaints.splice(0).filter((complaint) => !/mesh_app_rest|ERR_FAILED/.test(complaint))).toEqual([]);
  await context.unroute(REST);
  await notice.getByRole("button").click();
  await expect(notice).toBeHidden();
  await moves(page);
  await expect(await editor(page)).toContainText("# mine");
  await page.getByTestId("help").click();
  await expect(page.getByTestId("help-dialog")).toBeVisible();
});

test("in a page that is another one's frame the rest comes after the click", async ({ page, request, context }) => {
  const text = await presetFile("canary-weights", "mesh.yaml");
  const stored = await request.post("/api/v1/scenarios", { data: { files: [{ name: "mesh.yaml", text }] } });
  const { id } = await stored.json();
  const asked: string[] = [];
  context.on("request", (each) => asked.push(each.url()));
  await page.goto(`/embed/s/${id}`);
  await page.waitForLoadState("networkidle");
  expect(asked.filter((url) => url.endsWith(".wasm"))).toEqual([]);
  await page.getByTestId("run").click();
  await expect(page.locator("html")).toHaveAttribute("data-drawn", "");
  await expect.poll(() => asked.filter((url) => url.includes("mesh_app_rest")).length).toBe(1);
});
