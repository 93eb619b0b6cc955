import { choosePreset, expect, open, test } from "./playground";

test("a node is drained from the terminal while requests flow", async ({ page }) => {
  await open(page);
  await choosePreset(page, "node-upgrade");
  await page.getByTestId("tab-terminal").click();
  const line = page.getByTestId("terminal-line");
  const output = page.getByTestId("terminal-output");
  await line.fill("kubectl drain node01");
  await line.press("Enter");
  await expect(output).toContainText("use --ignore-daemonsets to ignore");
  await line.fill("kubectl drain node01 --ignore-daemonsets");
  await line.press("Enter");
  await expect(output).toContainText("node/node01 drained", { timeout: 20_000 });

  // Its one replica moves: until the new one is ready nobody answers for the risky version.
  await page.getByTestId("tab-log").click();
  await expect(page.getByTestId("log-panel")).toContainText("503", { timeout: 20_000 });
  await expect(page.getByTestId("log-panel")).toContainText("UH");

  // What was typed comes back, and the pods are on the other node.
  await page.getByTestId("tab-terminal").click();
  await line.press("ArrowUp");
  await expect(line).toHaveValue("kubectl drain node01 --ignore-daemonsets");
  await line.fill("kubectl get pods -o wide");
  await line.press("Enter");
  await expect(output).toContainText(/staff-service-\S+ +[01]\/1 +Running +0 +\d+s +\S+ +node02/, { timeout: 20_000 });
  await expect(output).not.toContainText(/staff-service-\S+ +[01]\/1 +Running +0 +\d+\w+ +\S+ +node01/);
});

test("what waits in the terminal ends with Ctrl-C, and a refusal reads as kubectl's", async ({ page }) => {
  await open(page);
  await choosePreset(page, "node-upgrade");
  await page.getByTestId("tab-terminal").click();
  const line = page.getByTestId("terminal-line");
  const output = page.getByTestId("terminal-output");
  await line.fill("kubectl get pods -w");
  await line.press("Enter");
  await expect(output).toContainText("webapp-");
  await line.press("Control+c");
  await line.fill("kubectl get nothing");
  await line.press("Enter");
  await expect(output).toContainText(`the server doesn't have a resource type "nothing"`);
});
