// Level of detail: what is too much to look through is folded to cards, and opened where one asks for it.
import type { Page } from "@playwright/test";
import { bring } from "./large";
import { expect, test } from "./playground";

/** A service that answers, or fails, in one of six namespaces. */
const service = (at: number) => {
  const [name, namespace] = [`app-${String(at).padStart(2, "0")}`, `team-${Math.floor(at / 10)}`];
  const next = at % 10 === 9 ? "" : `http://app-${String(at + 1).padStart(2, "0")}/`;
  return `apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  selector: {app: ${name}}
  ports: [{name: http, port: 80}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {containers: [{name: app, image: example/app}]}
---
apiVersion: playground.mesh/v1
kind: App
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  selector: {matchLabels: {app: ${name}}}
  ${next ? `calls: [{url: "${next}"}]` : "calls: []"}
---
`;
};

const traffic = `apiVersion: playground.mesh/v1
kind: Traffic
metadata: {name: visitors, namespace: team-0}
spec:
  from: app-00
  request: {url: "http://app-01/"}
  rate: 5
`;

const card = (page: Page, team: number) => page.getByTestId(`node namespace:team-${team}`);
const frame = (page: Page, team: number) => page.getByTestId(`fold namespace:team-${team}`);

async function sixty(page: Page) {
  const all = Array.from({ length: 60 }, (_, at) => service(at)).join("");
  await bring(page, "sixty.yaml", all + traffic, "in its place");
  await expect(page.getByTestId(/^node namespace:team-/)).toHaveCount(6);
}

test("a card opens by a click and by Enter, and is folded again", async ({ page }) => {
  await sixty(page);
  await expect(card(page, 3).locator(".square")).toHaveCount(10);
  await card(page, 3).click();
  await expect(page.getByTestId("node app:team-3/app-35")).toBeAttached();
  await expect(card(page, 3)).toHaveCount(0);
  await frame(page, 3).focus();
  await page.keyboard.press("Enter");
  await expect(card(page, 3)).toBeAttached();
  await card(page, 4).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("node app:team-4/app-44")).toBeAttached();
});

test("what is sought opens what holds it", async ({ page }) => {
  await sixty(page);
  await page.getByTestId("find").fill("name *= app-27");
  await expect(page.getByTestId("node app:team-2/app-27")).toBeAttached();
  await expect(card(page, 1)).toBeAttached();
  await page.getByTestId("find").fill("");
  await expect(card(page, 2)).toBeAttached();
});

test("all of it stands one by one where somebody asks for it", async ({ page }) => {
  await sixty(page);
  await page.getByTestId("unfold-all").click();
  await expect(page.getByTestId(/^node app:team-/)).toHaveCount(60);
  await page.getByTestId("unfold-all").click();
  await expect(page.getByTestId(/^node namespace:team-/)).toHaveCount(6);
});
