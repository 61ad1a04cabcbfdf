/**
 * The processor time that this process took so far, in milliseconds. What must not hang is held to it and not to the
 * clock, which goes on while others use the machine.
 */
export function cpuTime(): number {
  return process.cpuUsage().user / 1000;
}
