import type { Signal } from './io.js';

/** Somebody asked to stop: nothing is wrong, and there is nothing to report. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly signal: Signal;

  constructor(signal: Signal, options?: ErrorOptions) {
    super(signal, options);
    this.signal = signal;
  }
}
