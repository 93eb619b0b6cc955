// The engine's module under Node: its bindings, and what the first module leaves out once something of that is called.
import { readFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

/** The bindings of an engine whose module has its rest beside it, `<name>_rest.wasm` for `<name>_bg.wasm`. */
export async function engine(bindings, module) {
  const engine = await import(pathToFileURL(bindings));
  const first = await engine.default({ module_or_path: await readFile(module) });
  engine.bring_with(() => {
    const rest = new WebAssembly.Module(readFileSync(module.replace(/_bg\.wasm$/, "_rest.wasm")));
    new WebAssembly.Instance(rest, { "": shared(rest, first) });
  });
  return engine;
}

/** What a rest takes of the first module, as in `app/js/rest.ts`: functions by their slots of its table. */
function shared(rest, first) {
  const taken = ({ name, kind }) => [name, kind === "function" ? first.t0.get(Number(name)) : first[name]];
  return Object.fromEntries(WebAssembly.Module.imports(rest).map(taken));
}
