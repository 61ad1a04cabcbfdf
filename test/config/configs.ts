// Small configurations for tests, in folders of their own.
import { expect } from 'vitest';
import { formatDiagnostic } from '../../src/model/user-error.js';
import type { Config } from '../../src/config/config.js';
import { loadConfigFile } from '../../src/config/load.js';
import { tempFolder } from '../metadata/temp-folder.js';

export type Files = Readonly<Record<string, string>>;

/** A ruleset of one's own, `acme`, with one rule and one parameter. */
export const acme = `id: acme
title: Acme
kind: standard
parameters:
  region: { values: [eu, us] }
  hosts: { list: true }
rules:
  - id: minutes
    aliases: [old-minutes]
    level: recommended
    require: { fact: sessionTimeoutMinutes, operator: lessThan, value: 60 }
  - id: both
    require:
      all:
        - { fact: pkceRequired, operator: equal, value: true }
        - { fact: label, operator: like, value: "\${region}*" }
`;

/** Loads a configuration that has no mistakes, from a folder that holds these files as well. */
export async function load(text: string, files: Files = {}): Promise<Config> {
  const cwd = tempFolder({ 'acme.yaml': acme, ...files, 'ecaudit.config.yaml': text });
  const loaded = await loadConfigFile('ecaudit.config.yaml', cwd, '2026-11-22');
  if ('config' in loaded) return loaded.config;
  return expect.fail(loaded.diagnostics.map(formatDiagnostic).join('\n'));
}

/** The mistakes of a configuration; without the name of the file where they are in the file itself. */
export async function diagnosticsOf(text: string, files: Files = {}): Promise<readonly string[]> {
  const cwd = tempFolder({ 'acme.yaml': acme, ...files, 'ecaudit.config.yaml': text });
  const loaded = await loadConfigFile('ecaudit.config.yaml', cwd, '2026-11-22');
  const diagnostics = 'diagnostics' in loaded ? loaded.diagnostics : [];
  return diagnostics.map((diagnostic) =>
    formatDiagnostic(diagnostic).replace(/^ecaudit\.config\.yaml:/, ''),
  );
}
