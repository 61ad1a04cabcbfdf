import { expect, test } from 'vitest';
import { deadlineAfter, pause } from '../../src/org/client/pace.js';

const patience = { timeout: 1, retries: 0, backoff: 1, deadline: 60_000 };

test('a pull that is over stops what still waits', async () => {
  const end = deadlineAfter(patience);
  const waiting = pause(50_000, end);
  end.stop();
  await expect(waiting).rejects.toThrow('the deadline of 60 seconds');
  expect(end.signal.aborted).toBe(true);
});

test('what interrupts ends the pull, before and after it begins', () => {
  const controller = new AbortController();
  const end = deadlineAfter(patience, controller.signal);
  expect(end.signal.aborted).toBe(false);
  controller.abort();
  const late = deadlineAfter(patience, controller.signal);
  for (const one of [end, late]) {
    expect([one.signal.aborted, one.fault().kind]).toEqual([true, 'interrupted']);
    one.stop();
  }
});
