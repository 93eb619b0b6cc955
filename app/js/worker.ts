// The engine's Worker: the first message says where the engine is, each other one is a question.
import { type Bindings, type Said, fieldDocs, said } from "./engine";
import { rest } from "./rest";

interface Start {
  script: string;
  wasm: string;
  rest: string;
  sentences: string;
  fields?: string;
}
/** The page has what it needs first: it is time for the rest. */
interface Later {
  isTime: true;
}
interface Question {
  id: number;
  question: Uint8Array;
}
interface Desk {
  answer(question: Uint8Array): Uint8Array | undefined;
}

const say = (said: Said, transfer: Transferable[] = []) => postMessage(said, { transfer });
let desk: Promise<Desk> | undefined;
let itIsTime = () => {};
const later = new Promise<void>((resolve) => (itIsTime = resolve));

async function start(paths: Start): Promise<Desk> {
  // None of them waits for another one.
  const parts: Promise<[Bindings, Response, string, string | undefined]> = Promise.all([
    import(paths.script),
    fetch(paths.wasm),
    said(paths.sentences),
    fieldDocs(paths),
  ]);
  const [bindings, module, spoken, fields] = await parts;
  const first = await bindings.default({ module_or_path: module });
  const { there, bring } = rest(first, paths.rest, later);
  // Who needs it tries again.
  there.catch(() => {});
  bindings.bring_with(bring);
  bindings.speak(spoken, fields);
  return new bindings.Engine();
}

onmessage = async ({ data }: MessageEvent<Start | Later | Question>) => {
  if ("isTime" in data) return itIsTime();
  try {
    if ("script" in data) {
      desk = start(data);
      await desk;
      return;
    }
    const answer = (await desk)?.answer(data.question);
    say({ id: data.id, answer }, answer ? [answer.buffer as ArrayBuffer] : []);
  } catch (error) {
    // A module that has panicked answers nothing any more.
    say({ failed: String(error) });
  }
};
