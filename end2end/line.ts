// A slow line between browser and server: so many bits a second, so long until the first of them is there.
import { connect, createServer, type Server, type Socket } from "node:net";

export class Line {
  /** Bytes that the browser was sent. */
  bytes = 0;
  private readonly server: Server;
  /** When the line is free again. */
  private free = 0;

  /** To a port of this machine; bits per second, and milliseconds there and back. */
  constructor(
    port: number,
    private readonly rate: number,
    private readonly delay: number,
  ) {
    this.server = createServer((browser) => {
      const real = connect(port, "127.0.0.1");
      const end = () => (browser.destroy(), real.destroy());
      for (const socket of [browser, real]) socket.on("error", end).on("close", end);
      // A connection is there and back before anything is asked, and each question is under way as long as half of that.
      browser.on("data", (data) => void setTimeout(() => real.write(data), this.delay));
      real.on("data", (data) => this.send(browser, data));
    });
  }

  private send(browser: Socket, data: Buffer) {
    this.free = Math.max(Date.now(), this.free) + (data.length * 8000) / this.rate;
    setTimeout(() => {
      this.bytes += data.length;
      if (!browser.destroyed) browser.write(data);
    }, this.free - Date.now());
  }

  /** Listens; gives its address. */
  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    const address = this.server.address();
    return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
  }

  close() {
    this.server.close();
  }
}
