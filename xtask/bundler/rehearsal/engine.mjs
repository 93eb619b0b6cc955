// Prints the indices of the functions that the engine's marked module calls while it does what a tab does first:
// node engine.mjs <bindings.js> <marked.wasm> <sentences.txt>
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { say } from "./called.mjs";

const [bindings, module, sentences] = process.argv.slice(2);
const engine = await import(pathToFileURL(bindings));
const exports = await engine.default({ module_or_path: await readFile(module) });
engine.bring_with(() => {});
engine.bring();
engine.speak(await readFile(sentences, "utf8"));
const desk = new engine.Engine();
desk.answer(engine.rehearse());
desk.free();
await say([exports]);
