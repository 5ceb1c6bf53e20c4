// Prints the statements of an N-Triples file of RDF 1.2 as N3.js reads them.
const [modules, path] = process.argv.slice(2);
const {Parser} = require(`${modules}/n3`);
const term = (found) => found.termType === 'Quad' ? [found.subject, found.predicate, found.object].map(term) : found.value;
const quads = new Parser().parse(require('fs').readFileSync(path, 'utf8'));
console.log(JSON.stringify(quads.map((quad) => [quad.subject, quad.predicate, quad.object].map(term))));
