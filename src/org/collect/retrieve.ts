import { namesWithRest } from '../../model/words.js';
import type { Problem } from '../../report/problem.js';
import type { OrgApi } from '../client/api.js';
import { tryCall, CallFault, shortFault, asAnswerText, type Fields } from '../client/answer.js';
import { orgLimits } from '../client/limits.js';
import { pause, type PullDeadline } from '../client/pace.js';
import {
  unpacked,
  type RetrievedFile,
  type Unpacked,
  type WantedComponents,
} from '../client/unpack.js';

export interface Retrieved {
  readonly files: readonly RetrievedFile[];
  /** What the org did not send although it was asked: of a type all that is not among the files, or some by name. */
  readonly lost: readonly WantedComponents[];
  /** Whether all that came could be read. */
  readonly whole: boolean;
}

export interface RetrieveRequest {
  readonly api: OrgApi;
  readonly end: PullDeadline;
  /** The moment of the deadline, in milliseconds. */
  readonly until: number;
  /** The names of all components of a type; none when the org does not list them. */
  readonly namesOf: (type: string) => Promise<readonly string[]>;
}

/**
 * Retrieves all that is wanted at once. Where that fails, halves of it are asked for, first of the types and then of their
 * components by name, until what makes it fail is alone: one component does not take the others with it.
 */
export async function retrieveAll(
  request: RetrieveRequest,
  wanted: readonly WantedComponents[],
  problems: Problem[],
): Promise<Retrieved> {
  const came: Unpacked[] = [];
  const lost: WantedComponents[] = [];
  let asked = 0;
  let level: readonly RetrieveTask[] = wanted.length === 0 ? [] : [{ wanted }];
  while (level.length > 0) {
    const room = came.length === 0 ? orgLimits.maxRetrievesInVain : orgLimits.maxRetrieves;
    const now = level.slice(0, Math.max(0, room - asked));
    const rest = level.slice(now.length);
    asked += now.length;
    lost.push(...rest.flatMap((one) => one.wanted));
    await tellUnasked(rest, asked, problems);
    const answers = await Promise.all(now.map((one) => answerTo(request, one.wanted, problems)));
    came.push(...answers.flatMap((one) => one.came ?? []));
    lost.push(...answers.flatMap((one) => one.lost ?? []));
    level = answers.flatMap((one) => one.again ?? []);
  }
  return {
    files: came.flatMap(({ files }) => files),
    lost,
    whole: came.every(({ whole }) => whole),
  };
}

/** What to ask for, and why the retrieve failed that it was part of. */
interface RetrieveTask {
  readonly wanted: readonly WantedComponents[];
  readonly because?: CallFault;
}

/** Parts for which there is no retrieve left. */
async function tellUnasked(
  rest: readonly RetrieveTask[],
  asked: number,
  problems: Problem[],
): Promise<void> {
  const [first] = rest;
  if (!first?.because) return;
  const names = rest.flatMap(({ wanted }) => wanted).map(componentNames);
  const what = `the metadata of ${namesWithRest(names)}, not asked for in smaller parts after ${asked} retrieves`;
  await tryCall(what, problems, () => Promise.reject(first.because));
}

/** A part in words: a type, or its components by name. */
function componentNames({ type, names }: WantedComponents): string {
  if (names.includes('*')) return `type ${type}`;
  return `${type} ${namesWithRest(names)}`;
}

interface AnswerTo {
  readonly came?: Unpacked;
  readonly lost?: readonly WantedComponents[];
  /** What to ask instead. */
  readonly again?: readonly RetrieveTask[];
}

async function answerTo(
  request: RetrieveRequest,
  wanted: readonly WantedComponents[],
  problems: Problem[],
): Promise<AnswerTo> {
  const { status, fault, started } = await retrieveOnce(request, wanted);
  if (!fault) return { came: unpacked(status, wanted, problems) };
  const smaller = mayBeOnePart(fault, started) ? await halvesOf(request, wanted, fault) : [];
  if (smaller.length > 0)
    return { again: smaller.map((half) => ({ wanted: half, because: fault })) };
  await tryCall(whatOf(wanted), problems, () => Promise.reject(fault));
  // A retrieve that failed may have sent something all the same.
  if (asAnswerText(status['zipFile']) === '') return { lost: wanted };
  return { came: unpacked(status, wanted, problems), lost: wanted };
}

function whatOf(wanted: readonly WantedComponents[]): string {
  const [first, second] = wanted;
  return first && !second ? `the metadata of ${componentNames(first)}` : 'the metadata of all apps';
}

/**
 * Whether a fault may be that of one component; the end of the session or of the time is everybody's, and so is a network that
 * is down. A job that was started and then has no answer may be one that the server fails over.
 */
function mayBeOnePart({ kind }: CallFault, started: boolean): boolean {
  if (kind === 'unreachable' || kind === 'wrong-answer') return started;
  return kind === 'refused' || kind === 'missing' || kind === 'limit';
}

/** What to ask for instead; nothing where one component is alone, or where the type itself is refused. */
async function halvesOf(
  { namesOf }: RetrieveRequest,
  wanted: readonly WantedComponents[],
  fault: CallFault,
): Promise<readonly (readonly WantedComponents[])[]> {
  const [only, second] = wanted;
  if (second) return splitInHalves(wanted);
  if (!only || `${fault.code} ${fault.message}`.includes('INVALID_TYPE')) return [];
  const { type } = only;
  const byStar = only.names.includes('*');
  const names = byStar ? await namesOf(type) : only.names;
  if (names.length === 1 && !byStar) return [];
  return splitInHalves(names).map((some) => [{ type, names: some }]);
}

function splitInHalves<T>(all: readonly T[]): readonly (readonly T[])[] {
  const middle = Math.ceil(all.length / 2);
  return [all.slice(0, middle), all.slice(middle)].filter((half) => half.length > 0);
}

/** Milliseconds between two looks at a job: soon at first, since small orgs are quick. */
const firstLook = 200;
const longestWait = 5_000;
/** How much of the time that is left one retrieve may take: the others and the rest of the pull need some, too. */
const shareOfTime = 1 / 4;

interface RetrieveDone {
  readonly status: Fields;
  readonly fault?: CallFault;
  /** Whether the org took the job. */
  readonly started: boolean;
}

/** One retrieve to its end; a fault as a value, unless it is the end of the whole pull. */
async function retrieveOnce(
  { api, end, until }: RetrieveRequest,
  wanted: readonly WantedComponents[],
): Promise<RetrieveDone> {
  const begin = Date.now();
  const latest = begin + (until - begin) * shareOfTime;
  let job = '';
  try {
    job = await api.retrieve(Object.fromEntries(wanted.map(({ type, names }) => [type, names])));
    for (let wait = firstLook; ; wait = Math.min(wait * 2, longestWait)) {
      await pause(wait, end);
      const status = await api.retrieved(job);
      if (asAnswerText(status['done']) === 'true') return doneOf(status);
      if (Date.now() > latest) throw notDone(latest - begin);
    }
  } catch (fault) {
    if (!(fault instanceof CallFault) || fault.kind === 'interrupted') throw fault;
    return { status: {}, fault, started: job !== '' };
  }
}

function doneOf(status: Fields): RetrieveDone {
  if (asAnswerText(status['success']) === 'true') return { status, started: true };
  const why =
    shortFault(asAnswerText(status['errorMessage'])) ||
    asAnswerText(status['status']) ||
    'it gave no reason';
  const code = asAnswerText(status['errorStatusCode']);
  const fault = new CallFault('refused', `the retrieve failed: ${why}`, code);
  return { status, fault, started: true };
}

function notDone(time: number): CallFault {
  const seconds = Math.round(time / 1000);
  return new CallFault('refused', `the retrieve was not done within ${seconds} seconds`);
}
