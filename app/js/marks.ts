// What is drawn into the text beside the text itself: figures, and the lines that decided a request.
import { RangeSet, StateEffect, StateField, type Extension, type Range } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, type ViewUpdate, WidgetType, type DecorationSet } from "@codemirror/view";
import type { FigureMark, LitMark } from "./host";
import { splitBar } from "./split";

export const setFigures = StateEffect.define<FigureMark[]>();
export const setLit = StateEffect.define<LitMark[]>();

class Figure extends WidgetType {
  constructor(readonly mark: FigureMark) {
    super();
  }

  override eq(other: Figure) {
    return JSON.stringify(other.mark) === JSON.stringify(this.mark);
  }

  override toDOM(view: EditorView) {
    const pill = document.createElement("span");
    const words = document.createElement("span");
    pill.append(words);
    const split = this.mark.split && splitBar(view, this.mark.split);
    if (split) pill.append(split.bar);
    drawn.set(pill, { words, split });
    this.show(pill, words);
    return pill;
  }

  /** A bar that is being moved stays the same one. */
  override updateDOM(pill: HTMLElement) {
    const parts = drawn.get(pill);
    // A figure of an older text may not know the weights any more.
    const waits = parts?.split?.isUsed() && !this.mark.split;
    if (!parts || (!waits && !parts.split !== !this.mark.split)) return false;
    if (this.mark.split) parts.split?.update(this.mark.split);
    this.show(pill, parts.words);
    return true;
  }

  override ignoreEvent() {
    return this.mark.split !== undefined;
  }

  private show(pill: HTMLElement, words: HTMLElement) {
    pill.className = `cm-figure cm-figure-${this.mark.tone}`;
    words.textContent = this.mark.text;
    pill.title = this.mark.title;
  }
}

/** The parts of the pills that are drawn. */
const drawn = new WeakMap<HTMLElement, { words: HTMLElement; split: ReturnType<typeof splitBar> | undefined }>();

const lit = Decoration.line({ class: "cm-lit" });
const tried = Decoration.line({ class: "cm-tried" });

/** A field whose content one effect replaces; between two effects it moves with the text. */
function field<T>(
  effect: ReturnType<typeof StateEffect.define<T>>,
  build: (value: T, length: number, lineStart: (at: number) => number, lineEnd: (at: number) => number) => Range<Decoration>[],
): Extension {
  return StateField.define<DecorationSet>({
    create: () => Decoration.none,
    update(marks, transaction) {
      const document = transaction.newDoc;
      marks = marks.map(transaction.changes);
      for (const each of transaction.effects) {
        if (!each.is(effect)) continue;
        const ranges = build(each.value, document.length, (at) => document.lineAt(at).from, (at) => document.lineAt(at).to);
        marks = RangeSet.of(ranges, true);
      }
      return marks;
    },
    provide: (self) => EditorView.decorations.from(self),
  });
}

/** A figure never covers text: where there is no room for it, it is in the hover alone. */
const room = ViewPlugin.fromClass(
  class {
    private readonly look = () => this.measure();

    constructor(private readonly view: EditorView) {
      view.scrollDOM.addEventListener("scroll", this.look, { passive: true });
      this.measure();
    }

    update(update: ViewUpdate) {
      const isTold = update.transactions.some((each) => each.effects.some((effect) => effect.is(setFigures) || effect.is(setLit)));
      if (isTold || update.docChanged || update.viewportChanged || update.geometryChanged) this.measure();
    }

    destroy() {
      this.view.scrollDOM.removeEventListener("scroll", this.look);
    }

    private measure() {
      this.view.requestMeasure({
        key: this,
        read: (view) =>
          [...view.contentDOM.querySelectorAll<HTMLElement>(".cm-figure")].map((pill) => {
            const end = view.coordsAtPos(view.posAtDOM(pill), -1);
            return { pill, fits: !end || pill.getBoundingClientRect().left >= end.right + GAP };
          }),
        write: (pills) => {
          for (const { pill, fits } of pills) pill.style.visibility = fits ? "" : "hidden";
        },
      });
    }
  },
);

/** Lines of one place that are lit. */
const MOST_LINES = 40;
/** Pixels between text and figure. */
const GAP = 4;

export function marks(): Extension {
  return [
    room,
    field(setFigures, (figures, length) =>
      figures.filter(({ at }) => at <= length).map((mark) => Decoration.widget({ widget: new Figure(mark), side: 1 }).range(mark.at)),
    ),
    field(setLit, (spans, length, lineStart, lineEnd) => {
      const lines = new Map<number, { tried: boolean; note: string }>();
      // What is said of a part counts for more than what is said of the whole around it, and of one part what decided.
      const inward = [...spans].sort((one, other) => other.to - other.from - (one.to - one.from) || Number(other.tried) - Number(one.tried));
      for (const { from, to, tried, note } of inward) {
        if (from > length) continue;
        const last = lineStart(Math.min(Math.max(from, to), length));
        for (let start = lineStart(from), count = 0; start <= last && count < MOST_LINES; count++) {
          const known = lines.get(start);
          // The note stands at the first line.
          lines.set(start, { tried, note: (count === 0 && note) || (known?.tried === tried ? known.note : "") });
          const next = lineEnd(start) + 1;
          if (next > length) break;
          start = next;
        }
      }
      return [...lines].flatMap(([start, { tried: isTried, note }]) => {
        const line = (isTried ? tried : lit).range(start);
        if (!note) return [line];
        const mark: FigureMark = { at: lineEnd(start), text: note, title: note, tone: isTried ? "tried" : "lit" };
        return [line, Decoration.widget({ widget: new Figure(mark), side: 2 }).range(mark.at)];
      });
    }),
  ];
}
