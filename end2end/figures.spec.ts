import { randomInt } from "node:crypto";
import { details, edge, expect, open, pause, presetFile, seek, test, write } from "./playground";

interface EdgeFigures {
  destination: string;
  destinationVersion: string;
  requests: number;
}

test("the page and the API run the same", async ({ page, request }) => {
  const risky = randomInt(5, 96);
  const seed = randomInt(1, 1_000_000);
  console.log(`weights ${100 - risky}/${risky}, seed ${seed}`);
  const text = (await presetFile("canary-weights", "mesh.yaml"))
    .replace(/weight: 90\b/, `weight: ${100 - risky}`)
    .replace(/weight: 10\b/, `weight: ${risky}`);

  await open(page);
  await pause(page);
  await write(page, "mesh.yaml", text);
  await expect(page.getByTestId("graph")).toContainText(`${risky} %`);
  await details(page);
  await page.getByTestId("seed").fill(String(seed));
  await page.getByTestId("restart-with").click();
  await pause(page);
  await seek(page, 30);

  const names = await page.locator('[data-testid^="file "]').allInnerTexts();
  const files = await Promise.all(
    names.map(async (name) => ({ name, text: name === "mesh.yaml" ? text : await presetFile("canary-weights", name) })),
  );
  const answer = await request.post("/api/v1/simulate", { data: { files, seed, for: "30s" } });
  expect(answer.status()).toBe(200);
  const report = await answer.json();

  await expect(page.getByTestId("digest")).toHaveText(report.digest);
  const of = (version: string) =>
    (report.edges as EdgeFigures[])
      .filter((each) => each.destination === "staff-service" && each.destinationVersion === version)
      .reduce((sum, each) => sum + each.requests, 0);
  const share = (100 * of("risky")) / (of("risky") + of("safe"));
  const shown = await edge(page, "staff-service/risky").first().getAttribute("aria-label");
  expect(shown).toContain(`${share.toFixed(1)} %`);
});
