// The engine: in a Worker, or on the page's own thread where there can be none. Questions and answers are bytes.
import { rest } from "./rest";
import { isWhole } from "./whole";
export { makeWhole } from "./whole";

/** Addresses of the built files. */
export interface Paths {
  worker: string;
  /** The bindings of the engine's module. */
  script: string;
  wasm: string;
  /** What the engine's module leaves out. */
  rest: string;
  /** The sentences of the reader's language. */
  sentences: string;
  /** What the reader's language says of fields, where that is not English and there is an editor. */
  fields?: string;
}

/** What the bindings export. */
export interface Bindings {
  default(options: { module_or_path: string | Response }): Promise<WebAssembly.Exports>;
  bring_with(bring: () => void): void;
  speak(sentences: string, fields?: string): void;
  Engine: new () => { answer(question: Uint8Array): Uint8Array | undefined };
}

/** What the document hands over: base64 of a raw deflate stream. */
export async function unpacked(text: string): Promise<Uint8Array> {
  const packed = Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** What is said of fields, which is English where it cannot be had. */
export function fieldDocs({ fields }: { fields?: string }): Promise<string | undefined> {
  return fields ? said(fields).catch(() => undefined) : Promise.resolve(undefined);
}

/** The text at an address. */
export async function said(address: string): Promise<string> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.text();
}

let isAnswered = () => {};
/** Kept once an engine has answered: what a frame of another page shows first needs no more of the network. */
export const answered = new Promise<void>((resolve) => (isAnswered = resolve));

let hasEditor = () => {};
/** Kept once there is an editor, too, and what is typed is answered: what comes later is fetched from then on. */
export const settled = Promise.all([answered, new Promise<void>((resolve) => (hasEditor = resolve))]);

/** The editor, whose coming is waited for. */
export function awaited<T>(editor: Promise<T>): Promise<T> {
  editor.then(hasEditor, hasEditor);
  return editor;
}

/** How a question gets to the engine and its answer back. */
interface Way {
  ask(id: number, question: Uint8Array): void;
  end(): void;
}

/** What a Worker says; `failed` says that it answers nothing any more. */
export type Said = { id: number; answer?: Uint8Array } | { failed: string };

/** Starts an engine at once, while the page is loaded; the page takes it over by what this gives, and by that starts others. */
export function engines(paths: Paths): (told: (why: string) => void) => Engine {
  let early: string | undefined;
  let listener: ((why: string) => void) | undefined;
  const failed = (why: string) => (listener ? listener(why) : (early = why));
  let first: Engine | undefined = new Engine(paths, failed);
  return (told) => {
    listener = told;
    const engine = first ?? new Engine(paths, failed);
    first = undefined;
    if (early !== undefined) setTimeout(told, 0, early);
    early = undefined;
    return engine;
  };
}

/** An engine with nothing open. */
class Engine {
  private readonly waiting = new Map<number, (answer: Uint8Array | undefined) => void>();
  private readonly way: Way;
  private last = 0;
  private hasFailed = false;
  /** Where it runs. */
  readonly place: "worker" | "page";

  constructor(
    paths: Paths,
    private readonly failed: (why: string) => void,
  ) {
    const worker = worker_of(paths);
    this.place = worker ? "worker" : "page";
    this.way = worker ? this.in_worker(worker, paths) : this.on_page(paths);
  }

  /** The answer to a question; nothing where there is none, or where the engine has failed. */
  ask(question: Uint8Array): Promise<Uint8Array | undefined> {
    if (this.hasFailed) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const id = ++this.last;
      this.waiting.set(id, resolve);
      this.way.ask(id, question);
    });
  }

  /** Lets go of it. */
  end() {
    this.hasFailed = true;
    this.way.end();
    this.told(undefined);
  }

  private hear(said: Said) {
    if ("failed" in said) {
      this.fail(said.failed);
    } else {
      isAnswered();
      this.waiting.get(said.id)?.(said.answer);
      this.waiting.delete(said.id);
    }
  }

  private fail(why: string) {
    if (this.hasFailed) return;
    this.end();
    this.failed(why);
  }

  private told(answer: undefined) {
    for (const resolve of this.waiting.values()) resolve(answer);
    this.waiting.clear();
  }

  private in_worker(worker: Worker, paths: Paths): Way {
    worker.onmessage = ({ data }: MessageEvent<Said>) => this.hear(data);
    worker.onerror = (event) => this.fail(event.message || "the worker ended");
    const { script, wasm, rest, sentences, fields } = paths;
    const named = Object.entries({ script, wasm, rest, sentences, ...(fields && { fields }) });
    const absolute = named.map(([name, path]) => [name, new URL(path, location.href).href]);
    worker.postMessage(Object.fromEntries(absolute));
    void isWhole.then(() => worker.postMessage({ isTime: true }));
    return {
      ask: (id, question) => worker.postMessage({ id, question }, [question.buffer]),
      end: () => worker.terminate(),
    };
  }

  private on_page(paths: Paths): Way {
    const engine = import(paths.script).then(async (bindings: Bindings) => {
      const [sentences, fields, first] = await Promise.all([said(paths.sentences), fieldDocs(paths), bindings.default({ module_or_path: paths.wasm })]);
      // The page must not wait for it in the middle of an answer.
      await rest(first, paths.rest).there;
      bindings.speak(sentences, fields);
      return new bindings.Engine();
    });
    engine.catch((error: unknown) => this.fail(String(error)));
    return {
      // One question after the other, and the page draws in between.
      ask: async (id, question) => {
        const desk = await engine.catch(() => undefined);
        setTimeout(() => {
          if (!desk || this.hasFailed) return;
          try {
            this.hear({ id, answer: desk.answer(question) });
          } catch (error) {
            this.fail(String(error));
          }
        });
      },
      end: () => {},
    };
  }
}

function worker_of(paths: Paths): Worker | undefined {
  // A sandboxed frame has an origin of its own, and no Worker may come from another one.
  try {
    return new Worker(paths.worker, { type: "module", name: "engine" });
  } catch {
    return undefined;
  }
}
