// Saving what the engine wrote as a file of the reader's.

/** Pixels of a picture for one of the drawing: sharp on screens of double density. */
const SCALE = 2;

/** No picture has more pixels on a side: larger canvases stay empty. */
const LARGEST = 8192;

const KINDS: Record<string, string> = { svg: "image/svg+xml", json: "application/json" };

/** Saves a text under a name; one that ends in `.png` is an SVG of which a picture is made first. */
export function save(name: string, text: string) {
  const extension = name.split(".").at(-1) ?? "";
  if (extension === "png") {
    void picture(text).then((png) => png && download(name, png));
  } else {
    download(name, new Blob([text], { type: KINDS[extension] ?? "text/plain" }));
  }
}

function download(name: string, blob: Blob) {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser has begun to read it by the time that it is idle again.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** An SVG as PNG; nothing where the browser cannot draw it. */
async function picture(svg: string): Promise<Blob | null> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const scale = Math.min(SCALE, LARGEST / Math.max(image.width, image.height, 1));
    const canvas = document.createElement("canvas");
    canvas.width = Math.ceil(image.width * scale);
    canvas.height = Math.ceil(image.height * scale);
    const context = canvas.getContext("2d");
    if (!context) return null;
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done) => canvas.toBlob(done, "image/png"));
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(address);
  }
}
