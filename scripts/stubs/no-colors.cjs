// Stands in for @colors/colors, which cli-table3 asks for only when a style names colours; ours never do.
module.exports = {};
