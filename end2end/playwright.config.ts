import { defineConfig, devices } from "@playwright/test";

const port = 3987;
const binary = process.env.MESH_PLAYGROUND;
if (!binary) throw new Error("MESH_PLAYGROUND must name the binary under test: run `cargo xtask test`");

// They print how long things take, which others beside them would change.
const measuring = ["large.spec.ts", "line.spec.ts"];

export default defineConfig({
  testDir: ".",
  outputDir: "results/failures",
  reporter: "list",
  workers: 2,
  projects: [
    { name: "alone", testMatch: measuring, workers: 1 },
    { name: "two at once", testMatch: "*.spec.ts", testIgnore: measuring, dependencies: ["alone"] },
  ],
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    ...devices["Desktop Chrome"],
    viewport: { width: 1440, height: 900 },
    baseURL: `http://127.0.0.1:${port}`,
    testIdAttribute: "data-testid",
    permissions: ["clipboard-read", "clipboard-write"],
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  webServer: {
    command: `mkdir -p results && rm -f results/store.db* && "${binary}" serve --addr 127.0.0.1:${port} --database-url sqlite://results/store.db`,
    url: `http://127.0.0.1:${port}/healthz`,
    // Its log of every request would hide what failed.
    env: { RUST_LOG: "warn" },
    reuseExistingServer: false,
  },
});
