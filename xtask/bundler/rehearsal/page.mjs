// Prints the indices of the functions that the page's marked module calls while it does what a reader does first:
// node page.mjs <bindings.js> <marked.wasm> <engine's bindings.js> <engine's module.wasm> <sentences.txt> <dots.js>
//
// It runs in a window without a browser (`window.mjs`) with the real engine behind it: who builds has Node and perhaps no
// browser, and a list that a browser once made would be of functions that are called otherwise after the next change. Whatever is not done here still works
// on the page, it only has to be fetched first: an element that is looked for in vain is said, and costs nothing else. A page
// that does not run at all would leave everything out, so that fails.
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { say } from "./called.mjs";
import { open, pass } from "./window.mjs";

const [bindings, module, engineBindings, engineModule, sentences, dots] = process.argv.slice(2);
const spoken = await readFile(sentences, "utf8");
const marked = await WebAssembly.compile(await readFile(module));
const load = (path, name = "") => import(`${pathToFileURL(path)}?${name}`);
const engine = await load(engineBindings);
await engine.default({ module_or_path: await readFile(engineModule) });
engine.speak(spoken);

/** What the graph's stage measures on a desk, on a large screen and on a phone. */
const STAGES = [{ width: 1700, height: 900 }, { width: 374, height: 316 }, { width: 978, height: 462 }];

/** A page of its own: its document, what it says to its editor, and how it is ended. */
class Tab {
  static all = [];

  /** The page of an address, `which` being its part of the handover (`Handover` of app/src/page.rs), in English. */
  static async open(which, opening) {
    const tab = new Tab();
    tab.document = open(STAGES[Tab.all.length % STAGES.length]).document;
    tab.document.body.innerHTML = '<div id="page"></div>';
    // The document's own scripts carry it, and what the editor makes does, too.
    const script = tab.document.head.appendChild(tab.document.createElement("script"));
    script.setAttribute("nonce", "nonce");
    script.nonce = "nonce";
    const page = await load(bindings, Tab.all.length);
    tab.exports = await page.default({ module_or_path: marked });
    tab.page = page;
    page.bring_with(() => {});
    page.bring();
    const english = 0;
    const handover = Uint8Array.from([...which, english, ...opening]);
    page.take_over(await load(dots, Tab.all.length), () => tab.editor(), (failed) => tab.engine(failed), handover, spoken);
    Tab.all.push(tab);
    await pass(1);
    const clock = tab.find("[data-testid=clock]")?.textContent;
    await pass(1);
    if (!tab.find(".node")) throw new Error("the rehearsed page shows no graph");
    if (clock !== undefined && clock === tab.find("[data-testid=clock]").textContent) throw new Error("the rehearsed page does not run");
    return tab;
  }

  /** The engine, as `app/js/engine.ts` has it: loaded after the page, and with an answer after a while. */
  engine(failed) {
    this.failed = failed;
    const desk = new engine.Engine();
    let later = 300;
    const ask = (question) =>
      new Promise((resolve) => {
        setTimeout(() => resolve(desk.answer(question)), later);
        later = 20;
      });
    return { place: "worker", ask, end: () => desk.free() };
  }

  /** The editor, as `app/js/editor.ts` has it: whatever it is told, it says nothing by itself. */
  async editor() {
    const mounted = new Proxy({}, { get: () => () => {} });
    return { mount: (_area, _nonce, host) => ((this.host = host), mounted) };
  }

  find(selector) {
    return this.document.querySelector(selector);
  }

  all(selector) {
    return [...this.document.querySelectorAll(selector)];
  }

  /** Has something happen to the elements of a kind, one after the other. */
  async each(selector, happen, most = Infinity) {
    const found = this.all(selector).slice(0, most);
    if (found.length === 0) console.error(`rehearsal of the page: nothing is ${selector}`);
    for (const element of found) {
      happen(element);
      await pass(0.05);
    }
  }

  click(selector, most) {
    return this.each(selector, (element) => element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true })), most);
  }

  press(selector, ...keys) {
    const press = (key) => (element) =>
      ["keydown", "keyup"].forEach((type) => element.dispatchEvent(new KeyboardEvent(type, { key, bubbles: true, cancelable: true })));
    return keys.reduce((before, key) => before.then(() => this.each(selector, press(key), 1)), Promise.resolve());
  }

  point(selector, ...types) {
    const at = (type, index) => new PointerEvent(type, { bubbles: true, cancelable: true, button: 0, clientX: 40 * index, clientY: 30, pointerId: 1, pointerType: "mouse" });
    return this.each(selector, (element) => types.forEach((type, index) => element.dispatchEvent(at(type, index))), 1);
  }

  choose(selector, value) {
    const choose = (element) => {
      element.value = value ?? element.options[1]?.value;
      element.dispatchEvent(new Event("change", { bubbles: true }));
    };
    return this.each(selector, choose, 1);
  }
}

/** What a reader does first with the page of a scenario. */
async function read(opening) {
  const tab = await Tab.open([0], opening);
  await look(tab);
  await type(tab);
  await time(tab);
  await arrange(tab);
}

/** Looks at nodes and edges, near and far. */
async function look(tab) {
  // Long enough for requests that end in another order than they began.
  await pass(8);
  await tab.point(".node[data-id]", "pointerover", "pointerout");
  await tab.point(".edge[data-id]", "pointerover", "pointerout");
  // What is chosen is told of by the rest, which is on its way by then.
  await tab.press("[data-id]", "ArrowRight", "ArrowLeft", "Escape");
  await tab.point("[data-testid=stage]", "pointerdown", "pointermove", "pointermove", "pointerup", "click");
  await tab.each("[data-testid=stage]", (stage) => stage.dispatchEvent(new WheelEvent("wheel", { deltaY: -1, bubbles: true, cancelable: true })));
  await tab.click(".zoom button");
}

/** Types, as the editor hands it over, what is right and what is not. */
async function type(tab) {
  const name = tab.find("[role=tab][data-testid^='file ']")?.dataset.testid.slice("file ".length) ?? "mesh.yaml";
  const area = tab.find("textarea");
  const text = area?.value ?? "";
  const others = [`# typed\n${text}`, `${text}\n: [\n`, `${text}\nunknown: 1\n`, text.replaceAll(": 9", ": 6"), text];
  for (const other of others) {
    tab.host?.typed();
    tab.host?.changed(name, other);
    tab.host?.seen(0, Math.min(other.length, 2000));
    await pass(0.2);
    // Where a word ends, and where a line does.
    for (const offset of [...other.matchAll(/: |\n/g)].slice(0, 25).map((match) => match.index)) {
      const place = { file: name, offset, start: 0, text: other };
      for (const question of [{ complete: place }, { hover: place }]) tab.host?.ask(JSON.stringify(question));
      await pass(0.05);
    }
    await pass(0.7);
  }
  if (!area) return;
  area.value = `${text}# without the editor\n`;
  area.dispatchEvent(new Event("input", { bubbles: true }));
  await pass(0.9);
  dispatchEvent(new Event("pagehide"));
}

/** Stops time, goes elsewhere in it, and goes on. */
async function time(tab) {
  await tab.click("[data-testid=play]");
  await tab.click("[data-testid=step-time]");
  await tab.click("[data-testid=play]");
  await tab.press("[data-testid=timeline]", "End", "ArrowLeft", "PageUp", "Home", "PageDown");
  await tab.point("[data-testid=timeline]", "pointerdown", "pointermove", "pointerup");
  await tab.choose("[data-testid=speed]", "2");
  await pass(0.5);
  await tab.click("[data-testid=restart]");
  await pass(2);
}

/** Opens and folds what is beside the graph, by pointer and by key. */
async function arrange(tab) {
  // What is opened later, and on the sheet of a phone again: it comes with the rest.
  const later = ["log", "terminal", "checks", "compare", "lesson"].flatMap((tab) => [`[data-testid=tab-${tab}]`, `[data-testid=sheet-${tab}]`]);
  await tab.click(`.page [role=tab]:not(${later})`);
  await tab.click("[data-testid=toggle-editor]");
  await tab.click("[data-testid=toggle-editor]");
  await tab.press("body", " ", " ", "Escape");
}

const openings = engine.openings();
for (const opening of openings) await read(opening);
const last = Tab.all.at(-1);
await last.choose("[data-testid=presets]");
await pass(0.5);
// What says that something cannot be had does not need the rest; what is done about it does.
last.page.keep();
last.failed("rehearsed");
await pass(0.2);
// `Page::Embed` of the id `x`.
await look(await Tab.open([2, 1, 120], openings[0]));
await say(Tab.all.map((tab) => tab.exports));
// Nothing of it ends by itself.
process.exit();
