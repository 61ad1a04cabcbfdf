// Stands in for jsonpath-plus, with which json-rules-engine follows paths in facts. Ours are flat: the engine gets a
// path resolver that refuses paths (src/conditions/confirm.ts), and the code that evaluates them is not shipped at all.
exports.JSONPath = ({ path }) => {
  throw new Error(`conditions have no paths: ${path}`);
};
