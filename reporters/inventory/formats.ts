/** The formats of `inventory`, the default first. */
export const inventoryFormats = ['table', 'json', 'csv', 'markdown', 'html'] as const;

export type InventoryFormat = (typeof inventoryFormats)[number];
