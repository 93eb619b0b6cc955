import { choosePreset, clock, expect, open, pause, presetFile, test, write } from "./playground";

const CHECKS = `apiVersion: playground.mesh/v1
kind: Check
metadata: {name: as-it-runs}
spec:
  during: {from: 0s, to: 600s}
  expect:
  - {requests: true, atLeast: 1}
---
apiVersion: playground.mesh/v1
kind: Check
metadata: {name: never-so}
spec:
  send: {from: client, count: 200, request: {url: "http://fleetman-staff-service:8080/"}}
  expect:
  - {share: {status: 200}, is: 100}
  - {share: {version: risky}, atLeast: 90}
`;

test("checks are held against the run as it goes, and what is sent changes nothing", async ({ page }) => {
  await open(page);
  await choosePreset(page, "canary-weights");
  await page.getByTestId("tab-checks").click();
  await expect(page.getByTestId("no-checks")).toContainText("kind: Check");

  await write(page, "scenario.yaml", `${await presetFile("canary-weights", "scenario.yaml")}---\n${CHECKS}`);
  const checks = page.getByTestId("check");
  await expect(checks).toHaveCount(2, { timeout: 20_000 });
  await expect(checks.nth(0)).toContainText("so far", { timeout: 20_000 });
  await expect(checks.nth(0).getByRole("img", { name: "holds", exact: true }).first()).toBeVisible();

  // What is sent waits to be asked for.
  await page.getByTestId("run-checks").click();
  const failing = checks.nth(1);
  await expect(failing.getByRole("img", { name: "does not hold" }).first()).toBeVisible({ timeout: 20_000 });
  await expect(failing).toContainText("100 % (200 of 200)");
  await expect(failing).toContainText("the share of (version: risky) is at least 90 %");
  await expect(page.getByTestId("checks-summary")).toContainText("1 holds, 1 does not.");

  // The run goes on meanwhile.
  const before = await clock(page);
  await expect.poll(() => clock(page)).toBeGreaterThan(before);
  await pause(page);

  // A click goes to where it is written.
  await failing.getByTestId("check-name").click();
  await expect(page.locator(".cm-content")).toContainText("never-so");
  await expect(page.locator(".cm-content")).toBeFocused();
});
