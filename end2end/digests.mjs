// Prints the digest of every preset, run by the page's WebAssembly module: node digests.mjs <bindings.js> <module.wasm>
import { readFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";

const [bindings, module] = process.argv.slice(2);
const page = await import(pathToFileURL(bindings));
await page.default({ module_or_path: await readFile(module) });
console.log(page.digests());
