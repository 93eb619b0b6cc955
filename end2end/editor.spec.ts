import type { Page } from "@playwright/test";
import { choosePreset, editor, expect, open, pause, test, write } from "./playground";

/** Puts the cursor at the end of the first line that holds a text. Its middle may be the boundary of a split. */
async function cursorAfter(page: Page, text: string) {
  await page.locator(".cm-line", { hasText: text }).first().click({ position: { x: 60, y: 8 } });
  await page.keyboard.press("End");
}

/** The line that the cursor is in. */
function activeLine(page: Page) {
  return page.locator(".cm-activeLine");
}

test("observed shares stand beside each weight, and in its hover", async ({ page }) => {
  await open(page);
  await editor(page);
  const figure = page.locator(".cm-line", { hasText: "weight: 90" }).locator(".cm-figure");
  await expect(figure).toHaveText(/^\d+(\.\d)? %$/);
  await expect(page.locator(".cm-line", { hasText: "weight: 10" }).locator(".cm-figure")).toHaveText(/^\d+(\.\d)? %$/);
  await page.locator(".cm-line", { hasText: "weight: 90" }).getByText("weight").hover();
  await expect(page.locator(".cm-hover")).toContainText(/\d+ of \d+ requests/);
  await expect(page.locator(".cm-hover")).toContainText("HTTPRouteDestination.weight");
});

test("outlier detection counts beside its fields", async ({ page }) => {
  await open(page);
  await choosePreset(page, "circuit-breaking");
  await expect(page.getByTestId("log-panel")).toContainText(/eject/i);
  await page.locator('[data-testid^="file "]', { hasText: "mesh.yaml" }).click();
  const figure = (key: string) => page.locator(".cm-line", { hasText: key }).locator(".cm-figure");
  await expect(figure("consecutive5xxErrors")).toHaveText("2 of 2");
  await expect(figure("interval")).toHaveText(/next tick \d+ s/);
  await expect(figure("maxEjectionPercent")).toHaveText("1 of 2 out");
});

test("a subset is defined in its DestinationRule and renamed everywhere", async ({ page }) => {
  await open(page);
  await editor(page);
  await cursorAfter(page, "subset: risky");
  await page.keyboard.press("F12");
  await expect(activeLine(page)).toContainText("- name: risky");

  await page.keyboard.press("F2");
  const form = page.getByTestId("rename");
  await expect(form.locator("input")).toHaveValue("risky");
  await expect(form.getByRole("status")).toContainText(/Changes 2 places: mesh\.yaml:\d+, mesh\.yaml:\d+/);
  await form.locator("input").fill("safe");
  await expect(form.getByRole("status")).toContainText("already");
  await form.locator("input").fill("next");
  await page.keyboard.press("Enter");
  await expect(form).toHaveCount(0);
  await expect(page.locator(".cm-content")).toContainText("subset: next");
  await expect(page.locator(".cm-content")).toContainText("- name: next");
  await expect(page.getByTestId("problems")).not.toContainText("next");
  await expect(page.locator(".cm-content")).toBeFocused();
});

test("what Istio fills in is shown and written out, by mouse and by keyboard", async ({ page }) => {
  await open(page);
  await choosePreset(page, "circuit-breaking");
  await editor(page);
  const ghost = page.getByTestId("ghost").filter({ hasText: "LEAST_REQUEST" }).first();
  await expect(ghost).toBeVisible();
  await ghost.click();
  await expect(page.locator(".cm-line", { hasText: "LEAST_REQUEST" })).toHaveCount(1);
  await expect(page.getByTestId("stale")).toHaveCount(0);

  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.press("ControlOrMeta+.");
  const actions = page.getByTestId("actions");
  await expect(actions.getByRole("menuitem").first()).toBeFocused();
  const name = (await actions.getByRole("menuitem").first().innerText()).replace("Write out ", "");
  await page.keyboard.press("Enter");
  await expect(page.locator(".cm-line", { hasText: name })).not.toHaveCount(0);

  await page.getByTestId("more").click();
  await page.getByTestId("show-defaults").uncheck();
  await expect(page.getByTestId("ghost")).toHaveCount(0);
});

test("a mistake is mended by its fix, and its code explained", async ({ page }) => {
  await open(page);
  await write(page, "mesh.yaml", "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a}\nspec:\n  hosts: [a]\n  htp:\n  - route: [{destination: {host: a}}]\n");
  const problem = page.getByTestId("problem").filter({ hasText: "htp" });
  await problem.click();
  await page.keyboard.press("Alt+Enter");
  await page.getByTestId("actions").getByRole("menuitem", { name: /http/ }).first().click();
  await expect(page.locator(".cm-content")).toContainText("  http:");
  await expect(page.getByTestId("problems")).not.toContainText("htp");

  await write(page, "mesh.yaml", "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a}\nspec:\n  hosts: [a]\n  http: [{rout: 1}]\n");
  await page.getByTestId("problems").getByRole("button", { name: "About MP0004" }).click();
  await expect(page.getByTestId("rule").first()).toContainText("MP0004");
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("help-dialog")).toBeHidden();
});

test("the outline leads to a resource", async ({ page }) => {
  await open(page);
  await editor(page);
  await page.locator(".cm-content").press("ControlOrMeta+Shift+O");
  const items = page.getByTestId("outline-item");
  await expect(items.first()).toBeFocused();
  await items.filter({ hasText: "DestinationRule" }).first().press("Enter");
  await expect(page.locator(".cm-content")).toBeFocused();
  await expect(page.getByTestId("outline-sheet")).toHaveCount(0);
  await page.locator(".cm-content").press("ControlOrMeta+Shift+O");
  await expect(items.first()).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("outline")).toBeFocused();
});

test("keys, names and words are completed, and the text is formatted", async ({ page }) => {
  await open(page);
  await editor(page);
  await cursorAfter(page, "subset: safe");
  for (const _ of "safe") await page.keyboard.press("Backspace");
  await page.keyboard.press("Control+Space");
  await expect(page.locator(".cm-tooltip-autocomplete")).toContainText("risky");
  await page.keyboard.press("Escape");

  await write(page, "mesh.yaml", "apiVersion: v1\nkind: Service\nmetadata:\n    name: a # kept\nspec:\n    ports:\n        - port: 80\n");
  await page.keyboard.press("Shift+Alt+F");
  await expect(page.locator(".cm-content")).toContainText("name: a # kept");
  await expect(page.locator(".cm-line", { hasText: "- port: 80" })).toHaveText("  - port: 80");
});

test("a field without effect here says so", async ({ page }) => {
  await open(page);
  await write(page, "mesh.yaml", "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: a}\nspec:\n  host: fleetman-staff-service\n  trafficPolicy:\n    proxyProtocol:\n      version: V2\n");
  await pause(page);
  await expect(page.getByTestId("problem").filter({ hasText: "does not simulate" }).first()).toBeVisible();
  await page.locator(".cm-line", { hasText: "proxyProtocol" }).getByText("proxyProtocol").hover();
  await expect(page.locator(".cm-hover")).toContainText(/not simulated/i);
});

test("a figure never covers text", async ({ page }) => {
  await open(page);
  await editor(page);
  const figure = (text: string) => page.locator(".cm-line", { hasText: text }).locator(".cm-figure");
  await expect(figure("weight: 90")).toBeVisible();
  await cursorAfter(page, "weight: 90");
  await page.keyboard.insertText(" # as wide as the editor, and some more, so that there is no room for a figure beside it");
  await page.locator(".cm-scroller").evaluate((scroller) => scroller.scrollTo(0, 0));
  await expect(figure("weight: 10")).toBeVisible();
  await expect(figure("weight: 90")).toBeHidden();
});
