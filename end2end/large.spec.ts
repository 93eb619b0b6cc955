// How the page feels with texts and meshes of the size that the budgets name. Nothing here asserts a time: it is printed.
import type { Page } from "@playwright/test";
import { editor, expect, open, test } from "./playground";

/** A VirtualService of twelve lines for a host that nobody has. */
const rule = (at: number) =>
  `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: rule-${at}\nspec:\n  hosts:\n  - host-${at}\n  http:\n  - route:\n    - destination:\n        host: host-${at}\n---\n`;

/** A service with two pods, its two rules, and for every tenth traffic. */
function service(at: number) {
  const name = `service-${String(at).padStart(4, "0")}`;
  const traffic = `apiVersion: playground.mesh/v1
kind: Traffic
metadata: {name: ${name}}
spec:
  from: service-0001-v1
  request: {url: http://${name}/}
  rate: 1
---
`;
  return `apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec:
  selector: {app: ${name}}
  ports: [{name: http, port: 80, targetPort: 8080}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}-v1}
spec:
  replicas: 2
  selector: {matchLabels: {app: ${name}, version: v1}}
  template:
    metadata: {labels: {app: ${name}, version: v1}}
    spec: {containers: [{name: app, image: example/app, ports: [{containerPort: 8080}]}]}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: ${name}}
spec:
  host: ${name}
  trafficPolicy:
    outlierDetection: {consecutive5xxErrors: 5, maxEjectionPercent: 50}
  subsets:
  - name: v1
    labels: {version: v1}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: ${name}}
spec:
  hosts: [${name}]
  http:
  - route:
    - destination: {host: ${name}, subset: v1}
      weight: 90
    - destination: {host: ${name}}
      weight: 10
---
${at % 10 === 0 ? traffic : ""}`;
}

/** Brings a file beside the canary, which is somebody's own once it has another file. */
async function bring(page: Page, name: string, text: string) {
  await open(page);
  await editor(page);
  await page.getByTestId("add-file").click();
  await page.getByTestId("bring").setInputFiles({ name, mimeType: "application/yaml", buffer: Buffer.from(text) });
  await expect(page.getByTestId(`file ${name}`)).toHaveAttribute("aria-selected", "true");
}

/** Types a comment, then breaks the text, and prints what both cost. */
async function typing(page: Page, what: string) {
  const tasks = await page.evaluateHandle(() => {
    const tasks: number[] = [];
    const note = (list: PerformanceObserverEntryList) => list.getEntries().forEach((entry) => tasks.push(entry.duration));
    new PerformanceObserver(note).observe({ type: "longtask" });
    return tasks;
  });
  const longest = async (during: () => Promise<void>) => {
    await tasks.evaluate((tasks) => tasks.splice(0));
    await during();
    return tasks.evaluate((tasks) => Math.round(Math.max(0, ...tasks)));
  };
  const idle = await longest(() => page.waitForTimeout(1500));
  await page.locator(".cm-content").press("ControlOrMeta+Home");
  const busy = await longest(async () => {
    await page.keyboard.type("# typed ", { delay: 60 });
    await page.waitForTimeout(600);
  });
  // From a key that breaks the text to the line that says so.
  const start = Date.now();
  await page.keyboard.type("\n  broken: [");
  await expect(page.getByTestId("stale")).toBeVisible({ timeout: 60_000 });
  console.log(
    `${what}: longest task ${idle} ms while nobody types, ${busy} ms while somebody does; ` +
      `from the last key to its finding ${Date.now() - start} ms, of which 90 ms are the pause`,
  );
}

test("typing in 2,000 lines", async ({ page }) => {
  await bring(page, "many.yaml", Array.from({ length: 170 }, (_, at) => rule(at)).join(""));
  await expect(page.locator(".cm-content")).toContainText("rule-1");
  await page.waitForTimeout(1000);
  await typing(page, "2,000 lines");
});

test("typing in a mesh of 1,000 services", async ({ page }) => {
  test.setTimeout(240_000);
  await bring(page, "thousand.yaml", Array.from({ length: 1000 }, (_, at) => service(at)).join(""));
  await expect(page.locator(".cm-content")).toContainText("service-0000");
  await expect(page.getByTestId("graph")).toContainText("service-0010", { timeout: 30_000 });
  await page.waitForTimeout(1000);
  await typing(page, "1,000 services");
});
