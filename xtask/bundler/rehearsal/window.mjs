// A window for the page's module under Node: happy-dom's document, with a time that passes only when it is told to, so that
// the same module calls the same functions in each build.
import { Window } from "happy-dom";

const timers = new Map();
let frames = [];
let now = 0;
let last = 0;
/** Globals that Node does not have. */
const added = [];

/** Makes the globals of Node those of a new window. What the one before still had to do is dropped. */
export function open(stage) {
  for (const name of added) delete globalThis[name];
  timers.clear();
  frames = [];
  const window = new Window({ url: "http://localhost/", width: 1440, height: 900 });
  for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(window))) {
    if (name in globalThis) continue;
    Object.defineProperty(globalThis, name, { ...property, configurable: true });
    added.push(name);
  }
  // Node has these as well, but an event of the document is not one of Node's.
  const { Event, EventTarget, MessageEvent, navigator } = window;
  const own = { Event, EventTarget, MessageEvent, navigator, window: globalThis, self: globalThis, performance: { now: () => now } };
  for (const [name, value] of Object.entries(own)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  for (const name of ["addEventListener", "removeEventListener", "dispatchEvent"]) {
    globalThis[name] = window[name].bind(window);
  }
  globalThis.Window = class {
    static [Symbol.hasInstance] = (each) => each === globalThis;
  };

  globalThis.setTimeout = (run, after = 0) => {
    timers.set(++last, { run, at: now + Number(after) });
    return last;
  };
  globalThis.clearTimeout = (id) => timers.delete(id);
  globalThis.requestAnimationFrame = (run) => (frames.push(run), ++last);
  globalThis.cancelAnimationFrame = () => {};
  globalThis.matchMedia = (media) => ({ matches: false, media, addEventListener() {}, removeEventListener() {} });
  measure(window, stage);
  return window;
}

/** Nothing is laid out here: everything is as large as the stage, and a canvas takes what is drawn. */
function measure({ Element, HTMLElement, HTMLCanvasElement }, { width, height }) {
  const box = { x: 0, y: 0, left: 0, top: 0, right: width, bottom: height, width, height };
  Element.prototype.getBoundingClientRect = () => box;
  Element.prototype.getAnimations = () => [];
  for (const [side, size] of [["Width", width], ["Height", height]]) {
    for (const kind of ["client", "offset", "scroll"]) {
      Object.defineProperty(HTMLElement.prototype, kind + side, { get: () => size, configurable: true });
    }
  }
  const context = new Proxy({}, { get: () => () => {}, set: () => true });
  HTMLCanvasElement.prototype.getContext = () => context;
}

/** Lets frames of a sixtieth of a second pass, with the timers that are due, and waits for what they began. */
export async function pass(seconds) {
  for (const end = now + seconds * 1000; now < end; ) {
    now += 1000 / 60;
    for (const [id, { run, at }] of [...timers]) {
      if (at <= now && timers.delete(id)) run();
    }
    await settled();
    const due = frames;
    frames = [];
    for (const run of due) run(now);
    await settled();
  }
}

/** Promises of promises have been kept. */
async function settled() {
  for (let round = 0; round < 4; round++) await new Promise((resolve) => setImmediate(resolve));
}
