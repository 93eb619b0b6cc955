// TLS at the edge: what is passed on, what ends there, and what no server takes, with words for it.
import { details, edge, expect, moves, open, test, write } from "./playground";

const door = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: door}
spec:
  selector: {istio: ingress}
  servers:
  - port: {number: 443, name: https, protocol: HTTPS}
    hosts: [shop.example.net]
    tls: {mode: SIMPLE, credentialName: shop-cert}
  - port: {number: 443, name: tls, protocol: TLS}
    hosts: [vault.example.net]
    tls: {mode: PASSTHROUGH}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: shop}
spec:
  hosts: [shop.example.net]
  gateways: [door]
  http:
  - route: [{destination: {host: shop}}]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: vault}
spec:
  hosts: [vault.example.net]
  gateways: [door]
  tls:
  - match: [{sniHosts: [vault.example.net]}]
    route: [{destination: {host: vault, port: {number: 8443}}}]
`;

test("an https gateway comes alive, and a server name that nobody has is told", async ({ page }) => {
  await open(page);
  for (const file of ["apps.yaml", "traffic.yaml"]) await write(page, file, "# nothing\n");
  await write(page, "mesh.yaml", door);
  await moves(page);
  await expect(edge(page, "shop").first()).toBeAttached();
  await expect(edge(page, "vault").first()).toBeAttached();

  await details(page);
  const form = page.getByTestId("request");
  await expect(form.getByTestId("request-url")).toHaveValue(/^https:/);
  await form.getByTestId("request-url").fill("https://books.example.net/");
  await form.getByTestId("request-send").click();
  const decision = page.getByTestId("decision");
  await expect(decision.getByTestId("answer")).toContainText("NR");
  await expect(decision).toContainText("no filter chain is for the server name (SNI) `books.example.net`");
  await page.screenshot({ path: "results/edge-refused.png" });

  await form.getByTestId("request-url").fill("https://vault.example.net/");
  await form.getByTestId("request-send").click();
  await expect(decision).toContainText("TLS is passed on unread");
  await page.screenshot({ path: "results/edge-passed.png" });
});
