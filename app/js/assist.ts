// Completion and hover: Rust answers, this draws.
import { autocompletion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import type { Extension, Text } from "@codemirror/state";
import { hoverTooltip } from "@codemirror/view";
import { element } from "./element";
import { ask, type CompletionAnswer, type Host, type HoverAnswer, type InDocument, type Texts } from "./host";

/** A place with the YAML document that it is in, from the `---` that begins it to the next. */
function in_document(doc: Text, file: string, offset: number): InDocument {
  const begins = (line: string) => /^---(\s|$)/.test(line);
  let first = doc.lineAt(offset);
  let end = first;
  while (first.number > 1 && !begins(first.text)) first = doc.line(first.number - 1);
  while (end.number < doc.lines && !begins(doc.line(end.number + 1).text)) end = doc.line(end.number + 1);
  return { file, offset, start: first.from, text: doc.sliceString(first.from, end.to) };
}

export function assist(host: Host, texts: Texts, file: () => string): Extension {
  const source = async (context: CompletionContext): Promise<CompletionResult | null> => {
    const complete = in_document(context.state.doc, file(), context.pos);
    const answer = await ask<CompletionAnswer>(host, { complete });
    if (!answer || answer.items.length === 0 || (complete.start + answer.from === context.pos && !context.explicit)) return null;
    return {
      from: complete.start + answer.from,
      validFor: /^[\w.*/-]*$/,
      options: answer.items.map((item) => ({
        label: item.label,
        apply: item.insert,
        detail: item.detail,
        info: item.doc || undefined,
        type: item.kind,
      })),
    };
  };
  const hover = hoverTooltip(async (view, offset) => {
    const hover = in_document(view.state.doc, file(), offset);
    const answer = await ask<HoverAnswer>(host, { hover });
    if (!answer) return null;
    return { pos: hover.start + answer.from, end: hover.start + answer.to, above: true, create: () => ({ dom: card(answer, texts) }) };
  });
  return [autocompletion({ override: [source], icons: false }), hover];
}

function card(answer: HoverAnswer, texts: Texts): HTMLElement {
  const dom = element("div", "cm-hover");
  const head = element("p", "cm-hover-head");
  head.append(element("strong", "", answer.title), element("code", "", answer.type));
  dom.append(head);
  if (answer.observed) dom.append(element("p", "cm-hover-observed", answer.observed));
  dom.append(element("p", "", answer.doc));
  if (answer.default) dom.append(element("p", "cm-hover-default", answer.default));
  if (answer.support) dom.append(element("p", "cm-hover-support", answer.support));
  if (answer.link) {
    const anchor = element("a", "", texts.documentation);
    anchor.href = answer.link;
    anchor.target = "_blank";
    anchor.rel = "noreferrer";
    dom.append(anchor);
  }
  return dom;
}
