// Texts that nobody writes: the page that the server makes of them is taken over without a complaint.
import { expect, moves, test } from "./playground";

const service = (at: number) =>
  `apiVersion: v1\nkind: Service\nmetadata: {name: s${at}}\nspec: {ports: [{port: 80}]}\n---\n`;
const calls = (at: number) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d${at}}\nspec: {template: {metadata: {labels: {app: d${at}}}}}\n---\n` +
  `apiVersion: playground.mesh/v1\nkind: Traffic\nmetadata: {name: t${at}}\nspec: {from: d${at}, request: {url: "http://d${at + 1}/"}, rate: 1}\n---\n`;
const many = (count: number, part: (at: number) => string) => Array.from({ length: count }, (_, at) => part(at)).join("");
const files = (...texts: string[]) => texts.map((text, at) => ({ name: `${at}.yaml`, text }));

for (const [what, scenario] of [
  ["a first line that is empty", files("\n\nkind: Service\n")],
  ["line ends of all kinds", files("\r\na: 1\r\n\rb: 2\n")],
  ["an empty file before another", files("", "kind: Service\n")],
  ["markup", files("# </textarea></script><script>window.evil = 1</script><!-- <script>\nkind: Service\n")],
  ["characters that steer", files("# \u202e \u0000 \u001b[2J \ufffe &amp; &#60;\nkind: Service\n")],
  ["a title of markup", files('apiVersion: playground.mesh/v1\nkind: Scenario\nspec: {title: "</title><img src=x onerror=window.evil=1>"}\n')],
  ["names of markup", [{ name: "</script>\u202e\u0000'\"><img src=x onerror=window.evil=1>", text: "kind: Service\n" }]],
  ["hundreds of files", files(...Array.from({ length: 400 }, () => "kind: Service\n"))],
  ["thousands of Services", files(many(2500, service))],
  ["hundreds of callers", files(many(600, calls))],
  ["thousands of findings", files(many(15_000, () => "a: 1\n---\n"))],
] as const) {
  test(what, async ({ page, request }) => {
    test.setTimeout(120_000);
    const stored = await request.post("/api/v1/scenarios", { data: { files: scenario } });
    expect(stored.status()).toBe(201);
    const { url } = await stored.json();
    const document = await request.get(url);
    expect((await document.body()).length).toBeLessThan(1_300_000);
    await page.goto(url);
    await moves(page);
    expect(await page.evaluate(() => "evil" in window)).toBe(false);
    // What the first frame left out is drawn once the page runs.
    await expect(page.getByTestId("left-out")).toHaveCount(0);
  });
}
