// The moving requests: one canvas above the graph, one call per frame.

export { save } from "./save";
export { takePlace } from "./takeover";

/** Values per dot: x and y in CSS pixels, kind. */
const STRIDE = 3;
const KINDS = ["good", "bad", "retry", "mirror"] as const;

export interface Palette {
  fill: string;
  strokes: string[];
}

/** Reads the colours of the present theme; call again when it changes. */
export function palette(canvas: HTMLCanvasElement): Palette {
  const style = getComputedStyle(canvas);
  const value = (name: string) => style.getPropertyValue(name).trim();
  return { fill: value("--dot-fill"), strokes: KINDS.map((kind) => value(`--dot-${kind}`)) };
}

/** Gives the canvas one buffer pixel per device pixel. */
export function resize(canvas: HTMLCanvasElement, width: number, height: number) {
  const ratio = Math.min(globalThis.devicePixelRatio || 1, 2);
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
}

let isDrawing = false;

/** From the first dot on, those that the document moves by itself arrive where they are going, and no others start. */
function takeOver(canvas: HTMLCanvasElement) {
  isDrawing = true;
  document.documentElement.dataset.drawn = "";
  const animations = canvas.parentElement?.querySelector(".ahead")?.getAnimations({ subtree: true }) ?? [];
  for (const { effect } of animations) {
    effect?.updateTiming({ iterations: (effect.getComputedTiming().currentIteration ?? 0) + 1 });
  }
}

/** Draws all dots: circles, and a diamond where the request failed. One path per kind keeps thousands cheap. */
export function draw(canvas: HTMLCanvasElement, colours: Palette, dots: Float32Array, radius: number) {
  const context = canvas.getContext("2d");
  if (!context) return;
  if (!isDrawing && dots.length > 0) takeOver(canvas);
  const ratio = Math.min(globalThis.devicePixelRatio || 1, 2);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, canvas.width / ratio, canvas.height / ratio);
  context.fillStyle = colours.fill;
  for (let kind = 0; kind < colours.strokes.length; kind++) {
    context.beginPath();
    for (let at = 0; at + 2 < dots.length; at += STRIDE) {
      if (dots[at + 2] !== kind) continue;
      const x = dots[at]!;
      const y = dots[at + 1]!;
      if (kind === 1) {
        const reach = radius * 1.3;
        context.moveTo(x, y - reach);
        context.lineTo(x + reach, y);
        context.lineTo(x, y + reach);
        context.lineTo(x - reach, y);
        context.closePath();
      } else {
        const size = kind === 0 ? radius : radius * 0.75;
        context.moveTo(x + size, y);
        context.arc(x, y, size, 0, Math.PI * 2);
      }
    }
    context.strokeStyle = colours.strokes[kind]!;
    context.lineWidth = kind === 1 ? 2.5 : 2;
    context.fill();
    context.stroke();
  }
}
