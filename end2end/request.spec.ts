import { choosePreset, details, editor, expect, open, pause, test } from "./playground";

test("one request is explained, with the lines that decided", async ({ page }) => {
  await open(page);
  await choosePreset(page, "dark-release");
  await details(page);
  const form = page.getByTestId("request");
  await expect(form.getByTestId("request-url")).not.toHaveValue("");
  await form.getByTestId("request-headers").fill("x-my-header: canary");
  await form.getByTestId("request-send").click();

  const decision = page.getByTestId("decision");
  await expect(decision.getByTestId("answer")).toContainText("200");
  expect(await decision.getByTestId("step").count()).toBeGreaterThan(2);
  await decision.getByTestId("where").first().click();
  await expect(page.locator(".cm-lit").first()).toBeAttached();
});

test("the chosen client stays chosen when another one comes", async ({ page }) => {
  await open(page);
  await details(page);
  const from = page.getByTestId("request-from");
  await expect(from).not.toHaveValue("");
  const chosen = (await from.locator("option").allInnerTexts()).at(-1) ?? "";
  await from.selectOption(chosen);
  await editor(page);
  await page.getByTestId("add-file").click();
  const client = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: aaa}\nspec:\n  selector: {matchLabels: {app: aaa}}\n";
  const text = `${client}  template: {metadata: {labels: {app: aaa}}}\n`;
  await page.getByTestId("bring").setInputFiles({ name: "aaa.yaml", mimeType: "application/yaml", buffer: Buffer.from(text) });
  await expect(from.locator("option", { hasText: "aaa" })).toHaveCount(1);
  await expect(from).toHaveValue(chosen);
});

test("a client that does not exist is refused in words", async ({ page, request }) => {
  await open(page);
  const answer = await request.post("/api/v1/route", {
    data: { files: [{ name: "a.yaml", text: "" }], from: "nobody", url: "http://a" },
  });
  expect(answer.status()).toBe(404);
  expect(answer.headers()["content-type"]).toBe("application/problem+json");
  expect((await answer.json()).detail).toContain("nobody");
});

test("a moving dot opens what was decided about its request", async ({ page }) => {
  await open(page);
  // Late enough for traffic on every edge; then the dots stand still.
  await expect.poll(() => page.locator('[data-testid^="edge "]').count()).toBeGreaterThan(1);
  await pause(page);
  const found = await clickDot(page);
  expect(found, "no dot was hit on any edge").toBe(true);
  await expect(page.getByTestId("decision").getByTestId("step").first()).toBeVisible();
});

/** Clicks along every edge until a decision opens, letting the run go on a little between the rounds. */
async function clickDot(page: import("@playwright/test").Page): Promise<boolean> {
  for (let round = 0; round < 10; round++) {
    const points = await page.locator('[data-testid^="edge "] path').evaluateAll((paths) =>
      paths.flatMap((path) => {
        const curve = path as unknown as SVGGeometryElement;
        const matrix = curve.getScreenCTM();
        if (!matrix || curve.getTotalLength() < 40) return [];
        return Array.from({ length: 8 }, (_, at) => {
          const point = curve.getPointAtLength((curve.getTotalLength() * (at + 1)) / 9).matrixTransform(matrix);
          return { x: point.x, y: point.y };
        });
      }),
    );
    for (const { x, y } of points) {
      await page.mouse.click(x, y);
      if (await page.getByTestId("decision").isVisible()) return true;
    }
    await page.getByTestId("step-time").click();
  }
  return false;
}
