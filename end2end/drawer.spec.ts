// The details as Kiali's side panel has them: tabs, protocols, charts; and the padlock of mutual TLS.
import { choosePreset, edge, expect, open, pause, presetFile, seek, test, write } from "./playground";

test("a node and an edge have tabs, a row for each protocol, and charts", async ({ page }) => {
  await open(page);
  await choosePreset(page, "circuit-breaking");
  await pause(page);
  await seek(page, 60);
  const risky = page.locator('[data-testid^="node app:default/staff-service/risky"]').first();
  await risky.focus();
  await risky.press("Enter");
  const tabs = page.getByTestId("side").getByRole("tab");
  await expect(tabs).toHaveText(["Traffic", "Flags", "Hosts"]);
  const rows = page.getByTestId("protocols").locator("tbody tr");
  await expect(rows.first()).toContainText("HTTP in");
  await expect(page.getByTestId("spark")).toContainText("rps");
  await expect(page.getByTestId("spark-times")).toContainText("p95");
  // By keys, as tabs are.
  await tabs.first().focus();
  await page.keyboard.press("ArrowRight");
  await expect(page.getByTestId("flags")).toBeVisible();
  await expect(page.getByTestId("protocols")).toHaveCount(0);
  await page.keyboard.press("ArrowRight");
  await expect(page.getByTestId("hosts")).toContainText("staff-service");
  // What was looked at of one is looked at of the next.
  const called = edge(page, ">service:").first();
  await called.focus();
  await called.press("Enter");
  await expect(page.getByTestId("side-title")).toContainText("→");
  await expect(page.getByTestId("side-hosts")).toHaveAttribute("aria-selected", "true");
  await page.getByTestId("side-traffic").click();
  await expect(page.getByTestId("security")).toContainText("Mutual TLS");
  const small = await page.getByTestId("side").evaluate((side) =>
    [...side.querySelectorAll("*")]
      .filter((element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim()))
      .map((element) => Number.parseFloat(getComputedStyle(element).fontSize))
      .filter((size) => size < 11),
  );
  expect(small).toEqual([]);
});

test("Security marks where requests go in mutual TLS, and a rule that disables it takes the padlock away", async ({ page }) => {
  await open(page);
  await expect(page.locator(".stage .lock")).toHaveCount(0);
  await page.getByTestId("display").click();
  await page.getByTestId("show-security").click();
  await page.keyboard.press("Escape");
  await expect(page.locator(".stage .lock").first()).toBeVisible();
  const called = edge(page, ">service:default/fleetman-staff-service").first();
  await expect(called).toHaveAttribute("aria-label", /Mutual TLS/);
  const text = await presetFile("canary-weights", "mesh.yaml");
  const rule = text.split(/^---$/m).find((document) => document.includes("kind: DestinationRule"))!;
  const disabled = rule.replace(/^(spec:\n)/m, "$1  trafficPolicy: {tls: {mode: DISABLE}}\n");
  await write(page, "mesh.yaml", text.replace(rule, disabled));
  // Figures are those of the last half minute.
  await page.getByTestId("speed").selectOption("10");
  await expect(called).not.toHaveAttribute("aria-label", /Mutual TLS/, { timeout: 30_000 });
});
