// What the engine's first module leaves out (`split` in xtask/bundler): fetched while that works, or at once where it is called.

/** The rest of an engine's module: `there` once it has come by itself, `bring` waits for it without letting go of the thread. */
export function rest(first: WebAssembly.Exports, address: string): { there: Promise<void>; bring: () => void } {
  let bytes: ArrayBuffer | undefined;
  let isThere = false;
  const early = new AbortController();
  const fill = (module: WebAssembly.Module) => {
    // It puts its functions into the table that both modules have.
    if (!isThere) new WebAssembly.Instance(module, { "": first });
    isThere = true;
  };
  const fetched = async () => {
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

/** The bytes at an address. Only a Worker may wait like this. */
function waited_for(address: string): ArrayBuffer {
  const request = new XMLHttpRequest();
  request.open("GET", address, false);
  request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) throw new Error(`${address}: ${request.status}`);
  return request.response;
}
