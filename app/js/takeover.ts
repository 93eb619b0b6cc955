// From the page that the server rendered to the one that runs: the same elements, made anew.

/** Puts what `fresh` holds into `rendered`. What moves, and what the reader has begun there, goes on. */
export function takePlace(rendered: HTMLElement, fresh: HTMLElement) {
  carryRequests(rendered.querySelector(".ahead"), fresh.querySelector<SVGElement>(".ahead"));
  const begun = begunIn(rendered);
  rendered.replaceChildren(...fresh.childNodes);
  begun?.();
}

let before = 0;

/** Seconds in which the document had moved its requests when the running page took its place. */
export const movedBefore = () => before;

/** The requests that the document moves by itself go on where they are. */
function carryRequests(from: Element | null, to: SVGElement | null) {
  if (!from || !to) return;
  // They began together, when the document was parsed.
  const elapsed = Number(from.getAnimations({ subtree: true })[0]?.currentTime ?? 0);
  before = elapsed / 1000;
  to.style.setProperty("--begun", `${-before}s`);
  to.replaceChildren(...from.childNodes);
}

/** What gives the focus back, with the text that was typed. */
function begunIn(rendered: HTMLElement): (() => void) | undefined {
  const active = document.activeElement;
  if (!active?.id || !rendered.contains(active)) return undefined;
  return () => {
    const same = document.getElementById(active.id);
    same?.focus({ preventScroll: true });
    if (active instanceof HTMLTextAreaElement && same instanceof HTMLTextAreaElement) {
      if (same.value !== active.value) {
        same.value = active.value;
        same.dispatchEvent(new Event("input", { bubbles: true }));
      }
      same.setSelectionRange(active.selectionStart, active.selectionEnd);
      same.scrollTop = active.scrollTop;
    }
  };
}
