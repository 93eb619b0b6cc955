// A scenario that asks for more than is granted: the page says where it stopped, waits, and goes on when it is told to.
import { expect, test } from "./playground";

const far = `apiVersion: playground.mesh/v1
kind: Scenario
metadata: {name: far}
spec: {view: {at: 8000h}, duration: 8760h}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: shop}
spec: {hosts: [shop], http: [{route: [{destination: {host: shop}}]}]}
`;

test("a moment that is too far ahead is said, not waited for", async ({ page, request }) => {
  const stored = await request.post("/api/v1/scenarios", { data: { files: [{ name: "far.yaml", text: far }] } });
  const { url } = await stored.json();
  const first = await (await request.get(url)).text();
  expect(first).toContain('data-testid="stopped"');
  await page.goto(url);
  const notice = page.getByTestId("stopped");
  await expect(notice).toContainText("2,000,000 steps");
  // The browser comes to the same moment as the server, and waits there.
  const clock = page.getByTestId("clock");
  const stopped = await clock.innerText();
  expect(first).toContain(stopped);
  await expect(page.getByTestId("play")).toHaveAttribute("aria-label", /Play/);
  await page.waitForTimeout(500);
  expect(await clock.innerText()).toBe(stopped);
  await page.getByTestId("run-on").click();
  await expect(clock).not.toHaveText(stopped);
  await expect(notice).toHaveCount(0);
});
