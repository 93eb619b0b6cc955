// What Kiali's users look for, numbered as in the list that was derived from Kiali's own end-to-end tests: graph, find and hide,
// display menu, context menu, table, health.
import type { Page } from "@playwright/test";
import { choosePreset, edge, expect, open, pause, presetFile, seek, test, write } from "./playground";

/** The ids of all nodes, or edges, that are drawn. */
async function drawn(page: Page, kind: "node" | "edge"): Promise<string[]> {
  return page.locator(`[data-testid^="${kind} "]`).evaluateAll((all) => all.map((each) => each.getAttribute("data-id") ?? ""));
}

async function display(page: Page, choice: string, on: boolean) {
  await page.getByTestId("display").click();
  await page.getByTestId(choice).setChecked(on);
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("display-sheet")).toHaveCount(0);
}

const RISKY = "app:default/staff-service/risky";

test("A1: the document shows the graph before any script has run", async ({ request }) => {
  const html = await (await request.get("/")).text();
  expect(html).toContain("data-testid=\"graph\"");
  expect(html.match(/class="node /g)?.length).toBeGreaterThan(3);
});

test("A2: a new weight shows beside the share that it makes", async ({ page }) => {
  await open(page);
  await choosePreset(page, "canary-weights");
  await pause(page);
  const text = await presetFile("canary-weights", "mesh.yaml");
  await write(page, "mesh.yaml", text.replace(/weight: 90\b/, "weight: 50").replace(/weight: 10\b/, "weight: 50"));
  const risky = edge(page, `>${RISKY}`).first();
  await expect(risky).toHaveAttribute("aria-label", /configured weight 50 %/);
  await seek(page, 90);
  // Of some hundred requests.
  await expect(risky).toHaveAttribute("aria-label", /share (4|5)\d(\.\d)? %/);
});

test("A5: an abort of a tenth fails the caller's edge, and its sign is no colour alone", async ({ page }) => {
  await open(page);
  await choosePreset(page, "canary-weights");
  await pause(page);
  const text = await presetFile("canary-weights", "mesh.yaml");
  const aborted = text.replace(/( *)- route:/, "$1- fault: {abort: {httpStatus: 500, percentage: {value: 50}}}\n$1  route:");
  expect(aborted).not.toBe(text);
  await write(page, "mesh.yaml", aborted);
  await expect(page.getByTestId("event").filter({ hasText: /new configuration/ })).toHaveCount(1);
  await seek(page, 60);
  const failing = page.locator('[data-testid^="edge "].tone-failure');
  await expect(failing.first()).toBeAttached();
  await expect(page.locator(".tags .tag").filter({ hasText: "\u25c6" }).first()).toBeAttached();
  await expect(page.locator(".node.tone-failure .health-sign").first()).toHaveAttribute("d", /^M/);
  // The badge and its name.
  await expect(page.locator(".badge title").filter({ hasText: "Fault injection" }).first()).toBeAttached();
});

for (const [name, viewport] of [["desktop", { width: 1440, height: 900 }], ["phone", { width: 390, height: 844 }]] as const) {
  test(`A13: find marks and counts, hide takes away, and what cannot be read is said (${name})`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await open(page);
    await choosePreset(page, "canary-weights");
    await pause(page);
    await expect.poll(() => drawn(page, "node")).toContain(RISKY);
    const nodes = await drawn(page, "node");
    const find = page.getByTestId("find");
    await find.fill("version = risky OR name *= gateway AND node = app");
    const found = page.locator(".node:has(> .halo)");
    await expect(page.getByTestId("find-hits")).toHaveText(/[1-9]\d* nodes, 0 edges/);
    await expect(found.and(page.locator(`[data-id="${RISKY}"]`))).toHaveCount(1);
    await find.fill("hello world");
    await expect(page.getByTestId("find-error")).toContainText("No valid operator found in expression");
    await expect(page.getByTestId("find-error")).toContainText("Character 1");
    await expect(find).toHaveAttribute("aria-invalid", "true");
    await find.fill("");
    await expect(page.getByTestId("find-error")).toHaveCount(0);
    await expect(found).toHaveCount(0);
    await page.getByTestId("hide").fill("version = risky");
    await expect(page.getByTestId("hide-hits")).toHaveText("1 nodes, 0 edges hidden");
    await expect.poll(() => drawn(page, "node")).toEqual(nodes.filter((id) => id !== RISKY));
    expect((await drawn(page, "edge")).filter((id) => id.includes(RISKY))).toEqual([]);
    await page.getByTestId("hide").fill("");
    await expect.poll(() => drawn(page, "node")).toEqual(nodes);
  });
}

test("A13: a preset of the help fills a field", async ({ page }) => {
  await open(page);
  await choosePreset(page, "canary-weights");
  await pause(page);
  await page.getByTestId("find-help").click();
  await page.getByTestId("find-preset ! healthy").click();
  await expect(page.getByTestId("find")).toHaveValue("! healthy");
  await page.getByTestId("hide-preset name = unknown").click();
  await expect(page.getByTestId("hide")).toHaveValue("name = unknown");
});

test("A14: what is hidden and shown again stands where it stood", async ({ page }) => {
  await open(page);
  await choosePreset(page, "canary-weights");
  await pause(page);
  await expect.poll(() => drawn(page, "node")).toContain(RISKY);
  const places = () => page.locator('[data-testid^="node "]').evaluateAll((all) => all.map((each) => each.getAttribute("style")));
  const before = await places();
  await page.getByTestId("hide").fill("version = risky");
  await expect(page.locator(`[data-testid="node ${RISKY}"]`)).toHaveCount(0);
  await page.getByTestId("hide").fill("");
  await expect(page.locator(`[data-testid="node ${RISKY}"]`)).toHaveCount(1);
  await expect.poll(places).toEqual(before);
});

test("the display menu: labels together, service nodes, boxes, badges, and back", async ({ page }) => {
  await open(page);
  await choosePreset(page, "canary-weights");
  await pause(page);
  await seek(page, 30);
  const services = async () => (await drawn(page, "node")).filter((id) => id.startsWith("service:"));
  expect((await services()).length).toBeGreaterThan(0);
  await page.getByTestId("display").click();
  await page.getByTestId("label-time").selectOption("p95");
  await page.keyboard.press("Escape");
  // Beside the share of a split as well.
  await expect(page.locator("g.tags").filter({ hasText: /\d %\d+ ms/ }).first()).toBeAttached();
  await display(page, "service-nodes", false);
  await expect.poll(services).toEqual([]);
  await expect(page.locator(".tags .tag").filter({ hasText: /\d ms/ }).first()).toBeAttached();
  await expect(page.locator(".tags .tag").filter({ hasText: /rps/ }).first()).toBeAttached();
  await display(page, "app-boxes", false);
  await expect(page.locator(".box.app")).toHaveCount(0);
  await display(page, "show-badges", false);
  await expect(page.locator(".stage .badge").first()).toBeHidden();
  await page.getByTestId("display").click();
  await page.getByTestId("display-reset").click();
  await page.keyboard.press("Escape");
  await expect.poll(async () => (await services()).length).toBeGreaterThan(0);
  await expect(page.locator(".box.app").first()).toBeAttached();
});

test("the context menu: by the keyboard, to details, node graph, hide, YAML and a request", async ({ page }) => {
  await open(page);
  await choosePreset(page, "canary-weights");
  await pause(page);
  const risky = page.locator(`[data-testid="node ${RISKY}"]`);
  const menu = page.getByTestId("context-menu");
  await risky.focus();
  await page.keyboard.press("Shift+F10");
  await expect(page.getByTestId("menu-details")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByTestId("menu-node-graph")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(menu).toHaveCount(0);
  await risky.click({ button: "right" });
  await page.getByTestId("menu-node-graph").click();
  await expect(page.getByTestId("focused")).toContainText("risky");
  await expect.poll(() => drawn(page, "node")).not.toContain("app:default/staff-service/safe");
  await page.getByTestId("whole-graph").click();
  await expect.poll(() => drawn(page, "node")).toContain("app:default/staff-service/safe");
  await risky.click({ button: "right" });
  await page.getByTestId("menu-hide").click();
  await expect(page.getByTestId("hide")).toHaveValue(/version = risky/);
  await expect(risky).toHaveCount(0);
  await page.getByTestId("hide").fill("");
  await expect(risky).toHaveCount(1);
  await risky.click({ button: "right" });
  await page.getByTestId("menu-yaml").click();
  await expect(page.locator(".cm-activeLine")).toBeVisible();
});

test("A18: the table sorts by each column, says so, and holds what is found", async ({ page }) => {
  await open(page);
  await choosePreset(page, "canary-weights");
  await pause(page);
  await seek(page, 30);
  await page.getByTestId("table-toggle").click();
  const table = page.getByTestId("table");
  const rates = async () =>
    (await table.locator("tbody tr td:nth-child(5)").allInnerTexts()).map((text) => Number.parseFloat(text.replace(",", "")));
  const head = table.getByRole("columnheader").nth(4);
  await expect(head).toHaveAttribute("aria-sort", "none");
  await head.getByRole("button").click();
  await expect(head).toHaveAttribute("aria-sort", "descending");
  // Of one look at them: the figures of the moment that was gone to may still be on their way.
  const order = async () => {
    const now = await rates();
    const is = (sign: number) => now.length > 2 && now.every((rate, at) => at === 0 || sign * (rate - now[at - 1]!) >= 0);
    return { falling: is(-1), rising: is(1) };
  };
  await expect.poll(order).toEqual({ falling: true, rising: false });
  await head.getByRole("button").press("Enter");
  await expect(head).toHaveAttribute("aria-sort", "ascending");
  await expect.poll(order).toEqual({ falling: false, rising: true });
  await page.getByTestId("find").fill("%httptraffic < 50");
  await expect(table.locator("tr.found").first()).toBeAttached();
});

test("A20: the legend names every badge and stands beside the graph, light and dark", async ({ page }) => {
  await open(page);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const legend = page.getByTestId("legend");
    if (!(await legend.isVisible())) await page.getByTestId("legend-toggle").click();
    for (const badge of ["Circuit breaker", "Traffic shifting", "TCP traffic shifting", "Mirroring", "Request timeout", "Gateway", "Traffic source"]) {
      await expect(legend).toContainText(badge, { useInnerText: true });
    }
    await expect(page.getByTestId("rule")).toContainText("0.3 s an edge");
    for (const sign of ["Retry", "Mirrored copy", "Branch that nobody uses now", "Where requests end without a host", "Not ready"]) {
      await expect(legend).toContainText(sign, { useInnerText: true });
    }
    await expect
      .poll(async () => {
        const [key, stage] = [await legend.boundingBox(), await page.getByTestId("stage").boundingBox()];
        return key && stage ? stage.x + stage.width <= key.x : false;
      })
      .toBe(true);
  }
});

test("the drawer names the hosts that were asked for", async ({ page }) => {
  await open(page);
  await choosePreset(page, "canary-weights");
  await pause(page);
  await seek(page, 30);
  const risky = edge(page, `>${RISKY}`).first();
  await risky.focus();
  await risky.press("Enter");
  await expect(page.getByTestId("times")).toContainText("Average");
  await page.getByTestId("side-hosts").click();
  await expect(page.getByTestId("hosts")).toContainText("staff-service");
});
