// Completion and hover: Rust answers, this draws.
import { autocompletion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import { hoverTooltip } from "@codemirror/view";
import { element } from "./element";
import { ask, type CompletionAnswer, type Host, type HoverAnswer, type Texts } from "./host";

export function assist(host: Host, texts: Texts, file: () => string): Extension {
  const source = async (context: CompletionContext): Promise<CompletionResult | null> => {
    const answer = await ask<CompletionAnswer>(host, { complete: { file: file(), offset: context.pos } });
    if (!answer || answer.items.length === 0 || (answer.from === context.pos && !context.explicit)) return null;
    return {
      from: answer.from,
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
  const hover = hoverTooltip(async (_, offset) => {
    const answer = await ask<HoverAnswer>(host, { hover: { file: file(), offset } });
    if (!answer) return null;
    return { pos: answer.from, end: answer.to, above: true, create: () => ({ dom: card(answer, texts) }) };
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
