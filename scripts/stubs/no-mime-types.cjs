// Stands in for mime-types, a table of 130 KB with which form-data names the kinds of files that it sends. No file is sent to orgs.
module.exports = { lookup: () => false };
