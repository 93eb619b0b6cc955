// Links that cannot be opened: what the page says, what it saves, and that it shows no other scenario in their place.
import { editor, expect, open, test, watch, write } from "./playground";
import type { Page } from "@playwright/test";

/** The payload of a link to the canary with a text of its own. */
async function payload(page: Page): Promise<string> {
  await open(page);
  await write(page, "mesh.yaml", "# a text of its own\nkind: Service\n");
  await page.getByTestId("share").click();
  const field = page.getByTestId("share-link");
  await expect(field).not.toHaveValue("");
  const link = await field.inputValue();
  return new URL(link).hash.slice(1);
}

/** Opens an address that cannot be opened in a fresh page, which is not to complain. */
async function openAlone(page: Page, address: string): Promise<Page> {
  await page.goto("about:blank");
  await page.goto(address);
  await expect(page.getByTestId("unopened")).toBeVisible();
  return page;
}

/** The last character of the checksum, changed. */
const changed = (payload: string) => payload.slice(0, -1) + (payload.endsWith("0") ? "1" : "0");

test("a changed link says so, covers what is not its own, and gives back its text", async ({ page, browser, complaints }) => {
  const link = await payload(page);
  const context = await browser.newContext();
  const other = await context.newPage();
  watch(other, complaints);
  await openAlone(other, `/#${changed(link)}`);
  await expect(other.getByTestId("unopened-why")).toContainText("its checksum does not fit");
  await expect(other.getByTestId("graph")).toBeHidden();
  await expect(other.getByTestId("unopened-text")).toContainText("# a text of its own");

  await other.getByTestId("unopened-open").click();
  await expect(other.getByTestId("unopened")).toBeHidden();
  await expect(other.getByTestId("graph")).toBeVisible();
  await other.getByTestId("file mesh.yaml").click();
  await expect(await editor(other)).toContainText("# a text of its own");
  await expect.poll(() => new URL(other.url()).hash).toBe("");
  await context.close();
});

test("a link that was cut off gives back its beginning", async ({ page, browser, complaints }) => {
  const link = await payload(page);
  const context = await browser.newContext();
  const other = await context.newPage();
  watch(other, complaints);
  await openAlone(other, `/#${link.slice(0, Math.floor(link.length * 0.8))}`);
  await expect(other.getByTestId("unopened-why")).toContainText("cut off");
  await other.keyboard.press("Escape");
  // As if the address had held no link.
  await expect(other.getByTestId("graph")).toContainText("90 %");
  await expect.poll(() => new URL(other.url()).hash).toBe("");
  await context.close();
});

for (const [fragment, why] of [
  ["2.abc", "a newer one made it"],
  ["1.damaged", "was cut off|was changed"],
  ["nonsense", "no link to a scenario"],
  ["No.Link", "no link to a scenario"],
]) {
  test(`#${fragment} is not taken for the sample`, async ({ page }) => {
    await openAlone(page, `/#${fragment}`);
    await expect(page.getByTestId("unopened-why")).toContainText(new RegExp(why));
    await expect(page.getByTestId("graph")).toBeHidden();
    await page.getByTestId("unopened-go-on").click();
    await expect(page.getByTestId("graph")).toBeVisible();
    await expect(page.getByTestId("graph")).toContainText("90 %");
  });
}

test("a link pasted over open work leaves the work", async ({ page }) => {
  await open(page);
  await page.evaluate(() => {
    location.hash = "#2.abc";
  });
  await expect(page.getByTestId("unopened")).toBeVisible();
  await expect(page.getByTestId("unopened")).toContainText("what was open before");
  await page.getByTestId("unopened-go-on").click();
  await expect(page.getByTestId("unopened")).toBeHidden();
  await expect(page.getByTestId("graph")).toContainText("90 %");
});

test("places of the page are no links", async ({ page }) => {
  await open(page, "/#graph");
  await expect(page.getByTestId("unopened")).toBeHidden();
  await page.evaluate(() => {
    location.hash = "#edit";
  });
  await expect(page.getByTestId("graph")).toContainText("90 %");
  await expect(page.getByTestId("unopened")).toBeHidden();
});

for (const [path, status, words] of [
  ["/c/2.abc", 400, "a newer one made it"],
  ["/s/nothing00000", 404, "Nothing is stored under this address"],
] as const) {
  test(`${path} is a readable page, framed too`, async ({ browser }) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const response = await page.goto(path);
    expect(response?.status()).toBe(status);
    await expect(page.locator("main")).toContainText(words);
    const framed = await page.goto(`/embed${path}`);
    expect(framed?.status()).toBe(status);
    expect(framed?.headers()["content-security-policy"]).toContain("frame-ancestors *");
    await expect(page.locator("main")).toContainText(words);
    await context.close();
  });
}

test("a damaged link of the server gives its text back", async ({ page, browser }) => {
  const link = await payload(page);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const other = await context.newPage();
  const response = await other.goto(`/c/${changed(link)}`);
  expect(response?.status()).toBe(400);
  await expect(other.locator("textarea")).toContainText("# a text of its own");
  await context.close();
});
