// Prints the nodes and edges of a GraphML file as graphology-graphml reads them.
const [modules, path] = process.argv.slice(2);
const load = (name) => require(`${modules}/${name}`);
const {parse} = load('graphology-graphml');
const {MultiDirectedGraph} = load('graphology');
const graph = parse(MultiDirectedGraph, require('fs').readFileSync(path, 'utf8'));
require('./print.cjs')(graph);
