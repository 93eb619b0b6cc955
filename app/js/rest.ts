// What a first module leaves out (`split` in xtask/bundler): fetched while that works, or at once where it is called.

/**
 * The rest of a module, fetched from when `begin` is kept: `there` once it has come by itself, `bring` waits for it without
 * letting go of the thread.
 *
 * A window may compile it at once, too: Firefox and Safari any module, Chromium one of up to 8 MiB since version 115.
 */
export function rest(first: WebAssembly.Exports, address: string, begin?: Promise<unknown>): { there: Promise<void>; bring: () => void } {
  let bytes: ArrayBuffer | undefined;
  let isThere = false;
  const early = new AbortController();
  const fill = (module: WebAssembly.Module) => {
    // It puts its functions into the table that both modules have.
    if (!isThere) new WebAssembly.Instance(module, { "": shared(module, first) });
    isThere = true;
  };
  const fetched = async () => {
    await begin;
    if (isThere) return;
    const response = await fetch(address, { signal: early.signal, priority: "low" });
    if (!response.ok) throw new Error(`${address}: ${response.status}`);
    bytes = await response.arrayBuffer();
    fill(await WebAssembly.compile(bytes));
  };
  const bring = () => {
    // What is not here whole does not go on while this thread waits.
    if (!bytes) early.abort();
    fill(new WebAssembly.Module(bytes ?? waited_for(address)));
  };
  return { there: fetched(), bring };
}

/** What a rest takes of the first module: functions by their slots of its table, so that they need no names. */
function shared(rest: WebAssembly.Module, first: WebAssembly.Exports): WebAssembly.ModuleImports {
  const table = first["t0"] as WebAssembly.Table;
  const taken = WebAssembly.Module.imports(rest).map(({ name, kind }) => [name, kind === "function" ? table.get(Number(name)) : first[name]]);
  return Object.fromEntries(taken);
}

/** The bytes at an address. A window may wait like this for a text alone: each of its characters is a byte. */
function waited_for(address: string): BufferSource {
  const request = new XMLHttpRequest();
  request.open("GET", address, false);
  const isWindow = "document" in globalThis;
  if (isWindow) request.overrideMimeType("text/plain; charset=x-user-defined");
  else request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) throw new Error(`${address}: ${request.status}`);
  return isWindow ? Uint8Array.from(request.responseText, (each) => each.charCodeAt(0) & 0xff) : request.response;
}
