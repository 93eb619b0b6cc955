// Texts and meshes of the size that the budgets name.
import type { Page } from "@playwright/test";
import { editor, expect, open } from "./playground";

/** A VirtualService of twelve lines for a host that nobody has. */
export const rule = (at: number) =>
  `apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: rule-${at}\nspec:\n  hosts:\n  - host-${at}\n  http:\n  - route:\n    - destination:\n        host: host-${at}\n---\n`;

/** A service with two pods, its two rules, and for every tenth, or where it is said, traffic. */
export function service(at: number, isAsked = at % 10 === 0) {
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
${isAsked ? traffic : ""}`;
}

/** Brings a file in the place of what is open, or beside the canary, which is somebody's own once it has another file. */
export async function bring(page: Page, name: string, text: string, where: "in its place" | "beside" = "beside") {
  await open(page);
  await editor(page);
  if (where === "beside") await page.getByTestId("add-file").click();
  await page.getByTestId("bring").setInputFiles({ name, mimeType: "application/yaml", buffer: Buffer.from(text) });
  await expect(page.getByTestId(`file ${name}`)).toHaveAttribute("aria-selected", "true");
}

/** A service that answers, or fails, in one of six namespaces. */
const ofTeam = (at: number) => {
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

const visitors = `apiVersion: playground.mesh/v1
kind: Traffic
metadata: {name: visitors, namespace: team-0}
spec:
  from: app-00
  request: {url: "http://app-01/"}
  rate: 5
`;

/** Brings sixty services of six namespaces, which are folded to cards. */
export async function sixty(page: Page) {
  const all = Array.from({ length: 60 }, (_, at) => ofTeam(at)).join("");
  await bring(page, "sixty.yaml", all + visitors, "in its place");
  await expect(page.getByTestId(/^node namespace:team-/)).toHaveCount(6);
}
