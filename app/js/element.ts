// Small elements of the editor's own.

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  text = "",
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

/** Fills `{0}`, `{1}`, … of a text of the catalogue. */
export function fill(template: string, ...values: string[]): string {
  return values.reduce((text, value, at) => text.replaceAll(`{${at}}`, value), template);
}
