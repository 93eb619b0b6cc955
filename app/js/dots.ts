// The moving requests: one canvas above the graph, one call per frame.

import { movedBefore } from "./takeover";

export { save } from "./save";
export { takePlace } from "./takeover";

/** Values per dot: x and y in CSS pixels, kind, and of an end how far it is, above the status. */
const STRIDE = 4;
const KINDS = ["good", "bad", "retry", "mirror"] as const;
const FADE = 4;
const RAYS = 8;

export interface Palette {
  fill: string;
  strokes: string[];
  font: string;
}

/** Reads the colours of the present theme; call again when it changes. */
export function palette(canvas: HTMLCanvasElement): Palette {
  const style = getComputedStyle(canvas);
  const value = (name: string) => style.getPropertyValue(name).trim();
  const strokes = KINDS.map((kind) => value(`--dot-${kind}`));
  return { fill: value("--dot-fill"), strokes, font: `600 11px ${style.fontFamily}` };
}

/** Gives the canvas one buffer pixel per device pixel. */
export function resize(canvas: HTMLCanvasElement, width: number, height: number) {
  const ratio = Math.min(globalThis.devicePixelRatio || 1, 2);
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
}

let isDrawing = false;

/** From the first dot on, or at once where nothing is to move, what the document moved by itself is drawn here, where it was. */
function takeOver(canvas: HTMLCanvasElement) {
  isDrawing = true;
  document.documentElement.dataset.drawn = "";
  canvas.parentElement?.querySelector(".ahead")?.replaceChildren();
}

/** Seconds in which the document has moved its requests by itself. */
export function moved(canvas: HTMLCanvasElement): number {
  const [first] = canvas.parentElement?.querySelector(".ahead")?.getAnimations({ subtree: true }) ?? [];
  return first ? movedBefore() + Number(first.currentTime ?? 0) / 1000 : 0;
}

/** How far lines are drawn on their way to where they lie in another layout (`style/graph.css`), if any is on its way. */
export function glided(canvas: HTMLCanvasElement): number | undefined {
  const all = canvas.parentElement?.getAnimations({ subtree: true }) ?? [];
  const line = all.find((each) => each instanceof CSSTransition && each.transitionProperty === "d");
  return line?.effect?.getComputedTiming().progress ?? undefined;
}

/** Draws all dots: circles, and a diamond where the request failed. One path per kind keeps thousands cheap. */
export function draw(canvas: HTMLCanvasElement, colours: Palette, dots: Float32Array, radius: number) {
  const context = canvas.getContext("2d");
  if (!context) return;
  if (!isDrawing && (dots.length > 0 || matchMedia("(prefers-reduced-motion: reduce)").matches)) takeOver(canvas);
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
  for (let at = 0; at + 3 < dots.length; at += STRIDE) {
    if (dots[at + 2]! >= FADE) drawEnd(context, colours, dots.subarray(at, at + STRIDE), radius);
  }
  context.globalAlpha = 1;
}

/** The end of a request: a circle that fades, or rays and the status where it failed. */
function drawEnd(context: CanvasRenderingContext2D, colours: Palette, dot: Float32Array, radius: number) {
  const [x, y, kind, more] = dot as unknown as [number, number, number, number];
  const share = more % 1;
  context.globalAlpha = 1 - share;
  context.beginPath();
  if (kind === FADE) {
    context.arc(x, y, radius, 0, Math.PI * 2);
    context.strokeStyle = colours.strokes[0]!;
    context.lineWidth = 2;
  } else {
    for (let ray = 0; ray < RAYS; ray++) {
      const [across, along] = [Math.cos((ray * 2 * Math.PI) / RAYS), Math.sin((ray * 2 * Math.PI) / RAYS)];
      const [from, to] = [radius * (1.4 + 1.6 * share), radius * (2.4 + 2.2 * share)];
      context.moveTo(x + across * from, y + along * from);
      context.lineTo(x + across * to, y + along * to);
    }
    context.strokeStyle = colours.strokes[1]!;
    context.lineWidth = 2;
    const status = Math.floor(more);
    if (status > 0) {
      context.font = colours.font;
      context.fillStyle = colours.strokes[1]!;
      context.fillText(String(status), x + radius * 2.6, y - radius * 2);
      context.fillStyle = colours.fill;
    }
  }
  context.stroke();
}
