// Stands in for csv-parse and csv-stringify, with which jsforce talks to the Bulk API. No call of ours asks for CSV, and
// an org that answers with it is refused here.
function refuse() {
  throw new Error('CSV is neither sent to orgs nor taken from them');
}
module.exports = { parse: refuse, Parser: refuse, stringify: refuse };
