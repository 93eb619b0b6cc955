// What Rust and the glue say to each other. Offsets are UTF-16 units in the open file; structured answers are JSON text.

/** Callbacks into Rust. */
export interface Host {
  /** Something is typed: the text follows when it is wanted (`Editor.flush`). */
  typed(): void;
  changed(file: string, text: string): void;
  /** The part of the open file that is seen, and some beside it: marks are wanted for this. */
  seen(from: number, to: number): void;
  /** A `Question` as JSON; promises the answer as JSON where it has one. */
  ask(question: string): Promise<string | undefined>;
}

/** A place in the open file. */
export interface Place {
  file: string;
  offset: number;
}

/** A place in the document around it, which is all that is asked about: a file may be long, and one types fast. */
export interface InDocument extends Place {
  /** Where the document begins. */
  start: number;
  text: string;
}

export type Question =
  /** Answered in units of the document. */
  | { complete: InDocument }
  | { hover: InDocument }
  /** Goes to what the name was defined as. */
  | { define: Place }
  /** Lists the requests that took the rule there. */
  | { took: Place }
  /** What a subset's new name would change; changes it where `apply` says so. */
  | { rename: Place & { name: string; apply: boolean } }
  /** Applies a fix of a finding: Rust may have to change other files too. */
  | { fix: { finding: number; fix: number } }
  /** Writes a ghost out. */
  | { writeOut: { ghost: number } }
  /** Shows the help page of a code. */
  | { rule: { code: string } }
  /** Takes files over that were dropped or chosen. */
  | { files: { files: { name: string; text: string }[] } }
  | { format: null }
  | { outline: null };

/** Asks Rust. */
export async function ask<Answer = void>(host: Host, question: Question): Promise<Answer | undefined> {
  const answer = await host.ask(JSON.stringify(question));
  return answer === undefined ? undefined : (JSON.parse(answer) as Answer);
}

/** Texts of the catalogue; `{0}` is filled in. */
export interface Texts {
  label: string;
  documentation: string;
  writeOut: string;
  rename: string;
  renamePlaces: string;
  renameDo: string;
  actions: string;
  noActions: string;
  about: string;
  line: string;
  cancel: string;
}

export interface DiagnosticMark {
  from: number;
  to: number;
  severity: "error" | "warning" | "info";
  code: string;
  message: string;
  /** Which finding it is, for `fix`. */
  finding: number;
  fixes: string[];
}

/** A pill at the end of a line: what requests did with it. */
export interface FigureMark {
  at: number;
  text: string;
  title: string;
  tone: "plain" | "good" | "warning" | "bad" | "lit" | "tried";
  split?: SplitMark;
}

/** Lines that decided a request, or were tried. */
export interface LitMark {
  from: number;
  to: number;
  tried: boolean;
  note: string;
}

/** The boundary between a weight and the next one of the same route; shares of all requests of the route in thousandths of a percent. */
export interface SplitMark {
  own: { from: number; to: number };
  next: { from: number; to: number };
  value: number;
  other: number;
  share: number;
  seen: number | null;
  band: [number, number];
  label: string;
  title: string;
}

/** A default that holds though nobody wrote it. */
export interface GhostMark {
  /** Where it would be written. */
  at: number;
  /** Columns that it is indented by; null inside braces. */
  indent: number | null;
  text: string;
  title: string;
  /** What is said beside it. */
  note: string;
}

export interface CompletionAnswer {
  from: number;
  to: number;
  items: { label: string; insert: string; detail: string; doc: string; kind: string }[];
}

export interface HoverAnswer {
  from: number;
  to: number;
  title: string;
  type: string;
  doc: string;
  default: string;
  support: string;
  /** What was observed at this line. */
  observed: string;
  link: string;
}

export interface RenameAnswer {
  /** The name that is there; empty where there is none to change. */
  old: string;
  /** `mesh.yaml:12`, one for each place. */
  places: string[];
  error: string;
}
