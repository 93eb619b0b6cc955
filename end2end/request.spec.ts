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

test("a dot opens what was decided about its request", async ({ page }) => {
  await open(page);
  await pause(page);
  // A dot that was on its way when the run stopped, or one that the next step of time starts.
  let dot = await drawnDot(page);
  for (let step = 0; step < 5 && !dot; step++) {
    await page.getByTestId("step-time").click();
    await page.evaluate(() => new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then))));
    dot = await drawnDot(page);
  }
  expect(dot, "no dot is drawn").not.toBeNull();
  await page.mouse.click(dot!.x, dot!.y);
  await expect(page.getByTestId("decision").getByTestId("step").first()).toBeVisible();
});

/** The middle of a dot that can be clicked: the canvas is painted there and three pixels around it. */
function drawnDot(page: import("@playwright/test").Page): Promise<{ x: number; y: number } | null> {
  return page.getByTestId("stage").locator("canvas").evaluate((element) => {
    const canvas = element as HTMLCanvasElement;
    const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
    const bounds = canvas.getBoundingClientRect();
    const ratio = canvas.width / bounds.width;
    const painted = (x: number, y: number) => data[(y * canvas.width + x) * 4 + 3]! > 0;
    const reach = Math.round(3 * ratio);
    for (let y = reach; y < canvas.height - reach; y++) {
      for (let x = reach; x < canvas.width - reach; x++) {
        const around = [[0, 0], [reach, 0], [-reach, 0], [0, reach], [0, -reach]] as const;
        if (!around.every(([across, along]) => painted(x + across, y + along))) continue;
        const place = { x: bounds.left + x / ratio, y: bounds.top + y / ratio };
        if (document.elementFromPoint(place.x, place.y)?.closest('[data-testid="stage"]')) return place;
      }
    }
    return null;
  });
}
