// What can be done at the cursor by keyboard: fixes of findings, pages about them, defaults to write out.
import { forEachDiagnostic } from "@codemirror/lint";
import { type Command, EditorView } from "@codemirror/view";
import { element, fill } from "./element";
import { ask, type Host, type Texts } from "./host";
import { ghostsAfter } from "./ghosts";
import { close, showIn } from "./panel";

/** More defaults than these would be no choice any more. */
const MOST = 8;

interface Action {
  name: string;
  run(): void;
}

export function actions(host: Host, texts: Texts): Command {
  return (view) => {
    const found = at(view, host, texts);
    const [first] = found;
    if (!first) {
      view.dispatch({ effects: EditorView.announce.of(texts.noActions) });
      return true;
    }
    const list = element("div", "cm-ask cm-actions");
    list.setAttribute("role", "menu");
    list.setAttribute("aria-label", texts.actions);
    list.setAttribute("data-testid", "actions");
    const buttons = found.map(({ name, run }) => {
      const button = element("button", "cm-button", name);
      button.type = "button";
      button.setAttribute("role", "menuitem");
      button.onclick = () => {
        close(view);
        run();
      };
      return button;
    });
    list.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      const now = buttons.indexOf(document.activeElement as HTMLButtonElement);
      buttons[(now + step + buttons.length) % buttons.length]?.focus();
    });
    list.append(...buttons);
    showIn(view, list, buttons[0]!);
    return true;
  };
}

function at(view: EditorView, host: Host, texts: Texts): Action[] {
  const { state } = view;
  const line = state.doc.lineAt(state.selection.main.head);
  const found: Action[] = [];
  forEachDiagnostic(state, (diagnostic, from, to) => {
    if (from > line.to || to < line.from) return;
    for (const action of diagnostic.actions ?? []) {
      found.push({ name: action.name, run: () => action.apply(view, from, to) });
    }
  });
  for (const { index, mark } of ghostsAfter(state, line.from).slice(0, MOST)) {
    found.push({ name: fill(texts.writeOut, mark.text), run: () => ask(host, { writeOut: { ghost: index } }) });
  }
  return found;
}
