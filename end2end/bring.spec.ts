import { readFile } from "node:fs/promises";
import { expect, open, test } from "./playground";

const service = { apiVersion: "networking.istio.io/v1", kind: "VirtualService" };
const LIST = {
  apiVersion: "v1",
  kind: "List",
  items: [
    {
      ...service,
      metadata: {
        name: "checkout",
        namespace: "default",
        uid: "0f9a",
        resourceVersion: "12",
        generation: 3,
        creationTimestamp: "2026-01-01T00:00:00Z",
        managedFields: [{ manager: "kubectl", operation: "Update", fieldsV1: { "f:spec": {} } }],
      },
      spec: { hosts: ["checkout"], http: [{ route: [{ destination: { host: "checkout", subset: "stable" }, weight: 60 }, { destination: { host: "checkout", subset: "next" }, weight: 40 }] }] },
      status: { conditions: [] },
    },
    {
      apiVersion: "networking.istio.io/v1",
      kind: "DestinationRule",
      metadata: { name: "checkout", namespace: "default" },
      spec: { host: "checkout", subsets: [{ name: "stable", labels: { version: "stable" } }, { name: "next", labels: { version: "next" } }] },
      status: {},
    },
  ],
};

test("what kubectl prints is dropped and comes alive", async ({ page }) => {
  await open(page);
  const transfer = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], "cluster.json", { type: "application/json" }));
    return transfer;
  }, JSON.stringify(LIST, null, 4));
  await expect(page.locator(".cm-content")).toBeVisible();
  await page.getByTestId("editor").dispatchEvent("dragover", { dataTransfer: transfer });
  await page.locator(".cm-content").dispatchEvent("drop", { dataTransfer: transfer });
  await expect(page.getByTestId("file cluster.json")).toHaveAttribute("aria-selected", "true");
  await expect(page.getByTestId("graph")).toContainText("60 %");
  await expect(page.getByTestId("problem")).toHaveCount(0);

  // A second file joins the first.
  await page.getByTestId("bring").setInputFiles({ name: "more.yaml", mimeType: "application/yaml", buffer: Buffer.from("apiVersion: v1\nkind: Namespace\nmetadata: {name: more} # mine\n") });
  await expect(page.getByTestId("file more.yaml")).toBeVisible();
  await expect(page.getByTestId("file cluster.json")).toBeVisible();
});

test("the YAML goes to a cluster with its comments and without our kinds", async ({ page }) => {
  await open(page);
  await page.getByTestId("more").click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId("download-yaml").click()]);
  const text = await readFile(await download.path(), "utf8");
  expect(text).toContain("kind: VirtualService");
  expect(text).toContain("# ");
  expect(text).not.toMatch(/^kind: (Scenario|App|Traffic)$/m);
  await page.getByTestId("own-kinds").check();
  await page.getByTestId("copy-yaml").click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^kind: Traffic$/m);
});
