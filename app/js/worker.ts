// The engine's Worker: the first message says where the engine is, each other one is a question.
import { type Bindings, type Said, said } from "./engine";
import { rest } from "./rest";

interface Start {
  script: string;
  wasm: string;
  rest: string;
  sentences: string;
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

async function start(paths: Start): Promise<Desk> {
  const bindings: Bindings = await import(paths.script);
  const [spoken, first] = await Promise.all([said(paths.sentences), bindings.default({ module_or_path: paths.wasm })]);
  const { there, bring } = rest(first, paths.rest);
  // Who needs it tries again.
  there.catch(() => {});
  bindings.bring_with(bring);
  bindings.speak(spoken);
  return new bindings.Engine();
}

onmessage = async ({ data }: MessageEvent<Start | Question>) => {
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
