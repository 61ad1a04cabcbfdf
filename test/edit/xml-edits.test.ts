// What a change does to the text of a file: these characters and no others.
import { describe, expect, test } from 'vitest';
import type { Change } from '../../src/edit/change.js';
import { applyEdits } from '../../src/edit/text-edits.js';
import { editsOf } from '../../src/edit/xml-edits.js';
import type { MetadataType } from '../../src/model/metadata-types.js';
import { parseXml } from '../../src/metadata/xml/parse.js';

const oauth = 'ExtlClntAppOauthSettings';
const policies = 'ExtlClntAppOauthConfigurablePolicies';

function edited(
  text: string,
  changes: readonly Change[],
  type: MetadataType = changes[0]?.part ?? oauth,
): string {
  const parsed = parseXml(text);
  if (!parsed.ok) throw new Error(parsed.message);
  const { edits, refused } = editsOf(parsed.document, type, changes);
  if (refused.length > 0) return `refused: ${refused.map(({ because }) => because).join('; ')}`;
  return applyEdits(text, edits);
}

const set = (path: string, text: string, part: MetadataType = policies): Change => ({
  kind: 'set',
  part,
  path,
  text,
});
const remove = (path: string, part: MetadataType = policies): Change => ({
  kind: 'remove',
  part,
  path,
});

describe('one element', () => {
  const cases: readonly (readonly [string, string, readonly Change[], string])[] = [
    ['a value', '<P>\n  <a>1</a>\n</P>', [set('a', '2')], '<P>\n  <a>2</a>\n</P>'],
    ['a value with blanks around', '<P><a> 1\n</a></P>', [set('a', '2')], '<P><a> 2\n</a></P>'],
    [
      'the value that is there',
      '<P><a>x &amp; y</a></P>',
      [set('a', 'x & y')],
      '<P><a>x &amp; y</a></P>',
    ],
    [
      'a value that needs escaping',
      '<P><a>1</a></P>',
      [set('a', '<&>')],
      '<P><a>&lt;&amp;&gt;</a></P>',
    ],
    ['an empty element', '<P>\n  <a></a>\n</P>', [set('a', '2')], '<P>\n  <a>2</a>\n</P>'],
    ['an element in one tag', '<P>\n  <a />\n</P>', [set('a', '2')], '<P>\n  <a>2</a>\n</P>'],
    ['an element of blanks', '<P>\n  <a>  </a>\n</P>', [set('a', '2')], '<P>\n  <a>2</a>\n</P>'],
    [
      'an element that says it is nothing',
      '<P xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n  <a xsi:nil="true"/>\n</P>',
      [set('a', '2')],
      '<P xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n  <a>2</a>\n</P>',
    ],
    ['equal elements', '<P><a>1</a><a>1</a></P>', [set('a', '2')], '<P><a>2</a><a>2</a></P>'],
    [
      'a new element between two',
      '<P>\n\t<a>1</a>\n\t<c>3</c>\n</P>',
      [set('b', '2')],
      '<P>\n\t<a>1</a>\n\t<b>2</b>\n\t<c>3</c>\n</P>',
    ],
    [
      'a new first element',
      '<P>\n  <b>1</b>\n</P>',
      [set('a', '2')],
      '<P>\n  <a>2</a>\n  <b>1</b>\n</P>',
    ],
    [
      'a new last element',
      '<P>\n  <b>1</b>\n</P>',
      [set('c', '2')],
      '<P>\n  <b>1</b>\n  <c>2</c>\n</P>',
    ],
    [
      'two new elements at one place',
      '<P>\n  <a>1</a>\n</P>',
      [set('c', '3'), set('b', '2')],
      '<P>\n  <a>1</a>\n  <b>2</b>\n  <c>3</c>\n</P>',
    ],
    [
      'a file in one line',
      '<P><a>1</a><c>3</c></P>',
      [set('b', '2')],
      '<P><a>1</a><b>2</b><c>3</c></P>',
    ],
    [
      'CRLF',
      '<P>\r\n  <a>1</a>\r\n</P>\r\n',
      [set('b', '2')],
      '<P>\r\n  <a>1</a>\r\n  <b>2</b>\r\n</P>\r\n',
    ],
    [
      'a comment on the line before',
      '<P>\n  <a>1</a> <!-- one -->\n  <c>3</c>\n</P>',
      [set('b', '2')],
      '<P>\n  <a>1</a> <!-- one -->\n  <b>2</b>\n  <c>3</c>\n</P>',
    ],
    [
      'a comment above the next',
      '<P>\n  <a>1</a>\n  <!-- three -->\n  <c>3</c>\n</P>',
      [set('b', '2')],
      '<P>\n  <a>1</a>\n  <b>2</b>\n  <!-- three -->\n  <c>3</c>\n</P>',
    ],
    ['a root without content', '<P></P>', [set('a', '1')], '<P>\n    <a>1</a>\n</P>'],
    ['a root in one tag', '<P xmlns="x"/>', [set('a', '1')], '<P xmlns="x">\n    <a>1</a>\n</P>'],
    [
      'an element that goes',
      '<P>\n  <a>1</a>\n  <b>2</b>\n</P>',
      [remove('a')],
      '<P>\n  <b>2</b>\n</P>',
    ],
    [
      'the last element goes',
      '<P>\r\n  <a>1</a>\r\n  <b>2</b>\r\n</P>',
      [remove('b')],
      '<P>\r\n  <a>1</a>\r\n</P>',
    ],
    [
      'an element of several lines goes',
      '<P>\n  <a>1</a>\n  <b>2\n3</b>\n</P>',
      [remove('b')],
      '<P>\n  <a>1</a>\n</P>',
    ],
    ['an element beside others goes', '<P><a>1</a><b>2</b></P>', [remove('a')], '<P><b>2</b></P>'],
    [
      'an element with a comment behind it goes',
      '<P>\n  <a>1</a> <!-- x -->\n</P>',
      [remove('a')],
      '<P>\n   <!-- x -->\n</P>',
    ],
    ['what is not there goes', '<P><a>1</a></P>', [remove('b')], '<P><a>1</a></P>'],
    [
      'one goes and one comes',
      '<P>\n  <a>1</a>\n  <b>2</b>\n</P>',
      [remove('a'), set('aa', '3')],
      '<P>\n  <aa>3</aa>\n  <b>2</b>\n</P>',
    ],
    [
      'all of them go and one comes',
      '<P>\n  <a>1</a>\n</P>',
      [remove('a'), set('b', '3')],
      '<P>\n  <b>3</b>\n</P>',
    ],
    [
      'a comment inside the text',
      '<P><a>1<!-- x --></a></P>',
      [set('a', '2')],
      '<P><a>2<!-- x --></a></P>',
    ],
    [
      'a comment and no text',
      '<P><a><!-- x --></a></P>',
      [set('a', '2')],
      '<P><a><!-- x -->2</a></P>',
    ],
    [
      'a text in two pieces',
      '<P><a>1<!-- x -->0</a></P>',
      [set('a', '2')],
      'refused: the text of <a> is written in several pieces',
    ],
    [
      'a CDATA section',
      '<P><a> <![CDATA[ 1 ]]> <!-- x --></a></P>',
      [set('a', '2 & 3')],
      '<P><a> <![CDATA[ 2 & 3 ]]> <!-- x --></a></P>',
    ],
    [
      'a text that no CDATA section holds',
      '<P><a><![CDATA[1]]></a></P>',
      [set('a', ']]>')],
      'refused: the text of <a> is a CDATA section, which cannot hold the new one',
    ],
    [
      'elements where a text belongs',
      '<P><a><b/></a></P>',
      [set('a', '2')],
      'refused: <a> holds elements where a text belongs',
    ],
  ];
  test.each(cases)('%s', (_name, before, changes, after) => {
    expect(edited(before, changes)).toBe(after);
    expect(after.startsWith('refused') || edited(after, changes) === after).toBe(true);
  });
});

describe('elements inside others', () => {
  const app = 'ConnectedApp';
  const cases: readonly (readonly [string, string, readonly Change[], string])[] = [
    [
      'one that is there',
      '<A>\n  <s>\n    <t>9</t>\n  </s>\n</A>',
      [set('s/t', '60', app)],
      '<A>\n  <s>\n    <t>60</t>\n  </s>\n</A>',
    ],
    [
      'a new one',
      '<A>\n  <s>\n    <t>9</t>\n  </s>\n</A>',
      [set('s/u', '60', app)],
      '<A>\n  <s>\n    <t>9</t>\n    <u>60</u>\n  </s>\n</A>',
    ],
    [
      'with a container that is not there',
      '<A>\n  <a>1</a>\n</A>',
      [set('s/u', '2', app), set('s/t', '1', app)],
      '<A>\n  <a>1</a>\n  <s>\n    <t>1</t>\n    <u>2</u>\n  </s>\n</A>',
    ],
    [
      'two levels down',
      '<A>\n  <a>1</a>\n</A>',
      [set('s/t/u', '1', app)],
      '<A>\n  <a>1</a>\n  <s>\n    <t>\n      <u>1</u>\n    </t>\n  </s>\n</A>',
    ],
    [
      'with an empty container',
      '<A>\n  <s/>\n</A>',
      [set('s/t', '1', app)],
      '<A>\n  <s>\n    <t>1</t>\n  </s>\n</A>',
    ],
    ['in one line', '<A><a>1</a></A>', [set('s/t', '1', app)], '<A><a>1</a><s><t>1</t></s></A>'],
    ['nothing to take out of nothing', '<A><a>1</a></A>', [remove('s/t', app)], '<A><a>1</a></A>'],
  ];
  test.each(cases)('%s', (_name, before, changes, after) => {
    expect(edited(before, changes, app)).toBe(after);
    expect(edited(after, changes, app)).toBe(after);
  });
});

describe('entries of one element', () => {
  const lines = (add: readonly string[], gone: readonly string[] = []): Change => ({
    kind: 'entries',
    part: 'ExtlClntAppGlobalOauthSettings',
    path: 'callbackUrl',
    separator: 'lines',
    add,
    remove: gone,
  });
  const commas = (add: readonly string[], gone: readonly string[] = []): Change => ({
    kind: 'entries',
    part: policies,
    path: 'p',
    separator: 'commas',
    add,
    remove: gone,
  });
  const scopes = (add: readonly string[], gone: readonly string[] = []): Change => ({
    kind: 'entries',
    part: oauth,
    path: 'p',
    separator: 'scopes',
    add,
    remove: gone,
  });
  const inUrl = (text: string): string => `<G>\n  <callbackUrl>${text}</callbackUrl>\n</G>\n`;
  const inP = (text: string): string => `<G>\n  <p>${text}</p>\n</G>\n`;
  const cases: readonly (readonly [string, string, Change, string])[] = [
    ['one more line', inUrl('https://a'), lines(['https://b']), inUrl('https://a\nhttps://b')],
    [
      'one more line of CRLF',
      inUrl('https://a').replaceAll('\n', '\r\n'),
      lines(['https://b']),
      inUrl('https://a\nhttps://b').replaceAll('\n', '\r\n'),
    ],
    [
      'separated as the others are',
      inUrl('https://a&#10;https://b'),
      lines(['https://c']),
      inUrl('https://a&#10;https://b&#10;https://c'),
    ],
    [
      'escaped',
      inUrl('https://a'),
      lines(['https://b?x=1&y=2']),
      inUrl('https://a\nhttps://b?x=1&amp;y=2'),
    ],
    [
      'there already',
      inUrl('https://a?x=1&amp;y=2'),
      lines(['https://a?x=1&y=2']),
      inUrl('https://a?x=1&amp;y=2'),
    ],
    [
      'the first line goes',
      inUrl('https://a\n  https://b'),
      lines([], ['https://a']),
      inUrl('https://b'),
    ],
    [
      'the middle line goes',
      inUrl('https://a\nhttps://b\n\nhttps://c'),
      lines([], ['https://b']),
      inUrl('https://a\n\nhttps://c'),
    ],
    [
      'a line is replaced',
      inUrl('https://a\nhttp://b'),
      lines(['https://b'], ['http://b']),
      inUrl('https://a\nhttps://b'),
    ],
    [
      'a profile with a blank in its name',
      inP('Admin, Standard User'),
      commas(['Sales'], ['Standard User']),
      inP('Admin, Sales'),
    ],
    ['without a blank behind the comma', inP('A,B'), commas(['C']), inP('A,B,C')],
    [
      'a scope in another case',
      inP('api, Full Web'),
      scopes(['Api', 'Id'], ['full']),
      inP('api Web, Id'),
    ],
    [
      'a new element',
      '<G>\n  <a/>\n</G>',
      scopes(['Api', 'Web']),
      '<G>\n  <a/>\n  <p>Api, Web</p>\n</G>',
    ],
    ['an empty element', inP(''), scopes(['Api']), inP('Api')],
    ['a comment inside', inP('Api<!-- x -->'), scopes(['Web']), inP('Api, Web<!-- x -->')],
    [
      'a comment between two',
      inP('Api,<!-- x -->Web'),
      scopes(['Full']),
      'refused: the text of <p> is written in several pieces',
    ],
    [
      'in a CDATA section',
      inUrl('<![CDATA[https://a?x=1&y=2]]>'),
      lines(['https://b?x=1&y=2']),
      inUrl('<![CDATA[https://a?x=1&y=2\nhttps://b?x=1&y=2]]>'),
    ],
    ['twice', '<G><p>Api</p><p>Web</p></G>', scopes(['Full']), 'refused: <p> occurs twice'],
  ];
  test.each(cases)('%s', (_name, before, change, after) => {
    expect(edited(before, [change])).toBe(after);
    expect(after.startsWith('refused') || edited(after, [change]) === after).toBe(true);
  });
});

describe('elements of one name', () => {
  const app = 'ConnectedApp';
  const names = (
    add: readonly string[],
    gone: readonly string[] = [],
    keepEmpty?: true,
  ): Change => ({
    kind: 'elements',
    part: app,
    path: 'n',
    add,
    remove: gone,
    ...(keepEmpty && { keepEmpty }),
  });
  const cases: readonly (readonly [string, string, Change, string])[] = [
    [
      'one more',
      '<A>\n  <n>a</n>\n  <o>1</o>\n</A>',
      names(['b']),
      '<A>\n  <n>a</n>\n  <n>b</n>\n  <o>1</o>\n</A>',
    ],
    ['one less', '<A>\n  <n>a</n>\n  <n>b</n>\n</A>', names([], ['a']), '<A>\n  <n>b</n>\n</A>'],
    ['another', '<A>\n  <n>a</n>\n</A>', names(['b'], ['a']), '<A>\n  <n>b</n>\n</A>'],
    [
      'none, and that is said',
      '<A>\n  <n>a</n>\n  <n>b</n>\n</A>',
      names([], ['a', 'b'], true),
      '<A>\n  <n/>\n</A>',
    ],
    [
      'a range',
      '<A>\n  <b/>\n</A>',
      {
        kind: 'elements',
        part: app,
        path: 'ipRanges',
        add: [{ end: '1.1.1.2', start: '1.1.1.1' }],
        remove: [],
      },
      '<A>\n  <b/>\n  <ipRanges>\n    <end>1.1.1.2</end>\n    <start>1.1.1.1</start>\n  </ipRanges>\n</A>',
    ],
    [
      'a range that goes',
      '<A>\n  <b/>\n  <ipRanges><end>2</end><start>1</start></ipRanges>\n</A>',
      { kind: 'elements', part: app, path: 'ipRanges', add: [], remove: ['1-2'] },
      '<A>\n  <b/>\n</A>',
    ],
  ];
  test.each(cases)('%s', (_name, before, change, after) => {
    expect(edited(before, [change], app)).toBe(after);
    expect(edited(after, [change], app)).toBe(after);
  });
});

test('an old spelling of an element is edited where it stands', () => {
  const change = set('isClientCredentialsFlowEnabled', 'false', 'ExtlClntAppGlobalOauthSettings');
  const before = '<G>\n  <isClientCredentialEnabled>true</isClientCredentialEnabled>\n</G>';
  expect(edited(before, [change])).toBe(before.replace('true', 'false'));
});
