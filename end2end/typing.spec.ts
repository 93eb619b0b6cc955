// What an edit costs in a large mesh, counted: what crosses between engine and page, and what of the drawing is touched.
import type { Page } from "@playwright/test";
import { bring, service } from "./large";
import { editor, expect, open, test, write } from "./playground";

declare global {
  interface Window {
    /** Bytes of each answer of the engine. */
    answers: number[];
    /** Nodes and edges of the graph whose elements changed. */
    touched: Set<string>;
  }
}

/** Nodes of this mesh: a service and its workload each. */
const SERVICES = 400;

async function countAnswers(page: Page) {
  await page.addInitScript(() => {
    window.answers = [];
    const Real = window.Worker;
    window.Worker = class extends Real {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        this.addEventListener("message", ({ data }) => data.answer && window.answers.push(data.answer.byteLength));
      }
    };
  });
}

/** A mesh in which one service is asked by one other, drawn to the last node. */
async function quietMesh(page: Page) {
  const all = Array.from({ length: SERVICES }, (_, at) => service(at, at === 0));
  await bring(page, "quiet.yaml", all.join(""), "in its place");
  // All of them stand one by one where somebody asks for it.
  await page.getByTestId("unfold-all").click();
  const last = `service-${String(SERVICES - 1).padStart(4, "0")}`;
  await expect(page.getByTestId(`node app:default/${last}/v1`)).toBeAttached();
  await expect(page.getByTestId(`node service:default/${last}`)).toBeAttached();
}

test("a moment carries what changed, whatever the size of the mesh", async ({ page }) => {
  await countAnswers(page);
  await quietMesh(page);
  const whole = await page.evaluate(() => Math.max(...window.answers));
  expect(whole).toBeGreaterThan(100_000);
  await page.evaluate(() => window.answers.splice(0));
  await expect.poll(() => page.evaluate(() => window.answers.length)).toBeGreaterThan(8);
  // Figures of one edge, a line of the access log, curves of the last minute.
  const longest = await page.evaluate(() => Math.max(...window.answers.slice(4)));
  expect(longest).toBeLessThan(8_000);
});

test("an edit of one weight touches the nodes that it is about", async ({ page }) => {
  await quietMesh(page);
  // The keyboard reaches the first one, which says its figures, however small it is drawn.
  await expect(page.getByTestId("node app:default/service-0000/v1")).toHaveAttribute("tabindex", "0");
  await page.locator(".cm-scroller").evaluate((scroller) => scroller.scrollTo(0, 500));
  await page.locator(".cm-line", { hasText: "weight: 90" }).first().click();
  await page.keyboard.press("End");
  await page.keyboard.press("Shift+ArrowLeft");
  await page.keyboard.press("Shift+ArrowLeft");
  // Nodes that nobody can read come up to date in turns: until then they change by themselves.
  await page.getByTestId("stage").evaluate(
    (stage) =>
      new Promise<void>((quiet) => {
        let rest = setTimeout(quiet, 2_000);
        // Where requests flow it is never quiet.
        const isQuiet = (target: Node) => {
          const element = target instanceof Element ? target : target.parentElement;
          return !/service-000[01]\b/.test(element?.closest("[data-id]")?.getAttribute("data-id") ?? "service-0000");
        };
        new MutationObserver((list) => {
          if (!list.some(({ target }) => isQuiet(target))) return;
          clearTimeout(rest);
          rest = setTimeout(quiet, 2_000);
        }).observe(stage, { subtree: true, attributes: true, childList: true, characterData: true });
      }),
  );
  await page.evaluate(() => {
    window.touched = new Set();
    const note = (list: MutationRecord[]) => {
      for (const { target } of list) {
        const element = target instanceof Element ? target : target.parentElement;
        const id = element?.closest("[data-id]")?.getAttribute("data-id");
        if (id) window.touched.add(id);
      }
    };
    const stage = document.querySelector("[data-testid=stage]")!;
    new MutationObserver(note).observe(stage, { subtree: true, attributes: true, childList: true, characterData: true });
  });
  // At once, as a paste does.
  await page.keyboard.insertText("80");
  await expect(page.getByTestId("event").filter({ hasText: /new configuration/ })).toHaveCount(1);
  await expect.poll(() => page.evaluate(() => window.touched.size)).toBeGreaterThan(0);
  const touched = await page.evaluate(() => [...window.touched]);
  // The service, who asks it and who answers, and the edges between them.
  expect(touched.filter((id) => !/service-000[01]\b/.test(id))).toEqual([]);
});

test("names are drawn where they can be read", async ({ page }) => {
  await quietMesh(page);
  const names = page.locator(".stage text.name");
  await expect(page.getByTestId("stage")).toHaveClass(/far/);
  await expect(names).toHaveCount(0);
  while (await page.getByTestId("stage").evaluate((stage) => stage.classList.contains("far"))) {
    await page.getByTestId("zoom-in").click();
  }
  for (let nearer = 0; nearer < 6; nearer++) await page.getByTestId("zoom-in").click();
  await expect.poll(() => names.count()).toBeGreaterThan(0);
  expect(await names.count()).toBeLessThan(2 * SERVICES);
});

test("marks stand where the text is seen, and come where one goes", async ({ page }) => {
  await quietMesh(page);
  await expect(page.getByTestId("ghost").first()).toBeVisible();
  await page.locator(".cm-content").press("ControlOrMeta+End");
  await expect(page.locator(".cm-line", { hasText: `service-${SERVICES - 1}`.slice(0, 8) }).last()).toBeVisible();
  await expect(page.getByTestId("ghost").last()).toBeVisible();
});

test("what was typed is kept when the page goes at once", async ({ page }) => {
  await open(page);
  await editor(page);
  await page.locator(".cm-content").press("ControlOrMeta+Home");
  await page.keyboard.type("# kept\n");
  await page.reload();
  await expect(await editor(page)).toContainText("# kept");
});

test("a question about the text is answered from what was just typed", async ({ page }) => {
  await open(page);
  await page.getByTestId("add-file").click();
  await write(page, "file-2.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: typed-just-now}\n");
  await page.locator(".cm-content").press("ControlOrMeta+Shift+o");
  await expect(page.getByTestId("outline-sheet")).toContainText("typed-just-now");
});
