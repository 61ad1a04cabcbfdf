// What every start is compared with: Node itself, with nothing to do.
