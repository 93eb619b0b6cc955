// The YAML editor: CodeMirror over the server-rendered text area. All knowledge of YAML and Istio comes from Rust.
import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab, temporarilySetTabFocusMode } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, foldGutter, foldKeymap, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Annotation, EditorState, type Extension } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tagHighlighter, tags } from "@lezer/highlight";
import { actions } from "./actions";
import { assist } from "./assist";
import { takeFiles } from "./drop";
import { fill } from "./element";
import { ghosts, setGhosts } from "./ghosts";
import { ask, type DiagnosticMark, type FigureMark, type GhostMark, type Host, type LitMark, type Texts } from "./host";
import { marks, setFigures, setLit } from "./marks";
import { panels } from "./panel";
import { rename } from "./rename";

/** Marks a change that Rust made, which it must not be told of again. */
const fromRust = Annotation.define<boolean>();

/** A text no longer than this is marked as a whole. */
const SHORT = 60_000;

const colours = tagHighlighter([
  { tag: tags.definition(tags.propertyName), class: "tok-key" },
  { tag: tags.propertyName, class: "tok-key" },
  { tag: [tags.string, tags.content, tags.attributeValue], class: "tok-string" },
  { tag: [tags.number, tags.bool, tags.null], class: "tok-number" },
  { tag: [tags.comment, tags.lineComment], class: "tok-comment" },
  { tag: [tags.meta, tags.separator, tags.punctuation, tags.squareBracket, tags.brace], class: "tok-meta" },
]);

class Editor {
  private readonly view: EditorView;
  private readonly states = new Map<string, EditorState>();
  private readonly extensions: Extension;
  private file = "";
  /** What Rust was told is seen. */
  private seen = { from: 0, to: 0 };
  /** Whether Rust does not have the text as it stands. */
  private isTyped = false;

  constructor(
    private readonly area: HTMLTextAreaElement,
    nonce: string,
    private readonly host: Host,
    private readonly texts: Texts,
  ) {
    const file = () => this.file;
    const typing = host;
    // Whoever is asked to do something with the text has all of it.
    host = this.host = {
      ...typing,
      ask: (question) => {
        this.flush();
        return typing.ask(question);
      },
    };
    this.extensions = [
      EditorView.cspNonce.of(nonce),
      // With a tab index of its own the text is known to be reachable by keyboard.
      EditorView.contentAttributes.of({ "aria-label": texts.label, tabindex: "0" }),
      lineNumbers(),
      lintGutter(),
      foldGutter({ openText: "⌄", closedText: "›" }),
      history(),
      drawSelection(),
      indentUnit.of("  "),
      EditorState.tabSize.of(2),
      bracketMatching(),
      closeBrackets(),
      highlightActiveLine(),
      highlightActiveLineGutter(),
      highlightSelectionMatches(),
      yaml(),
      syntaxHighlighting(colours),
      marks(),
      ghosts(),
      panels(),
      assist(typing, texts, file),
      keymap.of([
        { key: "F12", run: (view) => this.define(view.state.selection.main.head) },
        { key: "Shift-F12", run: (view) => this.took(view.state.selection.main.head) },
        { key: "F2", run: rename(host, texts, file) },
        { key: "Mod-.", run: actions(host, texts) },
        { key: "Alt-Enter", run: actions(host, texts) },
        { key: "Shift-Alt-f", run: () => (ask(host, { format: null }), true) },
        { key: "Mod-Shift-o", run: () => (ask(host, { outline: null }), true) },
        // Esc, then Tab leaves the editor: otherwise Tab would trap whoever has no pointer.
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...lintKeymap,
        ...searchKeymap,
        ...historyKeymap,
        ...foldKeymap,
        { key: "Escape", run: temporarilySetTabFocusMode },
        ...defaultKeymap,
        indentWithTab,
      ]),
      EditorView.domEventHandlers({
        mousedown: (event, view) => {
          // A figure leads to the requests that it counts.
          const figure = event.button === 0 && event.target instanceof Element && event.target.closest<HTMLElement>(".cm-figure-plain");
          if (figure) return this.took(view.posAtDOM(figure));
          if (event.button !== 0 || !(event.ctrlKey || event.metaKey)) return false;
          const offset = view.posAtCoords({ x: event.clientX, y: event.clientY });
          return offset !== null && this.define(offset);
        },
      }),
      EditorView.updateListener.of((update) => {
        if (update.viewportChanged) this.see();
        if (!update.docChanged || update.transactions.every((each) => each.annotation(fromRust))) return;
        this.isTyped = true;
        this.host.typed();
      }),
    ];
    this.view = new EditorView({ state: EditorState.create({ extensions: this.extensions }) });
    area.hidden = true;
    area.after(this.view.dom);
    takeFiles(area, host);
  }

  private took(offset: number) {
    ask(this.host, { took: { file: this.file, offset } });
    return true;
  }

  private define(offset: number) {
    ask(this.host, { define: { file: this.file, offset } });
    return true;
  }

  /** Gives Rust what was typed. A long text takes a while: not with each key. */
  flush() {
    if (!this.isTyped) return;
    this.isTyped = false;
    this.host.changed(this.file, this.view.state.doc.toString());
  }

  /** Shows a file, with the undo history it had when it was left. */
  open(file: string, text: string) {
    if (file !== this.file) {
      // What was typed is the old file's.
      this.flush();
      if (this.file) this.states.set(this.file, this.view.state);
      this.file = file;
      this.view.setState(this.states.get(file) ?? EditorState.create({ doc: text, extensions: this.extensions }));
    }
    this.replace(text);
    this.see(true);
  }

  /** Tells Rust what is seen, with as much beside it, so that it need not be told at each step of a wheel. */
  private see(isOther = false) {
    const { viewport, state } = this.view;
    if (!isOther && viewport.from >= this.seen.from && viewport.to <= this.seen.to) return;
    const isShort = state.doc.length <= SHORT;
    const beside = viewport.to - viewport.from;
    this.seen = isShort ? { from: 0, to: 0xffffffff } : { from: Math.max(0, viewport.from - beside), to: viewport.to + beside };
    this.host.seen(this.seen.from, this.seen.to);
  }

  /** Forgets the files of another scenario; the open one is kept so that its last edit can be undone. */
  forget() {
    this.states.clear();
  }

  private replace(text: string) {
    const old = this.view.state.doc.toString();
    if (old === text) return;
    let from = 0;
    while (from < old.length && from < text.length && old[from] === text[from]) from++;
    let tail = 0;
    while (tail < old.length - from && tail < text.length - from && old.at(-1 - tail) === text.at(-1 - tail)) tail++;
    const changes = { from, to: old.length - tail, insert: text.slice(from, text.length - tail) };
    this.view.dispatch({ changes, annotations: fromRust.of(true) });
  }

  setDiagnostics(json: string) {
    const { doc } = this.view.state;
    const within = (at: number) => Math.min(at, doc.length);
    // Information about a whole resource is no reason to underline all of it.
    const end = ({ from, to, severity }: DiagnosticMark) =>
      severity === "info" ? Math.min(within(to), doc.lineAt(within(from)).to) : within(to);
    const found: Diagnostic[] = (JSON.parse(json) as DiagnosticMark[]).map((mark) => ({
      from: within(mark.from),
      to: end(mark),
      severity: mark.severity,
      source: mark.code,
      message: mark.message,
      actions: [
        ...mark.fixes.map((name, fix) => ({
          name,
          apply: () => ask(this.host, { fix: { finding: mark.finding, fix } }),
        })),
        {
          name: fill(this.texts.about, mark.code),
          markClass: "cm-about",
          apply: () => ask(this.host, { rule: { code: mark.code } }),
        },
      ],
    }));
    this.view.dispatch(setDiagnostics(this.view.state, found));
  }

  setGhosts(json: string) {
    setGhosts(this.view, JSON.parse(json) as GhostMark[], this.host, this.texts);
  }

  setFigures(json: string) {
    this.view.dispatch({ effects: setFigures.of(JSON.parse(json) as FigureMark[]) });
  }

  setLit(json: string) {
    this.view.dispatch({ effects: setLit.of(JSON.parse(json) as LitMark[]) });
  }

  /** Selects a range, scrolls it to the middle and puts the cursor there. */
  reveal(from: number, to: number) {
    const length = this.view.state.doc.length;
    const anchor = Math.min(from, length);
    const line = this.view.state.doc.lineAt(anchor).number;
    this.view.dispatch({
      selection: { anchor },
      effects: [
        EditorView.scrollIntoView(Math.min(Math.max(from, to), length), { y: "center" }),
        EditorView.announce.of(fill(this.texts.line, this.file, String(line))),
      ],
    });
  }

  focus() {
    this.view.focus();
  }

  destroy() {
    this.view.destroy();
    this.area.hidden = false;
  }
}

export function mount(area: HTMLTextAreaElement, nonce: string, host: Host, texts: Texts): Editor {
  return new Editor(area, nonce, host, texts);
}
