// Prints the nodes and edges of Cytoscape's JSON as cytoscape.js holds them, without a page.
const [modules, path] = process.argv.slice(2);
const cytoscape = require(`${modules}/cytoscape`);
const data = JSON.parse(require('fs').readFileSync(path, 'utf8'));
const graph = cytoscape({headless: true, elements: data.elements});
const held = (elements) => Object.fromEntries(elements.map((element) => [element.id(), element.data()]));
console.log(JSON.stringify({nodes: held(graph.nodes()), edges: held(graph.edges())}));
