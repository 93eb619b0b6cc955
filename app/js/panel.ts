// A small panel below the text that takes the keyboard and gives it back.
import { StateEffect, StateField, type Extension } from "@codemirror/state";
import { type EditorView, showPanel, type PanelConstructor } from "@codemirror/view";

const open = StateEffect.define<PanelConstructor | null>();

const field = StateField.define<PanelConstructor | null>({
  create: () => null,
  update(panel, transaction) {
    for (const effect of transaction.effects) if (effect.is(open)) panel = effect.value;
    return panel;
  },
  provide: (self) => showPanel.from(self),
});

export function panels(): Extension {
  return field;
}

/** Shows an element as the panel and focuses what it names first. */
export function showIn(view: EditorView, dom: HTMLElement, first: HTMLElement) {
  dom.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    close(view);
  });
  view.dispatch({ effects: open.of(() => ({ dom })) });
  first.focus();
}

/** Puts the panel away. */
export function close(view: EditorView) {
  view.dispatch({ effects: open.of(null) });
  view.focus();
}
