import type { Verdict } from './verdict.js';

/** A published list of controls that rules give evidence for: a benchmark, a mandate, a standard. */
export interface Framework {
  /** As rules name it: `sbs`. */
  readonly id: string;
  readonly title: string;
  readonly url?: string;
  readonly version?: string;
  /** Title by control id. */
  readonly controls: Readonly<Record<string, string>>;
  /** Why no rule gives evidence for a control. */
  readonly notAssessed: Readonly<Record<string, string>>;
}

/** What a run says of the controls of a framework. */
export interface FrameworkCoverage {
  readonly framework: Omit<Framework, 'controls' | 'notAssessed'>;
  /** In the order of the framework. */
  readonly controls: readonly ControlCoverage[];
}

/** What a run says of one control: the rules that give evidence, and the verdicts of all their checks. */
export interface ControlCoverage extends Readonly<Record<Verdict, number>> {
  readonly control: string;
  readonly title: string;
  /** Full ids. */
  readonly rules: readonly string[];
  /** Whether any rule of this run can give evidence. Never that the control is fulfilled. */
  readonly assessed: boolean;
  /** Why it is not assessed. */
  readonly reason?: string;
}
