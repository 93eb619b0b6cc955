// Files that are dropped on the editor or chosen with its file field: read here, taken over by Rust.
import { ask, type Host } from "./host";

export function takeFiles(area: HTMLElement, host: Host) {
  const panel = area.closest<HTMLElement>(".edit") ?? area;
  const take = async (list: FileList | null | undefined) => {
    const files = await Promise.all([...(list ?? [])].map(async (file) => ({ name: file.name, text: await file.text() })));
    if (files.length > 0) ask(host, { files: { files } });
  };
  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
  // Before CodeMirror, which would write the text where it was dropped.
  const options = { capture: true };
  panel.addEventListener(
    "dragover",
    (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      panel.classList.add("drop");
    },
    options,
  );
  panel.addEventListener("dragleave", (event) => {
    if (!panel.contains(event.relatedTarget as Node | null)) panel.classList.remove("drop");
  });
  panel.addEventListener(
    "drop",
    (event) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      event.stopPropagation();
      panel.classList.remove("drop");
      void take(event.dataTransfer?.files);
    },
    options,
  );
  const field = panel.querySelector<HTMLInputElement>("input[type=file]");
  field?.addEventListener("change", () => {
    void take(field.files).then(() => (field.value = ""));
  });
}
