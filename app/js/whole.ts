// The page's module in two parts: what a reader does first, and the rest, which comes behind it.
import { rest } from "./rest";

/** What the page's bindings export beside what starts it. */
export interface Page {
  bring_with(bring: () => void): void;
  /** Keeps the texts where a new start finds them; whether any of them is the reader's own. */
  keep(): boolean;
}

let pageIsWhole = () => {};
/** Kept once the page's module has its rest, or cannot have it: that of the engine, which is longer, comes behind it. */
export const isWhole = new Promise<void>((resolve) => (pageIsWhole = resolve));

/** Has the rest of the page's module fetched once `begin` is kept, or at once where it is called. */
export function makeWhole(page: Page, first: WebAssembly.Exports, address: string, begin: Promise<unknown>) {
  const { there, bring } = rest(first, address, begin);
  // Who needs it tries again.
  there.then(pageIsWhole, pageIsWhole);
  page.bring_with(() => {
    try {
      bring();
    } catch (error) {
      saysSo(page);
      throw error;
    }
  });
}

/** Shows what the document says about a page that cannot go on. What it was doing has ended halfway, so it only starts anew. */
function saysSo(page: Page) {
  let isKept = false;
  try {
    isKept = page.keep();
  } catch {
    // Whatever was kept while it was typed is still there.
  }
  const notice = document.querySelector<HTMLDialogElement>("#missing");
  const button = notice?.querySelector("button");
  if (!notice || !button) return;
  // The address may mean a text as it was before the reader changed it.
  button.onclick = () => (isKept ? location.assign("/") : location.reload());
  if (!notice.open) notice.showModal();
}
