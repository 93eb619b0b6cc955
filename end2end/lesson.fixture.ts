// A lesson as the server tells it, over the files of the first preset: a step of each kind.
import type { Page } from "@playwright/test";
import { presetFile } from "./playground";

const text = (words: string) => ({ Text: words });
const paragraph = (...pieces: object[]) => ({ Paragraph: pieces });
const figure = (check: string, at = 0) => ({ Figure: { check, figure: at } });
const look = (also: object = {}) => ({ file: "", line: "", select: "", dock: "", cluster: false, ...also });

const url = "http://fleetman-staff-service:8080/driver/City%20Truck";
const share = (name: string, low: number, high: number) => `apiVersion: playground.mesh/v1
kind: Check
metadata: {name: ${name}}
spec:
  send: {from: api-gateway, count: 1000, request: {url: "${url}"}}
  expect:
  - {share: {version: risky}, between: [${low}, ${high}]}
`;

const rule = (safe: string, risky: string) => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: staff-service
spec:
  hosts:
  - fleetman-staff-service
  http:
  - route:
    - destination:
        host: fleetman-staff-service
        subset: safe
      weight: ${safe}
    - destination:
        host: fleetman-staff-service
        subset: risky
      weight: ${risky}
`;

const step = (id: string, title: string, also: object) => ({
  id,
  title,
  text: [],
  predictions: [],
  action: null,
  checks: [],
  judged: "",
  mistakes: [],
  hints: [],
  after: [],
  look: look(),
  ...also,
});
const check = (name: string, words: string) => ({ name, text: [text(words)] });
const patch = (safe: string, risky: string) => ({ file: "mesh.yaml", text: rule(safe, risky), delete: [] });
const hints = ["A push.", "A nudge.", "The whole way."].map((words) => [paragraph(text(words))]);

export const CARD = {
  slug: "canary-weights",
  title: "Canary by weight",
  summary: "Send one request in ten to a new version.",
  outcome: "give a new version an exact share of the requests",
  minutes: 12,
  group: "Traffic",
  steps: ["pods", "weights", "drift", "node", "yours"],
};

const LESSON = {
  card: CARD,
  language: "en",
  steps: [
    step("pods", "Ten percent, with pods", {
      text: [
        paragraph(text("No rule yet: the Service "), { Code: "fleetman-staff-service" }, text(" spans both versions, each with one pod.")),
        { List: { is_ordered: false, items: [[paragraph(text("safe is old"))], [paragraph(text("risky is new"))]] } },
      ],
      predictions: [
        {
          id: "split",
          text: [paragraph(text("Nine pods of safe, one of risky. What does risky get?"))],
          answer: {
            Choice: {
              choices: [
                { text: [text("Half")], reply: [text("Endpoints count, not versions.")] },
                { text: [text("One in ten")], reply: [text("One endpoint of ten.")] },
              ],
              right: 1,
            },
          },
        },
      ],
      action: { patches: [], commands: ["kubectl scale deployment staff-service --replicas=9"], is_typed: false },
      checks: [check("by-pods", "About a tenth ends at risky")],
      judged: share("by-pods", 6, 14),
      hints,
      after: [paragraph(text("It got "), figure("by-pods"), text("."))],
      look: look({ select: "staff-service", dock: "terminal" }),
    }),
    step("weights", "With weights", {
      text: [paragraph(text("Now a rule says the share."))],
      predictions: [
        {
          id: "share",
          text: [paragraph(text("What share will risky get?"))],
          answer: { Number: { check: "half", figure: 0, within: 5, unit: "%" } },
        },
      ],
      action: { patches: [patch("50", "50")], commands: [], is_typed: false },
      checks: [check("half", "Half of the requests end at risky")],
      judged: share("half", 44, 56),
      hints,
      after: [paragraph(text("In the step before it was "), figure("by-pods"), text(", now it is "), figure("half"), text("."))],
      look: look({ file: "mesh.yaml" }),
    }),
    step("drift", "You write this one", {
      text: [paragraph(text("Give risky a weight of 10."))],
      action: { patches: [patch("90", "10")], commands: [], is_typed: true },
      checks: [check("ten", "A tenth of the requests ends at risky")],
      judged: share("ten", 6, 14) + "---\n" + share("swapped", 80, 100),
      mistakes: [
        {
          name: "swapped",
          when: "Check",
          text: [paragraph(text("The weights are the wrong way round."))],
          look: look({ file: "mesh.yaml", line: "subset: risky" }),
        },
      ],
      hints,
      after: [paragraph(text("Done: "), figure("ten"))],
      look: look({ file: "mesh.yaml", line: "weight: 50" }),
    }),
    step("node", "Who answers?", {
      text: [paragraph(text("Look at the graph."))],
      predictions: [
        { id: "who", text: [paragraph(text("Which version answers most requests?"))], answer: { Node: { app: "staff-service", version: "safe" } } },
      ],
      after: [paragraph(text("The weight says so."))],
    }),
    step("yours", "Now yours", { text: [paragraph(text("Everything is unlocked."))] }),
  ],
};

/** Answers what the page asks the server about lessons: what a step begins with are the preset's files with that step's rule. */
export async function serveLesson(page: Page) {
  const names = ["scenario.yaml", "apps.yaml", "traffic.yaml", "mesh.yaml"];
  const files = await Promise.all(names.map(async (name) => ({ name, text: await presetFile("canary-weights", name) })));
  const without = (safe?: string, risky?: string) =>
    files.map(({ name, text }) => {
      if (name === "scenario.yaml") return { name, text: text.replace(/at: \d+s/, "at: 2s") };
      if (name !== "mesh.yaml") return { name, text };
      const rest = text.split("---\n").slice(1).join("---\n");
      return { name, text: safe ? `${rule(safe, risky!)}---\n${rest}` : rest };
    });
  const begins: Record<string, ReturnType<typeof without>> = {
    pods: without(),
    weights: without(),
    drift: without("50", "50"),
    node: without("90", "10"),
    yours: without("90", "10"),
  };
  await page.route(/\/api\/v1\/lessons/, (route) => {
    const path = new URL(route.request().url()).pathname.split("/").slice(4);
    const json = path.length === 0 ? [CARD] : path.length === 1 ? LESSON : { files: begins[path[1]!] };
    return route.fulfill({ json });
  });
}
