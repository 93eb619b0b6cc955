// What a rule does is seen on the graph and in the access log: the rest of the list that kiali.spec.ts begins. A15 stands in
// links.spec.ts and share.spec.ts, A16 in time.spec.ts, A17 in compare.spec.ts, A19 in crates/mesh-graph/src/export.
import { edge, expect, open, pause, seek, test, write } from "./playground";
import type { Page } from "@playwright/test";

const apps = ["caller", "shop-v1", "shop-v2", "copy"]
  .map((name) => {
    const [app, version] = name.split("-");
    const labels = `{app: ${app}${version ? `, version: ${version}` : ""}}`;
    return `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  selector: {matchLabels: ${labels}}
  template: {metadata: {labels: ${labels}}, spec: {containers: [{name: app, image: example/${app}, ports: [{containerPort: 8080}]}]}}
---
`;
  })
  .concat(
    ["shop", "copy"].map((name) => `apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec: {selector: {app: ${name}}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
`),
  )
  .join("");

const traffic = `apiVersion: playground.mesh/v1
kind: Traffic
metadata: {name: calls}
spec: {from: caller, rate: 20, request: {url: "http://shop/"}}
`;

const subsets = "subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]";
const destination = (more: string) => `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: shop}
spec: {host: shop, ${more}}
`;
const routes = (...rules: string[]) => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: shop}
spec: {hosts: [shop], http: [${rules.map((rule) => `{${rule}}`).join(", ")}]}
---
`;
const ejecting = (limits: string) => `trafficPolicy: {outlierDetection: {interval: 10s, maxEjectionPercent: 100, ${limits}}}`;
const to = (subset: string) => `route: [{destination: {host: shop, subset: ${subset}}}]`;
const behaviour = (workload: string, spec: string) => {
  const [app, version] = workload.split("-");
  return `---
apiVersion: playground.mesh/v1
kind: App
metadata: {name: ${workload}}
spec: {selector: {matchLabels: {app: ${app}${version ? `, version: ${version}` : ""}}}, ${spec}}
`;
};
const failing = "errors: [{status: 500, share: 100}]";
const slow = "latency: 1s";

/** Opens the mesh with rules, half a minute after they were pushed. */
async function mesh(page: Page, rules: string) {
  await write(page, "mesh.yaml", rules);
  await expect(page.getByTestId("stale")).toHaveCount(0);
  await page.getByTestId("restart").click();
  await pause(page);
  await seek(page, 30);
}

/** Opens the page with apps and traffic, and no rules yet. */
async function opened(page: Page) {
  await open(page);
  await pause(page);
  await write(page, "apps.yaml", apps);
  await write(page, "traffic.yaml", traffic);
}

/** The lines of the access log that are in view. */
async function log(page: Page) {
  await page.getByTestId("tab-log").click();
  return page.getByTestId("log-line");
}

test("A3, A5, A10: what no pod stands behind fails where it fails, and is told at its place", async ({ page }) => {
  await opened(page);
  await mesh(page, routes(to("v9")) + destination(subsets));
  const finding = page.getByTestId("problems").getByText(/v9/).first();
  await expect(finding).toBeVisible();
  await expect((await log(page)).filter({ hasText: /503 NC / }).first()).toBeAttached();
  await expect(edge(page, "app:default/caller>").first()).toHaveClass(/tone-failure/);

  const abort = "fault: {abort: {httpStatus: 418, percentage: {value: 10}}}";
  await mesh(page, routes(`${abort}, ${to("v1")}`) + destination(subsets));
  await expect((await log(page)).filter({ hasText: /418 FI / }).first()).toBeAttached();
  await expect(edge(page, "app:default/caller>").first()).toHaveAttribute("aria-label", / (8|9|1[0-2])(\.\d)? % errors/);

  const breaker = ejecting("consecutive5xxErrors: 1, baseEjectionTime: 60s");
  await mesh(page, destination(breaker) + behaviour("shop-v1", failing) + behaviour("shop-v2", failing));
  await expect((await log(page)).filter({ hasText: /503 UH / }).first()).toBeAttached();
});

test("A4, A11: the first rule that matches wins, and a copy is nobody's answer", async ({ page }) => {
  await opened(page);
  const canary = `match: [{headers: {x-user: {exact: anna}}}], ${to("v2")}`;
  const asked = async () => {
    await page.getByTestId("send-request").click();
    const form = page.getByTestId("request");
    await form.getByTestId("request-url").fill("http://shop/");
    await form.getByTestId("request-headers").fill("x-user: anna");
    await form.getByTestId("request-send").click();
    return page.getByTestId("decision");
  };
  await mesh(page, routes(canary, to("v1")) + destination(subsets));
  await expect((await asked()).getByTestId("side-title")).toContainText("shop-v2");
  await mesh(page, routes(to("v1"), canary) + destination(subsets));
  await expect((await asked()).getByTestId("side-title")).toContainText("shop-v1");

  const mirror = `mirror: {host: copy}, ${to("v1")}`;
  await mesh(page, routes(mirror) + destination(subsets) + behaviour("copy", failing));
  await expect(edge(page, "~mirror").first()).toBeAttached();
  await expect(edge(page, "app:default/caller>service:default/shop").first()).toHaveAttribute("aria-label", / 0 % errors/);
});

test("A6, A7, A12: delays, timeouts and tries are told as Envoy tells them", async ({ page }) => {
  await opened(page);
  const delay = "fault: {delay: {fixedDelay: 2s, percentage: {value: 100}}}";
  await mesh(page, routes(`${delay}, ${to("v1")}`) + destination(subsets));
  await page.getByTestId("display").click();
  await page.getByTestId("label-time").selectOption("p95");
  await page.keyboard.press("Escape");
  await expect(page.locator(".tags .tag").filter({ hasText: /2\.\d+ s/ }).first()).toBeAttached();

  await mesh(page, routes(`timeout: 100ms, ${to("v1")}`) + destination(subsets) + behaviour("shop-v1", slow));
  await expect((await log(page)).filter({ hasText: /504 UT / }).first()).toBeAttached();

  const retries = "retries: {attempts: 2, retryOn: 5xx}";
  await mesh(page, routes(`${retries}, ${to("v1")}`) + destination(subsets) + behaviour("shop-v1", failing));
  await expect((await log(page)).filter({ hasText: /500 URX / }).first()).toBeAttached();
});

test("A8, A9: a breaker puts a pod out and takes it back, and a full pool refuses", async ({ page }) => {
  await opened(page);
  const breaker = ejecting("consecutive5xxErrors: 2, baseEjectionTime: 30s");
  await mesh(page, destination(breaker) + behaviour("shop-v2", failing));
  await page.getByTestId("tab-events").click();
  const events = page.getByTestId("event");
  await expect(events.filter({ hasText: /eject/i })).toHaveCount(1);
  await seek(page, 60);
  await expect(events.filter({ hasText: /back/i }).first()).toBeAttached();

  const limits = "tcp: {maxConnections: 1}, http: {http1MaxPendingRequests: 1, maxRequestsPerConnection: 1}";
  const pool = `trafficPolicy: {connectionPool: {${limits}}}`;
  await mesh(page, destination(pool) + behaviour("shop-v1", slow) + behaviour("shop-v2", slow));
  await expect((await log(page)).filter({ hasText: /503 UO / }).first()).toBeAttached();
});
