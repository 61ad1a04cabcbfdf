// string-width for cli-table3: nearly all texts of a table are ASCII, as wide as they are long, and the regular
// expression that finds emoji in the others takes longer to set up than most tables take to draw.
module.exports = (text) =>
  // oxlint-disable-next-line no-control-regex -- control characters have no width: they are left to string-width
  /^[\x20-\x7e─…]*$/.test(text) ? text.length : require('../../node_modules/string-width')(text);
