import type { InventoryReporter } from '../../src/report/inventory.js';

/** Only those that a run asks for are loaded. */
const load: Readonly<Record<InventoryFormat, () => Promise<InventoryReporter>>> = {
  table: async () => (await import('./table.js')).inventoryAsTable,
  json: async () => (await import('./json.js')).inventoryJson,
  markdown: async () => (await import('./markdown.js')).inventoryMarkdown,
  html: async () => (await import('./html.js')).inventoryHtml,
  csv: async () => (await import('./csv.js')).inventoryCsv,
};

/** The reporter of a format of `inventory`. */
export async function inventoryReporter(format: InventoryFormat): Promise<InventoryReporter> {
  return load[format]();
}

/** The formats of `inventory`, the default first. */
export const inventoryFormats = ['table', 'json', 'csv', 'markdown', 'html'] as const;

type InventoryFormat = (typeof inventoryFormats)[number];
