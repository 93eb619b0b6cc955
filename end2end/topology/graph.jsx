// A graph as Kiali draws it, with the library that Kiali draws it with: groups as plain nodes, tags on edges, dagre's places kept
// out of it (they stand in a grid), so that drawing alone is measured.
import {
  DefaultEdge, DefaultNode, EdgeAnimationSpeed, EdgeStyle, GraphComponent, ModelKind, NodeShape, Visualization,
  VisualizationProvider, VisualizationSurface, withPanZoom,
} from "@patternfly/react-topology";
import { createRoot } from "react-dom/client";

const columns = 40;

function model(nodes, edges, round) {
  const node = (at) => ({
    id: `node-${at}`,
    type: "node",
    label: nodes[at],
    width: 30,
    height: 30,
    shape: NodeShape.rect,
    x: (at % columns) * 90,
    y: Math.floor(at / columns) * 70,
  });
  const edge = (at) => ({
    id: `edge-${at}`,
    type: "edge",
    source: `node-${edges[at][0]}`,
    target: `node-${edges[at][1]}`,
    edgeStyle: EdgeStyle.solid,
    animationSpeed: EdgeAnimationSpeed.none,
    data: { tag: `${((at + round) % 90) / 10} rps` },
  });
  return {
    graph: { id: "graph", type: "graph", layout: undefined },
    nodes: nodes.map((_, at) => node(at)),
    edges: edges.map((_, at) => edge(at)),
  };
}

const Edge = ({ element }) => <DefaultEdge element={element} tag={element.getData().tag} />;

function component(kind, type) {
  if (kind === ModelKind.graph) return withPanZoom()(GraphComponent);
  return kind === ModelKind.edge || type === "edge" ? Edge : DefaultNode;
}

/** Draws nodes of these names and edges between their numbers, and again with other figures when `refresh` is called. */
globalThis.draw = (nodes, edges) => {
  const controller = new Visualization();
  controller.registerComponentFactory(component);
  controller.fromModel(model(nodes, edges, 0), false);
  createRoot(document.getElementById("stage")).render(
    <VisualizationProvider controller={controller}>
      <VisualizationSurface />
    </VisualizationProvider>,
  );
  let round = 0;
  globalThis.refresh = () => controller.fromModel(model(nodes, edges, ++round), false);
};
