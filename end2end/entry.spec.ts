// What a ServiceEntry brings, and what carries TCP: Kiali's plate, its blue edges, and how both are found.
import { expect, open, pause, test } from "./playground";

const deployment = (name: string, port: string, tier: string) => `apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec: {selector: {app: ${name}}, ports: [{name: ${port}, port: 80, targetPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}, tier: ${tier}}}
    spec: {containers: [{name: app, image: example/app, ports: [{containerPort: 8080}]}]}
---
`;
const shop = `${deployment("shop", "http", "front")}${deployment("stock", "tcp", "back")}apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: books}
spec: {hosts: [books.example], location: MESH_EXTERNAL, resolution: DNS, ports: [{number: 80, name: http, protocol: HTTP}]}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: books}
spec: {host: books.example, trafficPolicy: {outlierDetection: {consecutive5xxErrors: 3}}}
---
apiVersion: playground.mesh/v1
kind: App
metadata: {name: shop}
spec: {selector: {matchLabels: {app: shop}}, calls: [{url: 'http://books.example/'}, {url: 'tcp://stock:80'}]}
---
apiVersion: playground.mesh/v1
kind: Traffic
metadata: {name: buyers}
spec: {from: client, rate: 10, request: {url: 'http://shop/'}}
`;

test("a host outside is a plate with its badge, TCP is blue, and both are found", async ({ page }) => {
  await open(page);
  await page.getByTestId("bring").setInputFiles({ name: "shop.yaml", mimeType: "application/yaml", buffer: Buffer.from(shop) });
  const books = page.getByTestId("node service:/books.example");
  await expect(books.locator(".shape")).toHaveAttribute("d", /^M(-?[\d.]+ -?[\d.]+L){4}-?[\d.]+ -?[\d.]+Z$/);
  await expect(books).toHaveAttribute("aria-label", /^Service of a ServiceEntry .*circuit breaker/i);
  const toStock = page.locator('[data-testid^="edge "][data-id$="app:default/stock"]').first();
  await expect(toStock).toHaveClass(/ tone-tcp/);
  await expect(page.locator('[data-testid^="edge "][data-id$="service:/books.example"]')).toHaveClass(/ tone-none/);
  await pause(page);
  for (const [words, hits] of [["se", "1 nodes, 0 edges"], ["label:tier = back", "1 nodes, 0 edges"], ["label:tier", "2 nodes, 0 edges"]] as const) {
    await page.getByTestId("find").fill(words);
    await expect(page.getByTestId("find-hits")).toHaveText(hits);
  }
  await page.getByTestId("find").fill("label: = back");
  await expect(page.getByTestId("find-error")).toContainText("names no label");
  await page.getByTestId("find").fill("");
  const legend = page.getByTestId("legend");
  if (!(await legend.isVisible())) await page.getByTestId("legend-toggle").click();
  await expect(legend).toContainText("Service of a ServiceEntry");
  await expect(legend).toContainText("TCP connections");
});
