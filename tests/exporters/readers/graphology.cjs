// Prints the nodes and edges that graphology imports from its own JSON.
const [modules, path] = process.argv.slice(2);
const Graph = require(`${modules}/graphology`);
const graph = Graph.from(JSON.parse(require('fs').readFileSync(path, 'utf8')));
require('./print.cjs')(graph);
