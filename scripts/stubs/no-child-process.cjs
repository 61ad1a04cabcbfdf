// Stands in for node:child_process in commander, which needs it for subcommands that are programs of their own.
module.exports = {};
