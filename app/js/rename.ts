// F2: another name for a subset, in every file that uses it. What changes is listed while one types.
import type { Command, EditorView } from "@codemirror/view";
import { element, fill } from "./element";
import { ask, type Host, type RenameAnswer, type Texts } from "./host";
import { close, showIn } from "./panel";

export function rename(host: Host, texts: Texts, file: () => string): Command {
  return (view) => {
    const offset = view.state.selection.main.head;
    const question = (name: string, apply: boolean) =>
      ask<RenameAnswer>(host, { rename: { file: file(), offset, name, apply } });
    void question("", false).then((first) => first && show_form(view, texts, first, question));
    return true;
  };
}

function show_form(
  view: EditorView,
  texts: Texts,
  first: RenameAnswer,
  question: (name: string, apply: boolean) => Promise<RenameAnswer | undefined>,
) {
  const form = element("form", "cm-ask");
  form.setAttribute("data-testid", "rename");
  const label = element("label", "", fill(texts.rename, first.old));
  const input = element("input", "cm-textfield");
  input.name = "name";
  input.value = first.old;
  input.autocomplete = "off";
  input.spellcheck = false;
  label.append(input);
  const status = element("p", "cm-ask-status");
  status.setAttribute("role", "status");
  const apply = element("button", "cm-button", texts.renameDo);
  const cancel = element("button", "cm-button", texts.cancel);
  cancel.type = "button";
  cancel.onclick = () => close(view);
  let isPossible = false;
  const show = (answer: RenameAnswer | undefined) => {
    const places = answer?.places ?? [];
    status.textContent = answer?.error || fill(texts.renamePlaces, String(places.length), places.join(", "));
    // Not `disabled`: then Enter would do nothing while an answer is on its way.
    isPossible = answer !== undefined && !answer.error && input.value !== first.old;
    apply.setAttribute("aria-disabled", String(!isPossible));
  };
  input.oninput = async () => {
    const name = input.value;
    const answer = await question(name, false);
    if (input.value === name) show(answer);
  };
  form.onsubmit = async (event) => {
    event.preventDefault();
    const name = input.value;
    show(await question(name, false));
    if (!isPossible || input.value !== name) return;
    close(view);
    void question(name, true);
  };
  form.append(label, apply, cancel, status);
  label.hidden = apply.hidden = first.old === "";
  show(first);
  showIn(view, form, first.old === "" ? cancel : input);
  input.select();
}
