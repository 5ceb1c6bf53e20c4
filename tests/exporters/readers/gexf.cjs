// Prints the nodes and edges of a GEXF file as graphology-gexf reads them.
const [modules, path] = process.argv.slice(2);
const load = (name) => require(`${modules}/${name}`);
const gexf = load('graphology-gexf');
const {MultiDirectedGraph} = load('graphology');
const graph = gexf.parse(MultiDirectedGraph, require('fs').readFileSync(path, 'utf8'));
require('./print.cjs')(graph);
