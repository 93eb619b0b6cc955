// Prints the digests of all presets and of the scenarios in a file, run by the page's WebAssembly module:
// node digests.mjs <bindings.js> <module.wasm> <scenarios.json>
import { readFile } from "node:fs/promises";
import { engine } from "./engine.mjs";

const [bindings, module, file] = process.argv.slice(2);
const page = await engine(bindings, module);
console.log(page.digests());
const { seconds, scenarios } = JSON.parse(await readFile(file, "utf8"));
for (const { name, text } of scenarios) {
  console.log(name, page.digest(text, seconds));
}
