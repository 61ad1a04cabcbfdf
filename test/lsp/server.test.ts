// The language server, as an editor talks to it. The built program is started in program.test.ts.
import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import {
  CompletionRequest,
  DefinitionRequest,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
  DidCreateFilesNotification,
  DidDeleteFilesNotification,
  DidRenameFilesNotification,
  FileChangeType,
  HoverRequest,
  type Diagnostic,
  type Location,
} from 'vscode-languageserver-protocol/node';
import { tempFolder } from '../metadata/temp-folder.js';
import { actions, applied, codes, complete, has, hasNot, hover } from './ask.js';
import { startClient, textAt, type Client, type ClientOptions } from './client.js';
import {
  connected,
  connectedText,
  global,
  globalText,
  header,
  headerText,
  oauth,
  oauthText,
  policies,
  policiesText,
  project,
} from './files.js';

const clients: Client[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) await client.end();
});

async function start(
  files: Readonly<Record<string, string>> = project,
  options: ClientOptions = {},
): Promise<Client> {
  const client = await startClient(tempFolder(files), options);
  clients.push(client);
  return client;
}

describe('diagnostics', () => {
  test('come while typing, at the value, and go when it is put right', async () => {
    const client = await start();
    client.open(global, globalText('true'));
    await client.diagnostics(global, hasNot('flows/pkce-required'));
    client.change(global, globalText('false'));
    const found = await client.diagnostics(global, has('flows/pkce-required'));
    const one = found.find(({ code }) => code === 'flows/pkce-required');
    expect(one).toMatchObject({ source: 'ecaudit', severity: 2 });
    expect(one && textAt(globalText('false'), one.range)).toBe('false');
    client.change(global, globalText('true'));
    await client.diagnostics(global, hasNot('flows/pkce-required'));
    client.close(global);
  });

  test('the part files of an app count together, open or not', async () => {
    const client = await start();
    await client.diagnostics(header);
    // The app asks for a refresh token that never ends: the scope is in one file, the policy in the other.
    const endless = policiesText('Enforce').replace('SpecificLifetime', 'Infinite');
    client.open(policies, endless);
    const found = await client.diagnostics(policies, has('tokens/refresh-tokens-expire'));
    expect(found.find(({ code }) => code === 'tokens/refresh-tokens-expire')?.severity).toBe(1);
    client.open(oauth, oauthText.replace('Api,RefreshToken', 'Api'));
    await client.diagnostics(policies, hasNot('tokens/refresh-tokens-expire'));
  });

  test('severities are 1 for critical and high, 2, 3, and 4 for info', async () => {
    const client = await start();
    const found = await client.diagnostics(connected, has('scopes/no-full-access'));
    const severities = Object.fromEntries(found.map(({ code, severity }) => [code, severity]));
    expect(severities).toMatchObject({
      'scopes/no-full-access': 1,
      'flows/web-server-secret-required': 2,
      'migration/legacy-connected-app': 3,
    });
  });

  test('columns count UTF-16 units, also behind a letter that takes two', async () => {
    const client = await start();
    const found = await client.diagnostics(connected, has('flows/web-server-secret-required'));
    const one = found.find(({ code }) => code === 'flows/web-server-secret-required');
    expect(one && textAt(connectedText, one.range)).toBe('true');
  });

  test.each([
    ['a byte order mark', (text: string) => `\uFEFF${text.replace('?>\n', '?>')}`],
    ['CRLF', (text: string) => text.replaceAll('\n', '\r\n')],
  ])('the range is right with %s', async (_, changed) => {
    const client = await start();
    const text = changed(globalText('false'));
    client.open(global, text);
    const found = await client.diagnostics(global, has('flows/pkce-required'));
    const one = found.find(({ code }) => code === 'flows/pkce-required');
    expect(one && textAt(text, one.range)).toBe('false');
  });

  test('a file that cannot be read is an error with its kind, and the server lives on', async () => {
    const client = await start();
    client.open(global, globalText('false'));
    await client.diagnostics(global, has('flows/pkce-required'));
    for (const broken of [
      '<',
      '<a',
      '<a><b></a>',
      globalText('false').slice(0, 300),
      '\u0000',
      '',
    ]) {
      client.change(global, broken);
      const found = await client.diagnostics(global, hasNot('flows/pkce-required'));
      const own = await client.diagnostics(global, (all) =>
        all.some(({ severity }) => severity === 1),
      );
      const kind = { '': 'empty-file', '\u0000': 'not-utf8' }[broken] ?? 'malformed-xml';
      expect(codes(own), JSON.stringify(broken)).toContain(kind);
      expect(found.every(({ source }) => source === 'ecaudit')).toBe(true);
      client.change(global, globalText('false'));
      await client.diagnostics(global, has('flows/pkce-required'));
    }
  });

  test('a file that is not on disk yet counts', async () => {
    const { [global]: _, ...others } = project;
    const client = await start({ ...others, [dirname(global) + '/keep.txt']: '' });
    client.open(global, globalText('false'));
    const found = await client.diagnostics(global, has('flows/pkce-required'));
    expect(found.length).toBeGreaterThan(0);
  });

  test('a file of no opened folder is audited with what lies around it', async () => {
    const client = await start(project, { folders: [] });
    client.open(global, globalText('false'));
    await client.diagnostics(global, has('flows/pkce-required'));
    const lone = await start({ 'readme.txt': '' }, { folders: [] });
    const path = 'none/ConnectedApps/Lone.connectedApp-meta.xml';
    lone.open(path, connectedText);
    await lone.diagnostics(path, has('scopes/no-full-access'));
    lone.close(path);
    expect(await lone.diagnostics(path, (all) => all.length === 0)).toEqual([]);
  });

  test('what changes on disk is seen, once the client tells of it', async () => {
    const client = await start(project, {
      capabilities: { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } },
    });
    await client.diagnostics(header);
    expect(client.registered).toEqual(['workspace/didChangeWatchedFiles']);
    const told = async (path: string): Promise<void> =>
      client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
        changes: [{ uri: client.uri(path), type: FileChangeType.Changed }],
      });
    client.write(global, globalText('false'));
    await told(global);
    await client.diagnostics(global, has('flows/pkce-required'));
    client.write('ecaudit.config.yaml', 'overrides:\n  - { rule: flows/*, severity: off }\n');
    await told('ecaudit.config.yaml');
    await client.diagnostics(global, hasNot('flows/pkce-required'));
    rmSync(join(client.folder, global));
    await told(global);
    await client.diagnostics(global, (all) => all.length === 0);
  });

  test('folders may come and go', async () => {
    const second = tempFolder({ ...project, [global]: globalText('false') });
    const client = await start(project, {
      capabilities: { workspace: { workspaceFolders: true } },
    });
    await client.diagnostics(header);
    const folder = { uri: pathToFileURL(second).href, name: 'second' };
    const file = pathToFileURL(join(second, global)).href;
    const seen = new Map<string, readonly Diagnostic[]>();
    client.connection.onNotification(
      'textDocument/publishDiagnostics',
      ({ uri, diagnostics }: { uri: string; diagnostics: readonly Diagnostic[] }) =>
        void seen.set(uri, diagnostics),
    );
    const change = async (added: boolean): Promise<void> =>
      client.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, {
        event: { added: added ? [folder] : [], removed: added ? [] : [folder] },
      });
    await change(true);
    await expect
      .poll(() => codes(seen.get(file) ?? []), { timeout: 40_000 })
      .toContain('flows/pkce-required');
    await change(false);
    await expect.poll(() => seen.get(file), { timeout: 40_000 }).toEqual([]);
  });

  test('undecided, suppressed and known findings are no diagnostics', async () => {
    const client = await start({
      ...project,
      [global]: globalText('false'),
      'ecaudit.config.yaml':
        'suppressions:\n  - { rule: flows/pkce-required, app: Orders, reason: agreed }\n',
    });
    const found = await client.diagnostics(header);
    await client.diagnostics(connected);
    expect(codes(found)).not.toContain('flows/pkce-required');
    expect(codes(client.latest(global) ?? [])).not.toContain('flows/pkce-required');
  });
});

describe('files come and go', () => {
  const pkce = 'flows/pkce-required';

  test('told by the editor that moved them, watched or not', async () => {
    const client = await start();
    await client.diagnostics(header);
    const operations = client.initialized.capabilities.workspace?.fileOperations ?? {};
    expect(Object.keys(operations).toSorted()).toEqual(['didCreate', 'didDelete', 'didRename']);
    const renamed = global.replace('Orders_glbl', 'Renamed');
    client.write(renamed, globalText('false'));
    rmSync(join(client.folder, global));
    await client.connection.sendNotification(DidRenameFilesNotification.type, {
      files: [{ oldUri: client.uri(global), newUri: client.uri(renamed) }],
    });
    await client.diagnostics(renamed, has(pkce));
    rmSync(join(client.folder, renamed));
    await client.connection.sendNotification(DidDeleteFilesNotification.type, {
      files: [{ uri: client.uri(dirname(renamed)) }],
    });
    await client.diagnostics(renamed, (all) => all.length === 0);
    client.write(global, globalText('false'));
    await client.connection.sendNotification(DidCreateFilesNotification.type, {
      files: [{ uri: client.uri(global) }],
    });
    await client.diagnostics(global, has(pkce));
  });

  test('a change of the editor\u2019s settings has files looked at again', async () => {
    const client = await start();
    await client.diagnostics(header);
    client.write(global, globalText('false'));
    const settings = { ecaudit: { anything: 1 } };
    await client.connection.sendNotification(DidChangeConfigurationNotification.type, { settings });
    expect(codes(await client.diagnostics(global, has(pkce)))).toContain(pkce);
  });

  test('a file that is renamed in an editor is told under its new name only', async () => {
    const client = await start();
    client.open(global, globalText('false'));
    await client.diagnostics(global, has(pkce));
    const renamed = global.replace('Orders_glbl', 'Renamed');
    client.write(renamed, globalText('false'));
    rmSync(join(client.folder, global));
    client.close(global);
    client.open(renamed, globalText('false'));
    await client.diagnostics(renamed, has(pkce));
    expect(await client.diagnostics(global, (all) => all.length === 0)).toEqual([]);
  });
});

describe('hover', () => {
  test('says the label of Setup, what it does, and which rules and guides read it', async () => {
    const client = await start();
    client.open(global, globalText('true'));
    const text = globalText('true');
    for (const place of ['<isPkce|Required>', '<isPkceRequired>t|rue']) {
      const help = await hover(client, global, text.replace(place.replace('|', ''), place));
      expect(help).toContain('Require Proof Key for Code Exchange (PKCE)');
      expect(help).toContain('`flows/pkce-required`');
      expect(help).toContain('Guides that read it: ');
    }
  });

  test('knows the label of the kind of app, nested elements, and the root', async () => {
    const client = await start();
    client.open(connected, connectedText);
    expect(
      await hover(client, connected, connectedText.replace('<scopes>', '<sco|pes>')),
    ).toContain('Selected OAuth Scopes');
    expect(
      await hover(client, connected, connectedText.replace('<ConnectedApp', '<Connec|tedApp')),
    ).toContain('ConnectedApp');
    expect(
      await hover(client, connected, connectedText.replace('<label>', '<nothing|><label>')),
    ).toBe('');
  });

  test('works in a file that is broken', async () => {
    const client = await start();
    client.open(global, '');
    expect(
      await hover(client, global, '<ExtlClntAppGlobalOauthSettings><label>x<isPkceRe|quired>'),
    ).toBe('');
    expect(
      await hover(client, global, '<ExtlClntAppGlobalOauthSettings><label</label><isPkceRe|quired'),
    ).toContain('PKCE');
  });
});

describe('completion', () => {
  test('scopes in the spelling of metadata, entry by entry', async () => {
    const client = await start();
    client.open(oauth, oauthText);
    const { labels, chosen } = await complete(
      client,
      oauth,
      oauthText.replace('Api,RefreshToken', 'Api, Ref|'),
    );
    expect(labels).toEqual(
      expect.arrayContaining(['RefreshToken', 'OpenID', 'SFApiPlatform', 'MCP']),
    );
    expect(labels).not.toContain('SFAP');
    expect(chosen('RefreshToken')).toContain('>Api, RefreshToken</commaSeparatedOauthScopes>');
    client.open(connected, connectedText);
    const ofApp = await complete(client, connected, connectedText.replace('>Full<', '>|<'));
    expect(ofApp.labels).toContain('SFAP');
    expect(ofApp.labels).not.toContain('SFApiPlatform');
    expect(ofApp.chosen('Api')).toContain('<scopes>Api</scopes>');
  });

  test('values of enums and flags, each as its file spells it', async () => {
    const client = await start();
    client.open(policies, policiesText(''));
    const values = await complete(client, policies, policiesText('Enf|orce'));
    expect(values.labels).toEqual(['Enforce', 'Enforce_RelaxRefresh', 'Bypass_2factor', 'Bypass']);
    expect(values.chosen('Bypass')).toContain('<ipRelaxationPolicyType>Bypass</ip');
    client.open(connected, connectedText);
    const ofApp = await complete(
      client,
      connected,
      connectedText.replace(
        '</ConnectedApp>',
        '<oauthPolicy><ipRelaxation>|</ipRelaxation></oauthPolicy></ConnectedApp>',
      ),
    );
    expect(ofApp.labels).toContain('ENFORCE');
    client.open(global, '');
    expect((await complete(client, global, globalText('|'))).labels).toEqual(['true', 'false']);
  });

  test('names of elements, where they may stand', async () => {
    const client = await start();
    client.open(global, '');
    const typed = await complete(
      client,
      global,
      globalText('true').replace('    <label>', '    <isPk|\n    <label>'),
    );
    expect(typed.labels).toEqual(
      expect.arrayContaining(['isPkceRequired', 'callbackUrl', 'label']),
    );
    expect(typed.chosen('isPkceRequired')).toContain('    <isPkceRequired></isPkceRequired>\n');
    client.open(connected, '');
    const inner = await complete(
      client,
      connected,
      connectedText.replace('<scopes>Full</scopes>', '<|'),
    );
    expect(inner.labels).toEqual(expect.arrayContaining(['scopes', 'callbackUrl']));
    expect(inner.labels).not.toContain('contactEmail');
    const end = await complete(client, connected, '<ConnectedApp><label>x</|');
    expect(end.labels).toEqual(['label']);
  });
});

describe('code actions', () => {
  const agree = 'flows/client-credentials-switches-agree';

  test('the safe fix carries its edit, and the edit ends the finding', async () => {
    const off =
      '    <isClientCredentialsFlowEnabled>false</isClientCredentialsFlowEnabled>\n    <isCons';
    const client = await start({
      ...project,
      [global]: globalText('true').replace('    <isCons', off),
    });
    // One of two switches is on: the flow is off, and the other one may as well say so.
    const half = policiesText('Enforce').replace(
      '    <label>',
      '    <isClientCredentialsFlowEnabled>true</isClientCredentialsFlowEnabled>\n    <label>',
    );
    client.open(policies, half);
    // It is told where the flow is off, and fixed where it is on.
    const found = await client.diagnostics(global, has(agree));
    const offered = await actions(
      client,
      global,
      found.find(({ code }) => code === agree),
    );
    const [fix] = offered.filter(({ title }) => title === `Fix ${agree}`);
    expect(fix).toMatchObject({
      kind: 'quickfix',
      isPreferred: true,
      diagnostics: [{ code: agree }],
    });
    const edits = fix?.edit?.changes?.[client.uri(policies)] ?? [];
    expect(edits.length).toBeGreaterThan(0);
    client.change(policies, applied(half, edits));
    await client.diagnostics(global, hasNot(agree));
  });

  test('a file of no opened folder is fixed as well, on disk or not', async () => {
    const off = globalText('true').replace(
      '    <isCons',
      '    <isClientCredentialsFlowEnabled>false</isClientCredentialsFlowEnabled>\n    <isCons',
    );
    const half = policiesText('Enforce').replace(
      '    <label>',
      '    <isClientCredentialsFlowEnabled>true</isClientCredentialsFlowEnabled>\n    <label>',
    );
    const { 'sfdx-project.json': _, [global]: __, ...files } = project;
    const client = await start({ ...files, [policies]: half }, { folders: [] });
    client.open(global, off);
    const found = await client.diagnostics(global, has(agree));
    const offered = await actions(
      client,
      global,
      found.find(({ code }) => code === agree),
    );
    const fix = offered.find(({ title }) => title === `Fix ${agree}`);
    const edits = fix?.edit?.changes?.[client.uri(policies)] ?? [];
    client.open(policies, applied(half, edits));
    expect(codes(await client.diagnostics(global, hasNot(agree)))).not.toContain(agree);
  });

  test('a suppression goes into the configuration, new or there', async () => {
    const client = await start();
    client.open(global, globalText('false'));
    const find = async (): Promise<Diagnostic | undefined> =>
      (await client.diagnostics(global, has('flows/pkce-required'))).find(
        ({ code }) => code === 'flows/pkce-required',
      );
    const title = 'Suppress flows/pkce-required';
    const suppress = async (): Promise<string> => {
      const found = (await actions(client, global, await find())).find(
        (one) => one.title === title,
      );
      const edits = found?.edit?.changes?.[client.uri('ecaudit.config.yaml')] ?? [];
      const before = client.latest('ecaudit.config.yaml') ? config : '';
      return applied(before, edits);
    };
    const config =
      '# ours\nfailOn: low\nsuppressionPolicy: { requireExpiry: true, requireOwner: true }\n';
    expect(await suppress()).toBe(
      'suppressions:\n  - rule: flows/pkce-required\n    app: externalClientApp:Orders\n    reason: "TODO: say why this is accepted"\n',
    );
    client.open('ecaudit.config.yaml', config, 'yaml');
    await client.diagnostics('ecaudit.config.yaml', (all) => all.length === 0);
    const after = await suppress();
    expect(after.startsWith(config)).toBe(true);
    expect(after).toMatch(/owner: .*\n\s+expires: "?2027-02-\d\d"?\n$/);
    client.change('ecaudit.config.yaml', after);
    await client.diagnostics(global, hasNot('flows/pkce-required'));
    expect(client.latest('ecaudit.config.yaml')?.filter(({ severity }) => severity === 1)).toEqual(
      [],
    );
  });

  test('a client that can make files is told to make the configuration', async () => {
    const client = await start(project, {
      capabilities: {
        workspace: { workspaceEdit: { documentChanges: true, resourceOperations: ['create'] } },
      },
    });
    client.open(global, globalText('false'));
    const found = await client.diagnostics(global, has('flows/pkce-required'));
    const [suppress] = (
      await actions(
        client,
        global,
        found.find(({ code }) => code === 'flows/pkce-required'),
      )
    ).filter(({ title }) => title.startsWith('Suppress'));
    expect(suppress?.edit?.documentChanges?.[0]).toMatchObject({ kind: 'create' });
  });
});

describe('go to the rule', () => {
  test('from a finding to the YAML of a shipped rule, and of one of your own', async () => {
    const own = `id: own
title: Own
kind: standard
rules:
  - id: label
    require: { fact: label, operator: like, value: 'Acme*' }
`;
    const based =
      'id: based\ntitle: Based\nkind: standard\nextends: [./own.yaml]\nrules:\n  - id: more\n    require: { fact: label, operator: like, value: Q }\n';
    const client = await start({
      ...project,
      'policy/own.yaml': own,
      'policy/based.yaml': based,
      'shared/base.yaml': 'rulesets: [recommended, ../policy/based.yaml]\n',
      'ecaudit.config.yaml': 'extends: ./shared/base.yaml\n',
    });
    client.open(global, globalText('false'));
    client.open(header, headerText);
    const go = async (path: string, code: string): Promise<readonly Location[]> => {
      const [one] = (await client.diagnostics(path, has(code))).filter(
        (each) => each.code === code,
      );
      const position = one?.range.start ?? { line: 0, character: 0 };
      const textDocument = { uri: client.uri(path) };
      const found = await client.connection.sendRequest(DefinitionRequest.type, {
        textDocument,
        position,
      });
      return (found ?? []) as Location[];
    };
    const lineAt = ({ uri, range }: Location): string =>
      readFileSync(fileURLToPath(uri), 'utf8').split('\n')[range.start.line] ?? '';
    const shipped = await go(global, 'flows/pkce-required');
    expect(shipped.map(lineAt)).toContain('  - id: pkce-required');
    const mine = (await go(header, 'own/label')).filter(
      ({ uri }) => uri === client.uri('policy/own.yaml'),
    );
    expect(mine.map(lineAt)).toEqual(['  - id: label']);
  });
});

describe('rulesets and configurations', () => {
  const ruleset = `id: own
title: Own
kind: standard
rules:
  - id: one
    require: { fact: pkceRequired, operator: equal, value: true }
`;

  test.each([
    [
      'an unknown fact',
      ruleset.replace('pkceRequired', 'pkceRequird'),
      'pkceRequird',
      /pkceRequired/,
    ],
    [
      'a wrong value',
      ruleset.replace('value: true', 'value: yes-please'),
      'yes-please',
      /true or false/,
    ],
    [
      'an id twice',
      `${ruleset}  - id: one\n    require: { fact: label, operator: equal, value: x }\n`,
      'one',
      /one/,
    ],
    ['an unknown key', ruleset.replace('title:', 'titel:'), 'titel', /title/],
  ])('%s is told at its place', async (_, text, where, message) => {
    const client = await start();
    client.open('anywhere/own.yaml', text, 'yaml');
    const found = await client.diagnostics('anywhere/own.yaml', (all) => all.length > 0);
    const one = found.find((each) => textAt(text, each.range) === where) ?? found[0];
    expect(one).toMatchObject({ source: 'ecaudit', code: 'invalid-ruleset', severity: 1 });
    expect(one?.message).toMatch(message);
    expect(one && textAt(text, one.range)).toBe(where);
    client.change('anywhere/own.yaml', ruleset);
    await client.diagnostics('anywhere/own.yaml', (all) => all.length === 0);
  });

  test('JSON is YAML, broken YAML is told, and other YAML is none of ours', async () => {
    const client = await start();
    client.open(
      'own.json',
      '{"id":"own","title":"Own","kind":"standard","rules":[{"id":"x","require":{"fact":"nope","operator":"equal","value":1}}]}',
      'json',
    );
    await client.diagnostics('own.json', (all) => all.length > 0);
    client.open('broken.yaml', `${ruleset}  - id: [\n`, 'yaml');
    await client.diagnostics('broken.yaml', (all) => all.length > 0);
    client.open('other.yaml', 'kind: Deployment\nmetadata: { id: x }\nspec: [\n', 'yaml');
    expect(await client.diagnostics('other.yaml', (all) => all.length === 0)).toEqual([]);
  });

  test('a configuration that is wrong is told at its place', async () => {
    const client = await start();
    const text = 'failOn: hihg\nvendors: none\n';
    client.open('ecaudit.config.yaml', text, 'yaml');
    const [one] = await client.diagnostics('ecaudit.config.yaml', (all) => all.length > 0);
    expect(one).toMatchObject({ source: 'ecaudit', code: 'invalid-configuration', severity: 1 });
    expect(one && textAt(text, one.range)).toBe('hihg');
    client.change('ecaudit.config.yaml', text.replace('hihg', 'high'));
    await client.diagnostics('ecaudit.config.yaml', (all) => all.length === 0);
  });

  test('facts, operators, values, rules and rulesets are completed', async () => {
    const client = await start();
    client.open('own.yaml', ruleset, 'yaml');
    const facts = await complete(client, 'own.yaml', ruleset.replace('pkceRequired', 'pkce|'));
    expect(facts.labels).toEqual(
      expect.arrayContaining(['pkceRequired', 'org.pkceRequired', 'today']),
    );
    expect(facts.chosen('pkceRequired')).toBe(ruleset);
    const facts2 = await complete(
      client,
      'own.yaml',
      ruleset.replace('rules:', 'parameters: { place: {} }\nrules:').replace('pkceRequired', '|'),
    );
    expect(facts2.labels).toContain('param.place');
    const operators = await complete(client, 'own.yaml', ruleset.replace('equal', 'eq|'));
    expect(operators.chosen('equal')).toBe(ruleset);
    const values = await complete(
      client,
      'own.yaml',
      ruleset.replace('pkceRequired', 'permittedUsers').replace('value: true', 'value: adm|'),
    );
    expect(values.labels).toEqual(['self-authorize', 'admin-approved']);
    client.open('ecaudit.config.yaml', '', 'yaml');
    const rules = await complete(
      client,
      'ecaudit.config.yaml',
      'suppressions:\n  - rule: flows/pk|\n',
    );
    expect(rules.chosen('flows/pkce-required')).toContain('rule: flows/pkce-required\n');
    const guides = await complete(
      client,
      'ecaudit.config.yaml',
      'apps:\n  - { match: x, vendor: | }\n',
    );
    expect(guides.labels).toContain('vendors/fullcast');
    expect(
      await hover(client, 'ecaudit.config.yaml', 'suppressions:\n  - rule: flows/pkce|-required\n'),
    ).toContain('PKCE');
    expect(await hover(client, 'own.yaml', ruleset.replace('pkceReq', 'pkce|Req'))).toContain(
      'PKCE',
    );
  });
});

test('keys and listed values are those of the schema, wherever they stand', async () => {
  const client = await start();
  const own =
    'id: own\ntitle: Own\nkind: standard\nrules:\n  - id: one\n    require:\n      all:\n        - fact: label\n          operator: equal\n          value: x\n';
  client.open('own.yaml', own, 'yaml');
  client.open('ecaudit.config.yaml', '', 'yaml');
  const labels = async (path: string, text: string): Promise<readonly string[]> =>
    (await complete(client, path, text)).labels;
  const config = 'ecaudit.config.yaml';
  const rows: readonly (readonly [string, string, readonly string[], string])[] = [
    [config, 'fail|', ['failOn', 'suppressions', 'suppressionPolicy'], 'reason'],
    [config, 'suppressions:\n  - ru|', ['rule', 'app', 'expires'], 'failOn'],
    [config, 'suppressions:\n- rule: a\n  ow|\nfailOn: low\n', ['owner', 'org'], 'failOn'],
    [config, 'suppressionPolicy: { requireReason: true, max| }', ['maxDays'], 'failOn'],
    [config, 'rulesets:\n  - flo|', ['recommended', 'flows'], 'rule'],
    ['own.yaml', `${own}    whe|\n`, ['when', 'require', 'level'], 'operator'],
    ['own.yaml', own.replace('operator', 'ope|'), ['operator', 'fact', 'value', 'any'], 'severity'],
    ['own.yaml', `${own}appliesTo:\n  - ext|\n`, ['externalClientApp', 'connectedApp'], 'rules'],
    ['own.yaml', `${own}guideFor: [ext|]\n`, ['externalClientApp', 'connectedApp'], 'rules'],
  ];
  for (const [path, text, wanted, other] of rows) {
    const found = await labels(path, text);
    expect(found, text).toEqual(expect.arrayContaining([...wanted]));
    expect(found, text).not.toContain(other);
  }
  const chosen = await complete(client, config, 'fail|');
  expect(chosen.chosen('failOn')).toBe('failOn: ');
});

test('a secret of a file or of the environment is in no message', async () => {
  const canary = '3MVG9CANARYconsumerKEYvalue0123456789.abcdefghijklmnop';
  const secret = 'CANARYSECRET0123456789ABCDEF';
  const client = await start(project, { env: { SF_CLIENT_SECRET: secret } });
  const text = connectedText.replace(
    '<scopes>',
    `<consumerKey>${canary}</consumerKey><consumerSecret>${secret}</consumerSecret><scopes>`,
  );
  client.open(connected, text);
  const found = await client.diagnostics(connected, (all) =>
    codes(all).some((code) => String(code).startsWith('secrets/')),
  );
  for (const one of found) await actions(client, connected, one);
  await hover(client, connected, text.replace(secret, `${secret.slice(0, 5)}|${secret.slice(5)}`));
  const fromServer = client
    .log()
    .split(/^(?=<--|-->)/m)
    .filter((one) => one.startsWith('<--'));
  const telling = fromServer.filter((one) => one.includes(secret) || one.includes(canary));
  expect(telling).toEqual([]);
});

test('a request that is cancelled or makes no sense harms nothing', async () => {
  const client = await start();
  const textDocument = { uri: client.uri(global) };
  const position = { line: 999, character: 999 };
  const odd = { textDocument: { uri: 'untitled:Untitled-1' }, position };
  expect(
    await client.connection.sendRequest(HoverRequest.type, { textDocument, position }),
  ).toBeNull();
  expect(await client.connection.sendRequest(HoverRequest.type, odd)).toBeNull();
  client.open(global, globalText('true'));
  expect(
    await client.connection.sendRequest(CompletionRequest.type, { textDocument, position }),
  ).toEqual([]);
  await expect(client.connection.sendRequest('textDocument/nothing', {})).rejects.toThrow(
    'nothing',
  );
  for (const uri of [
    'file:///c%3A/Users/x/A.connectedApp-meta.xml',
    'file://host/share/A.eca',
    'git:/a',
    'file:///%00',
  ])
    await client.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'xml', version: 1, text: '<a/>' },
    });
  await client.diagnostics(global);
});
