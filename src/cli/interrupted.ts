/** Ctrl-C: nothing is wrong, and there is nothing to report. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}
