import { expect, test } from 'vitest';
import { onceFor, onceForList, onceForText } from '../../src/model/once-for.js';

function counting<K, V>(make: (key: K) => V): { make: (key: K) => V; made: K[] } {
  const made: K[] = [];
  return {
    made,
    make: (key) => {
      made.push(key);
      return make(key);
    },
  };
}

test('an object is asked once, and one that looks the same is another', () => {
  const { make, made } = counting((list: readonly number[]) => [...list, 0]);
  const withZero = onceFor(make);
  const list = [1];
  expect(withZero(list)).toBe(withZero(list));
  expect(withZero([1])).not.toBe(withZero(list));
  expect(made).toEqual([[1], [1]]);
});

test.each([false, '', 0])('what comes to %j is kept like anything else', (value) => {
  const { make, made } = counting((_: string) => value);
  const once = onceForText(make);
  expect([once('a'), once('a'), once('b')]).toEqual([value, value, value]);
  expect(made).toEqual(['a', 'b']);
});

test('what cannot be made is tried again', () => {
  let tries = 0;
  const once = onceForText((text): string => {
    tries += 1;
    if (tries === 1) throw new Error('not yet');
    return text;
  });
  expect(() => once('a')).toThrow('not yet');
  expect(once('a')).toBe('a');
});

test('a list is asked again only for other elements, whichever array holds them', () => {
  const [one, two] = [{ name: 'one' }, { name: 'two' }];
  const { make, made } = counting((list: readonly { readonly name: string }[]) =>
    list.map(({ name }) => name).join(),
  );
  const names = onceForList(make);
  const list = [one, two];
  expect([names(list), names([one, two])]).toEqual(['one,two', 'one,two']);
  expect(made).toHaveLength(1);
  list.pop();
  expect([names(list), names([two, one]), names([])]).toEqual(['one', 'two,one', '']);
  expect(made).toHaveLength(4);
});
