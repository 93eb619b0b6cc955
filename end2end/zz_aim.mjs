import { chromium } from "@playwright/test";
const b = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
const [kind, base] = process.argv.slice(2);
const shots = kind === "aim"
  ? [["first", "index.html", 1440, 900, "light"], ["boutique", "boutique.html", 1440, 900, "dark"], ["phone", "phone.html", 390, 844, "light"], ["cluster", "cluster.html", 1440, 900, "light"], ["story", "story.html", 1440, 900, "light"], ["embed", "embed.html", 800, 480, "light"]]
  : [["first", "/p/circuit-breaking", 1440, 900, "light"], ["bookinfo", "/p/bookinfo", 1440, 900, "dark"], ["phone", "/p/circuit-breaking", 390, 844, "light"], ["cluster", "/p/node-upgrade", 1440, 900, "light"], ];
for (const [name, path, width, height, colorScheme] of shots) {
  const ctx = await b.newContext({ viewport: { width, height }, colorScheme });
  const page = await ctx.newPage();
  await page.goto(kind === "aim" ? `file:///work/shared/mock/${path}` : base + (path.startsWith("/p/") ? "/" : path));
  const preset = path.startsWith("/p/") ? path.slice(3) : "";
  if (preset) { await page.waitForTimeout(1500); await page.locator("select").first().selectOption(preset).catch((e) => console.log(name, e.message.slice(0, 80))); }
  await page.waitForTimeout(6000);
  if (name === "cluster") { await page.getByRole("button", { name: "Cluster" }).first().click({ timeout: 2000 }).catch(() => {}); await page.waitForTimeout(1000); }
  await page.screenshot({ path: `/tmp/looks-${kind}-${name}.png` });
  await ctx.close();
}
await b.close();
