// Defaults that hold though nobody wrote them, dimmed below the block that lacks them. A click writes one out.
import { type EditorState, RangeSet, StateEffect, StateField, type Extension } from "@codemirror/state";
import { Decoration, EditorView, WidgetType, type DecorationSet } from "@codemirror/view";
import { element, fill } from "./element";
import { ask, type GhostMark, type Host, type Texts } from "./host";

class Ghost extends WidgetType {
  constructor(
    readonly mark: GhostMark,
    readonly index: number,
    readonly host: Host,
    readonly texts: Texts,
  ) {
    super();
  }

  override eq(other: Ghost) {
    return other.mark.text === this.mark.text && other.mark.note === this.mark.note && other.mark.indent === this.mark.indent && other.index === this.index;
  }

  toDOM(view: EditorView) {
    const { mark, texts } = this;
    const line = element(mark.indent === null ? "span" : "div", "cm-ghost");
    const button = element("button", "cm-ghost-text", mark.text);
    button.type = "button";
    button.tabIndex = -1;
    button.title = mark.title;
    button.setAttribute("aria-label", fill(texts.writeOut, mark.text));
    button.setAttribute("data-testid", "ghost");
    button.onmousedown = (event) => event.preventDefault();
    button.onclick = () => {
      view.focus();
      ask(this.host, { writeOut: { ghost: this.index } });
    };
    line.style.paddingInlineStart = `${mark.indent ?? 1}ch`;
    line.append(button, element("span", "cm-ghost-note", mark.note));
    return line;
  }

  override ignoreEvent() {
    return true;
  }
}

interface Shown {
  marks: GhostMark[];
  drawn: DecorationSet;
}

const NONE: Shown = { marks: [], drawn: Decoration.none };
const replace = StateEffect.define<Shown>();

const shown = StateField.define<Shown>({
  create: () => NONE,
  update(value, transaction) {
    if (transaction.docChanged) value = { ...value, drawn: value.drawn.map(transaction.changes) };
    for (const effect of transaction.effects) if (effect.is(replace)) value = effect.value;
    return value;
  },
  provide: (self) => EditorView.decorations.from(self, (value) => value.drawn),
});

export function ghosts(): Extension {
  return shown;
}

/** Shows these ghosts in the place of those before. */
export function setGhosts(view: EditorView, marks: GhostMark[], host: Host, texts: Texts) {
  const { length } = view.state.doc;
  const ranges = marks.flatMap((mark, index) => {
    if (mark.at > length) return [];
    const widget = new Ghost(mark, index, host, texts);
    return [Decoration.widget({ widget, side: 1, block: mark.indent !== null }).range(mark.at)];
  });
  view.dispatch({ effects: replace.of({ marks, drawn: RangeSet.of(ranges, true) }) });
}

/** The ghosts from a place on, the nearest first. */
export function ghostsAfter(state: EditorState, from: number): { index: number; mark: GhostMark }[] {
  const found: { index: number; mark: GhostMark }[] = [];
  state.field(shown).drawn.between(from, state.doc.length, (_from, _to, decoration) => {
    const { index, mark } = decoration.spec.widget as Ghost;
    found.push({ index, mark });
  });
  return found;
}
