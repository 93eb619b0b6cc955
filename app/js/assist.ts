// Completion and hover: Rust answers, this draws.
import { autocompletion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import { hoverTooltip } from "@codemirror/view";
import type { CompletionAnswer, Host, HoverAnswer, Texts } from "./host";

function element(tag: string, className: string, text: string) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

export function assist(host: Host, texts: Texts, file: () => string): Extension {
  const source = (context: CompletionContext): CompletionResult | null => {
    const answer = host.complete(file(), context.pos);
    if (!answer) return null;
    const { from, items }: CompletionAnswer = JSON.parse(answer);
    if (items.length === 0 || (from === context.pos && !context.explicit)) return null;
    return {
      from,
      validFor: /^[\w.*/-]*$/,
      options: items.map((item) => ({
        label: item.label,
        apply: item.insert,
        detail: item.detail,
        info: item.doc || undefined,
        type: item.kind,
      })),
    };
  };
  const hover = hoverTooltip((_, position) => {
    const answer = host.hover(file(), position);
    if (!answer) return null;
    const { from, to, title, type, doc, default: fallback, support, link }: HoverAnswer = JSON.parse(answer);
    return {
      pos: from,
      end: to,
      above: true,
      create() {
        const dom = element("div", "cm-hover", "");
        const head = element("p", "cm-hover-head", "");
        head.append(element("strong", "", title), element("code", "", type));
        dom.append(head, element("p", "", doc));
        if (fallback) dom.append(element("p", "cm-hover-default", fallback));
        if (support) dom.append(element("p", "cm-hover-support", support));
        if (link) {
          const anchor = document.createElement("a");
          anchor.href = link;
          anchor.target = "_blank";
          anchor.rel = "noreferrer";
          anchor.textContent = texts.documentation;
          dom.append(anchor);
        }
        return { dom };
      },
    };
  });
  return [autocompletion({ override: [source], icons: false }), hover];
}
