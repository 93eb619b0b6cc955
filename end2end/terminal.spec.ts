import { choosePreset, expect, open, test, watch } from "./playground";

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

test("Tab completes a line from the cluster as it is, and Escape, then Tab leaves it", async ({ page }) => {
  await open(page);
  await choosePreset(page, "node-upgrade");
  await page.getByTestId("tab-terminal").click();
  const line = page.getByTestId("terminal-line");
  await line.fill("kubectl cor");
  await line.press("Tab");
  await expect(line).toHaveValue("kubectl cordon ");
  await line.press("n");
  await line.press("Tab");
  await expect(line).toHaveValue("kubectl cordon node0");
  await expect(page.getByTestId("terminal-found")).toHaveText("node01  node02");
  await line.press("Escape");
  await line.press("Tab");
  await expect(line).not.toBeFocused();
  await expect(line).toHaveValue("kubectl cordon node0");
});

test("a loop that is pasted keeps its lines", async ({ page }) => {
  await open(page);
  await choosePreset(page, "node-upgrade");
  await page.getByTestId("tab-terminal").click();
  const line = page.getByTestId("terminal-line");
  await line.fill("for i in $(seq 3); do\n  echo round $i\ndone");
  await line.press("Enter");
  await expect(page.getByTestId("terminal-output")).toContainText("round 1\nround 2\nround 3");
});

test("a link does again what was typed and clicked", async ({ page, browser, complaints }) => {
  await open(page);
  await choosePreset(page, "node-upgrade");
  await page.getByTestId("tab-terminal").click();
  const line = page.getByTestId("terminal-line");
  await line.fill("kubectl cordon node02");
  await line.press("Enter");
  await expect(page.getByTestId("terminal-output")).toContainText("node/node02 cordoned");
  await page.getByTestId("share").click();
  const link = page.getByTestId("share-link");
  await expect(link).not.toHaveValue("");
  const context = await browser.newContext();
  const other = await context.newPage();
  watch(other, complaints);
  await open(other, await link.inputValue());
  await expect(other.getByTestId("file timeline.yaml")).toBeVisible();
  await other.getByTestId("tab-terminal").click();
  await expect(other.getByTestId("terminal-output")).toContainText("node/node02 cordoned", { timeout: 30_000 });
  await context.close();
});
