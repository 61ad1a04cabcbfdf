import { redact } from '../model/redact.js';
import type { App } from '../model/app.js';
import type { Location } from '../model/location.js';
import type { XmlElement } from '../metadata/xml/document.js';
import type { evidenceSettings } from '../settings/catalogue/evidence.js';
import type { Setting } from '../settings/settings.js';
import type { EvidenceText } from './files.js';
import { childrenNamed, childTextOf } from './references.js';
import { evidenceList, unknownSetting } from './settings.js';

/** What a tool of a hosted MCP server says that it does; undefined where it does not say. */
export interface McpTool {
  /** As `Server/tool`. */
  readonly name: string;
  readonly location: Location;
  readonly destructive: boolean | undefined;
  readonly openWorld: boolean | undefined;
}

/**
 * The tools of a hosted MCP server. A tool that only reads destroys nothing. Sources: `destructive`, `openWorld` and `readOnly` of
 * McpServerToolDefinition in @salesforce/types 1.9.0; the Model Context Protocol, ToolAnnotations.
 */
export function mcpToolsIn({ name, lines }: EvidenceText, root: XmlElement): readonly McpTool[] {
  return childrenNamed(root, 'tools').map((tool) => ({
    name: redact(`${name}/${childTextOf(tool, 'toolName')}`),
    location: lines.locate(tool.start, tool.openEnd),
    destructive: toolFlag(tool, 'readOnly') === true ? false : toolFlag(tool, 'destructive'),
    openWorld: toolFlag(tool, 'openWorld'),
  }));
}

function toolFlag(tool: XmlElement, name: string): boolean | undefined {
  const text = childTextOf(tool, name).toLowerCase();
  if (text === 'true' || text === '1') return true;
  return text === 'false' || text === '0' ? false : undefined;
}

/** What an app with the scope for MCP servers reaches: no file links a server to apps, so it is all of them. */
export function mcpSettings(
  app: App,
  tools: readonly McpTool[],
): { readonly [N in keyof typeof evidenceSettings]?: Setting } {
  return {
    mcpServersRead: { state: 'known', value: true, origin: 'derived' },
    destructiveMcpTools: toolsThat('destructive', app, tools),
    openWorldMcpTools: toolsThat('openWorld', app, tools),
  };
}

/** One tool that does it is certain, whatever the others leave out. */
function toolsThat(
  what: 'destructive' | 'openWorld',
  app: App,
  tools: readonly McpTool[],
): Setting {
  const those = tools.filter((tool) => tool[what] === true);
  const unsaid = tools.find((tool) => tool[what] === undefined);
  if (those.length === 0 && unsaid)
    return unknownSetting(`the file of the MCP server does not say ${what} of ${unsaid.name}`, app);
  return evidenceList(
    those.map(({ name, location }) => ({ value: name, location })),
    app.location,
  );
}
