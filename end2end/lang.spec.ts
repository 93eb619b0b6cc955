// English and Korean: who decides, and that what people read is in one of them.
import { choosePreset, editor, expect, moves, open, test, watch } from "./playground";
import type { Browser, Page } from "@playwright/test";

const HANGUL = /[가-힣]/;

/** A page of a browser that asks for a language. */
async function reader(browser: Browser, locale: string, run: (page: Page) => Promise<void>) {
  const context = await browser.newContext({ locale });
  const page = await context.newPage();
  const complaints: string[] = [];
  watch(page, complaints);
  await run(page);
  expect(complaints).toEqual([]);
  await context.close();
}

/** What is read in a part of the page as sentences: three small Latin words in a row, outside of code and of what others say. */
function english(page: Page, part: string): Promise<string[]> {
  return page.locator(part).evaluateAll((parts) => {
    const found: string[] = [];
    const look = (text: string | null) => {
      if (text && /(^|[ (])[a-z]{2,} [a-z']{2,} [a-z]{2,}/.test(text) && !/^(kubectl|istioctl|curl|fortio|docker) /.test(text)) found.push(text);
    };
    for (const part of parts) {
      const walk = document.createTreeWalker(part, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
      for (let node: Node | null = part; node; node = walk.nextNode()) {
        const element = node instanceof Element ? node : node.parentElement;
        // What is written in YAML or typed, and whatever says that it is in English.
        if (element?.closest("code, pre, kbd, textarea, .cm-editor, [lang=en]:not(html)")) continue;
        if (node instanceof Element) ["aria-label", "title", "placeholder"].forEach((name) => look(node.getAttribute(name)));
        else look(node.textContent);
      }
    }
    return found;
  });
}

test("the address decides, then the choice, then the browser", async ({ browser, page, request }) => {
  for (const [path, headers, language] of [
    ["/", {}, "en"],
    ["/", { "accept-language": "ko-KR,ko;q=0.9,en;q=0.8" }, "ko"],
    ["/", { "accept-language": "en-US,en;q=0.9,ko;q=0.8" }, "en"],
    ["/", { "accept-language": "ko", cookie: "mesh-playground.lang=en" }, "en"],
    ["/?lang=ko", { "accept-language": "en", cookie: "mesh-playground.lang=en" }, "ko"],
    ["/nowhere?lang=ko", { accept: "text/html" }, "ko"],
  ] as const) {
    const answer = await request.get(path, { headers: { "accept-language": "", ...headers } });
    expect(answer.headers()["content-language"], `${path} ${JSON.stringify(headers)}`).toBe(language);
    expect(answer.headers()["vary"]).toContain("accept-language, cookie");
    expect(await answer.text()).toContain(`<html lang="${language}"`);
  }
  await reader(browser, "ko-KR", async (page) => {
    await page.goto("/");
    await expect(page.locator("html")).toHaveAttribute("lang", "ko");
    await expect(page.getByTestId("intro")).toContainText("가중치로 카나리 배포하기");
  });
  await open(page);
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
});

test("the button loads the page anew in the other language, with the work, and the choice stays", async ({ page }) => {
  await open(page);
  const button = page.getByTestId("language");
  await expect(button).toHaveText("한국어");
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("# mine\n");
  await button.click();
  await expect(page.locator("html")).toHaveAttribute("lang", "ko");
  await expect(page.locator("html")).toHaveAttribute("data-ready", "");
  await expect(page.locator(".cm-content")).toContainText("# mine");
  await expect(button).toHaveText("EN");
  await page.goto("/");
  await expect(page.locator("html")).toHaveAttribute("lang", "ko");
  await expect(page.locator("html")).toHaveAttribute("data-ready", "");
  await page.goto("/?lang=ko");
  await expect(page.locator("html")).toHaveAttribute("data-ready", "");
  await button.click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  expect(new URL(page.url()).search).toBe("");
});

test("the page, its findings and what it explains are Korean", async ({ page }) => {
  await open(page, "/?lang=ko");
  await expect(page).toHaveTitle("가중치로 카나리 배포하기 · Mesh Playground");
  for (const part of [".top", ".intro", ".graph .bar", ".legend", ".dock", ".side"]) {
    expect(await english(page, part), part).toEqual([]);
  }
  await expect(page.getByTestId("presets").locator("option:checked")).toHaveText("가중치로 카나리 배포하기");
  await expect(page.getByTestId("play")).toHaveAttribute("aria-label", "일시정지(스페이스)");

  // What was decided about a request.
  await page.getByTestId("intro").getByTestId("try").filter({ hasText: "요청 하나를 골라 보세요" }).click();
  const story = page.getByTestId("decision");
  await expect(story.getByTestId("step").first()).toBeVisible();
  await expect(story).toContainText("가상 호스트");
  expect(await english(page, '[data-testid="decision"]')).toEqual([]);

  // What is wrong with the text: ours in Korean, Istio's as it is.
  const text = "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: a}\nspec: {hosts: [a], http: [{route: [{destination: {host: a}, weight: 30}, {destination: {host: b}, weight: 30}]}]}\n";
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text);
  await expect(page.getByTestId("problems")).toContainText("호스트 a를 가진 Service도 ServiceEntry도 없습니다");
  await expect(page.getByTestId("problems")).toContainText('Referenced host not found: "b"');
});

test("what is said of a field is Korean", async ({ page }) => {
  await open(page, "/?lang=ko");
  await editor(page);
  await page.locator(".cm-line", { hasText: "weight: 90" }).getByText("weight").hover();
  await expect(page.locator(".cm-hover")).toContainText("HTTPRouteDestination.weight");
  await expect(page.locator(".cm-hover")).toContainText("가중치를 전체 합으로 나눈 값입니다");
});

test("events and the help are Korean", async ({ page }) => {
  await open(page, "/?lang=ko");
  await choosePreset(page, "circuit-breaking");
  await moves(page);
  await page.getByTestId("tab-events").click();
  await expect(page.getByTestId("log-panel")).toContainText("제외함");
  await page.getByTestId("help").click();
  await expect(page.locator("dialog[open]")).toContainText("메시를 시뮬레이션합니다");
  expect(await english(page, "dialog[open]")).toEqual([]);
  await page.getByTestId("help-rules").click();
  await page.getByTestId("find-rule").fill("가중치 합");
  await expect(page.locator("details.rule strong")).toHaveText("규칙의 가중치 합이 100이 아닙니다.");
  await page.getByTestId("find-rule").fill("");
  expect(await english(page, "dialog[open]")).toEqual([]);
});

test("an embed is Korean where its address or its reader's browser says so", async ({ page, request, browser }) => {
  const answer = await request.post("/api/v1/scenarios", {
    data: { files: [{ name: "a.yaml", text: "apiVersion: playground.mesh/v1\nkind: Scenario\nspec: {title: {en: One, ko: 하나}}\n" }] },
  });
  const { id } = await answer.json();
  await page.goto(`/embed/s/${id}?lang=ko`);
  await expect(page.locator("html")).toHaveAttribute("lang", "ko");
  await expect(page.locator("h1")).toHaveText("하나");
  await expect(page.getByTestId("run")).toHaveText("실행하기");
  await page.getByTestId("run").click();
  await expect(page.getByTestId("play")).toHaveAttribute("aria-label", HANGUL);
  await reader(browser, "ko", async (page) => {
    await page.goto(`/embed/s/${id}`);
    await expect(page.locator("h1")).toHaveText("하나");
  });
});
