// Prints a graphology graph: nodes and edges by their keys, edges with their ends.
module.exports = (graph) => {
  const nodes = {}, edges = {};
  graph.forEachNode((key, attributes) => { nodes[key] = attributes; });
  graph.forEachEdge((key, attributes, source, target) => { edges[key] = {...attributes, source, target}; });
  console.log(JSON.stringify({nodes, edges}));
};
