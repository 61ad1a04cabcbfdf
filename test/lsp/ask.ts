// What tests ask of a server, in a line each.
import {
  CodeActionRequest,
  CompletionRequest,
  HoverRequest,
  type CodeAction,
  type CompletionItem,
  type Diagnostic,
  type MarkupContent,
  type TextEdit,
} from 'vscode-languageserver-protocol/node';
import { cursor, type Client } from './client.js';

export const codes = (all: readonly Diagnostic[]): readonly unknown[] =>
  all.map(({ code }) => code);
export const has =
  (code: string) =>
  (all: readonly Diagnostic[]): boolean =>
    codes(all).includes(code);
export const hasNot =
  (code: string) =>
  (all: readonly Diagnostic[]): boolean =>
    !codes(all).includes(code);

export async function hover(client: Client, path: string, marked: string): Promise<string> {
  const { text, position } = cursor(marked);
  client.change(path, text);
  const textDocument = { uri: client.uri(path) };
  const found = await client.connection.sendRequest(HoverRequest.type, { textDocument, position });
  return (found?.contents as MarkupContent | undefined)?.value ?? '';
}

export async function complete(client: Client, path: string, marked: string) {
  const { text, position } = cursor(marked);
  client.change(path, text);
  const textDocument = { uri: client.uri(path) };
  const found = await client.connection.sendRequest(CompletionRequest.type, {
    textDocument,
    position,
  });
  const items = (found ?? []) as CompletionItem[];
  /** The text after a choice. */
  const chosen = (label: string): string => {
    const item = items.find((one) => one.label === label);
    const edit = item?.textEdit as TextEdit | undefined;
    if (item === undefined) return `no ${label}`;
    return edit ? applied(text, [edit]) : `${label} without an edit`;
  };
  return { labels: items.map(({ label }) => label), chosen };
}

export async function actions(client: Client, path: string, diagnostic: Diagnostic | undefined) {
  if (!diagnostic) throw new Error('no such diagnostic');
  const found = await client.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri: client.uri(path) },
    range: diagnostic.range,
    context: { diagnostics: [diagnostic] },
  });
  return (found ?? []) as CodeAction[];
}

export function applied(text: string, edits: readonly TextEdit[]): string {
  const lines = text.split('\n');
  const starts = lines.map((_, at) => lines.slice(0, at).join('\n').length + (at > 0 ? 1 : 0));
  const offset = ({ line, character }: { line: number; character: number }): number =>
    (starts[line] ?? text.length) + character;
  return edits
    .toSorted((a, b) => offset(b.range.start) - offset(a.range.start))
    .reduce(
      (now, { range, newText }) =>
        now.slice(0, offset(range.start)) + newText + now.slice(offset(range.end)),
      text,
    );
}
