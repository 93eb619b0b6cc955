// What Rust and the glue say to each other. Offsets are UTF-16 units in the open file; structured answers are JSON text.

/** Callbacks into Rust; each names the open file. */
export interface Host {
  changed(file: string, text: string): void;
  complete(file: string, offset: number): string | undefined;
  hover(file: string, offset: number): string | undefined;
  /** Goes to what the name at the offset was defined as. */
  define(file: string, offset: number): void;
  /** Applies a fix of a finding: Rust may have to change other files too. */
  fix(finding: number, fix: number): void;
}

export interface Texts {
  label: string;
  documentation: string;
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
  tone: "plain" | "good" | "warning" | "bad";
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
  link: string;
}
