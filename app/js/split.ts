// The boundary of a split beside its weight: moved by pointer or arrow keys, it writes both weights, whose sum stays.
import type { EditorView } from "@codemirror/view";
import type { SplitMark } from "./host";

/** A bar for a boundary; `update` shows another state of it. */
export function splitBar(view: EditorView, first: SplitMark) {
  let mark = first;
  const bar = document.createElement("span");
  bar.className = "cm-split";
  const band = document.createElement("span");
  band.className = "band";
  const seen = document.createElement("span");
  seen.className = "seen";
  const input = document.createElement("input");
  input.type = "range";
  input.min = "0";
  input.step = "1";
  input.dataset["testid"] = "split";
  bar.append(band, seen, input);
  let isDragged = false;
  const update = (next: SplitMark) => {
    mark = next;
    const sum = mark.value + mark.other;
    // What the bar is as long as, of all requests of the route.
    const whole = mark.value > 0 ? (mark.share * sum) / mark.value : 100_000;
    const place = (share: number) => Math.min(100, Math.max(0, (100 * share) / whole));
    const [low, high] = mark.band.map(place) as [number, number];
    band.style.left = `${low}%`;
    band.style.width = `${high - low}%`;
    seen.hidden = mark.seen === null;
    seen.style.left = `${place(mark.seen ?? 0)}%`;
    bar.title = mark.title;
    input.setAttribute("aria-label", mark.label);
    input.max = String(sum);
    if (!isDragged) input.value = String(mark.value);
    input.setAttribute("aria-valuetext", `${input.value} / ${sum - Number(input.value)}`);
  };
  input.addEventListener("pointerdown", () => (isDragged = true));
  input.addEventListener("input", () => input.setAttribute("aria-valuetext", `${input.value} / ${mark.value + mark.other - Number(input.value)}`));
  input.addEventListener("change", () => {
    isDragged = false;
    // The next key may come before the figures of this edit.
    const written = write(view, mark, Number(input.value));
    if (written) update(written);
  });
  update(first);
  return { bar, update, isUsed: () => bar.contains(document.activeElement) };
}

/** Writes both weights, where they still stand as they are known; gives the boundary as it then is. */
function write(view: EditorView, mark: SplitMark, value: number): SplitMark | undefined {
  const { doc } = view.state;
  const stands = ({ from, to }: Place, weight: number) => to <= doc.length && doc.sliceString(from, to) === String(weight);
  if (value === mark.value || !stands(mark.own, mark.value) || !stands(mark.next, mark.other)) return;
  const other = mark.value + mark.other - value;
  const own = { ...mark.own, insert: String(value) };
  const next = { ...mark.next, insert: String(other) };
  view.dispatch({ changes: [own, next].sort((one, two) => one.from - two.from), userEvent: "input.split" });
  return { ...mark, value, other, own: moved(own, next), next: moved(next, own) };
}

/** Where a weight stands once both are written. */
function moved(place: Place & { insert: string }, beside: Place & { insert: string }): Place {
  const from = place.from + (beside.from < place.from ? beside.insert.length - (beside.to - beside.from) : 0);
  return { from, to: from + place.insert.length };
}

type Place = { from: number; to: number };
