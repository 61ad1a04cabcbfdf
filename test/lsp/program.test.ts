// The language server as editors start it: the built program on stdin and stdout.
import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { tempFolder } from '../metadata/temp-folder.js';
import { actions, complete, has, hover } from './ask.js';
import { startClient, startProgram, type Server } from './client.js';
import { global, globalText, project } from './files.js';

test('a conversation, for people to read', async () => {
  const client = await startClient(tempFolder(project), { program: true });
  client.open(global, globalText('false'));
  const found = await client.diagnostics(global, has('flows/pkce-required'));
  const one = found.find(({ code }) => code === 'flows/pkce-required');
  await hover(client, global, globalText('false').replace('isPkceReq', 'isPkce|Req'));
  await complete(client, global, globalText('|'));
  await actions(client, global, one);
  const log = client.log();
  const temp = /file:\/\/\/\S*ecaudit-rules-\w+/g;
  const text = log
    .replaceAll(client.folder, '/project')
    .replaceAll(temp, 'file:///tmp/ecaudit-rules')
    .replaceAll(`"version": "${manifest.version}"`, '"version": "VERSION"');
  // What is published of other files depends on nothing here: the first of each method will do.
  for (const method of ['initialize', 'textDocument/publishDiagnostics', 'textDocument/hover'])
    expect(text).toContain(`"method": "${method}"`);
  await expect(`${ofFile(text)}\n`).toMatchFileSnapshot('conversation.txt');
  expect([await client.end(), client.server.stderr()]).toEqual([0, '']);
});

/** The messages about one file, in their order; how often it was published in between depends on the machine. */
function ofFile(log: string): string {
  const messages = log.split(/^(?=<--|-->)/m);
  const isOther = (one: string): boolean =>
    one.includes('publishDiagnostics') && !one.includes(encodeURI(global));
  const published = messages.filter((one) => one.includes('publishDiagnostics') && !isOther(one));
  return messages
    .filter((one) => !one.includes('publishDiagnostics') || one === published[0])
    .map((one) => one.trimEnd())
    .join('\n');
}

/** A message as it goes over the wire. */
function framed(message: unknown): string {
  const text = typeof message === 'string' ? message : JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}

/** Waits until the server has said something. */
async function heard(server: Server, isWanted: (said: string) => boolean): Promise<string> {
  let said = '';
  for await (const piece of server.says.setEncoding('utf8')) {
    said += String(piece);
    if (isWanted(said)) return said;
  }
  throw new Error(`the server ended: ${said}`);
}

test('what is no message, or out of turn, ends no server; its end is told by the exit code', async () => {
  const folder = tempFolder(project);
  const initialize = {
    jsonrpc: '2.0',
    id: 2,
    method: 'initialize',
    params: { processId: null, rootUri: null, capabilities: {} },
  };
  const textDocument = { uri: 'file:///none' };
  const ask = {
    jsonrpc: '2.0',
    method: 'textDocument/hover',
    params: { textDocument, position: { line: 0, character: 0 } },
  };
  const server = startProgram(folder);
  server.hears.write(framed({ ...ask, id: 1 }));
  server.hears.write(framed('{ "jsonrpc": "2.0", "id": '));
  server.hears.write(framed({ ...initialize }));
  server.hears.write(framed({ ...initialize, id: 3 }));
  server.hears.write(framed({ ...ask, id: 4, params: null }));
  server.hears.write(framed({ jsonrpc: '2.0', method: 'textDocument/didOpen', params: {} }));
  server.hears.write(framed({ ...ask, id: 5 }));
  server.hears.write(framed({ jsonrpc: '2.0', id: 6, method: 'shutdown' }));
  server.hears.write(framed({ ...ask, id: 7 }));
  const said = await heard(server, (text) => text.includes('"id":7'));
  const answers = [...said.matchAll(/\{"jsonrpc":"2\.0","id":(\d)[^\r]*?\}(?=Content|$)/g)].map(
    ([text, id]) => [id, /"code":(-\d+)/.exec(text)?.[1] ?? 'answered'],
  );
  expect(Object.fromEntries(answers)).toEqual({
    1: '-32002',
    2: 'answered',
    3: '-32600',
    4: '-32603',
    5: 'answered',
    6: 'answered',
    7: '-32600',
  });
  server.hears.write(framed({ jsonrpc: '2.0', method: 'exit' }));
  expect(await server.ended).toBe(0);
  const [unasked, gone] = [startProgram(folder), startProgram(folder)];
  unasked.hears.write(framed(initialize) + framed({ jsonrpc: '2.0', method: 'exit' }));
  gone.hears.end(framed(initialize));
  expect([await unasked.ended, await gone.ended]).toEqual([1, 1]);
});
