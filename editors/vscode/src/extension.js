// Starts `ecaudit lsp` and connects VS Code to it. Everything else is the server's.
const { existsSync } = require('node:fs');
const { join } = require('node:path');
const vscode = require('vscode');
const { LanguageClient, TransportKind } = require('vscode-languageclient/node');

let client;

/** The program that the user names, else that of an opened folder, else that of the PATH. */
function program() {
  const named = vscode.workspace.getConfiguration('ecaudit').get('command', '');
  if (named !== '') return named;
  const name = process.platform === 'win32' ? 'ecaudit.cmd' : 'ecaudit';
  const own = (vscode.workspace.workspaceFolders ?? [])
    .map(({ uri }) => join(uri.fsPath, 'node_modules/.bin', name))
    .find((path) => existsSync(path));
  return own ?? name;
}

exports.activate = async () => {
  const command = program();
  // Node starts a .cmd through a shell only.
  const options = { shell: command.endsWith('.cmd') };
  client = new LanguageClient(
    'ecaudit',
    'ecaudit',
    { command, args: ['lsp'], transport: TransportKind.stdio, options },
    {
      documentSelector: [
        { scheme: 'file', pattern: '**/*.{connectedApp,eca,eca[A-Z]*,settings}{,-meta.xml}' },
        { scheme: 'file', language: 'yaml' },
        { scheme: 'file', language: 'json' },
      ],
    },
  );
  await client.start();
};

exports.deactivate = () => client?.stop();
