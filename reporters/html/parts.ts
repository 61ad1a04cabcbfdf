// What several sections are made of.
import type { InventoryApp } from '../../src/report/inventory.js';
import { severities, type Severity } from '../../src/report/severity.js';
import { el, type Child, type Element } from './dom.js';

/** A column of a table that sorts. */
export interface SortableColumn<T> {
  readonly head: string;
  readonly cell: (row: T) => Child;
  /** What it is sorted by, where that is not the text of the cell. */
  readonly value?: (row: T) => string | number;
  readonly number?: true;
}

interface TableOf<T> {
  readonly caption: string;
  readonly columns: readonly SortableColumn<T>[];
  readonly rows: readonly T[];
  readonly attributes?: (row: T) => Readonly<Record<`data-${string}`, string>>;
}

/** A table whose heads are buttons that sort; it may be wider than the page, and then scrolls by itself. */
export function sortable<T>({ caption, columns, rows, attributes }: TableOf<T>): Element {
  return tableOf(
    caption,
    columns.map(({ head, number }) => headCell(head, number)),
    rows.map((row) =>
      el(
        'tr',
        attributes?.(row) ?? {},
        columns.map((column) => bodyCell(column, row)),
      ),
    ),
  );
}

/** A table of cells for the head and of whole rows; what is too wide for the page scrolls by itself. */
export function tableOf(caption: string, head: Child, rows: Child): Element {
  return scrolling(
    caption,
    el('table', {}, el('thead', {}, el('tr', {}, head)), el('tbody', {}, rows)),
  );
}

function headCell(head: string, number = false): Element {
  return el(
    'th',
    { scope: 'col', 'aria-sort': 'none', ...(number && { class: 'n' }) },
    el('button', { type: 'button' }, head),
  );
}

function bodyCell<T>({ cell, value, number }: SortableColumn<T>, row: T): Element {
  return el(
    'td',
    { ...(value && { 'data-value': String(value(row)) }), ...(number && { class: 'n' }) },
    cell(row),
  );
}

/** What may be too wide for the page, reachable by keyboard. */
export function scrolling(label: string, ...children: readonly Child[]): Element {
  return el('div', { class: 'wide', role: 'region', 'aria-label': label, tabindex: 0 }, children);
}

export function htmlSection(id: string, title: string, ...children: readonly Child[]): Element {
  return el('section', { id }, el('h2', {}, title), children);
}

export function badge(severity: Severity, text: string = severity): Element {
  return el('span', { class: `s ${severity}` }, text);
}

export function bulletList(items: readonly Child[]): Element {
  return el(
    'ul',
    {},
    items.map((item) => el('li', {}, item)),
  );
}

/** What decides whether a filter shows an app: its severities, or `none`. */
export function severityWords(bySeverity: Readonly<Record<Severity, number>> | null): string {
  const found = severities.filter((one) => (bySeverity?.[one] ?? 0) > 0);
  return found.length === 0 ? 'none' : found.join(' ');
}

interface Tools {
  readonly severities: boolean;
  /** Sources to choose from; none where there is only one. */
  readonly sources: readonly string[];
}

/** Search and filters; without scripts they are not there. */
export function toolbar(tools: Tools): Element {
  return el(
    'form',
    { class: 'tools', role: 'search', 'aria-label': 'Apps to show' },
    el(
      'div',
      {},
      el('label', { for: 'search' }, 'Search '),
      el('input', { type: 'search', id: 'search' }),
    ),
    tools.sources.length > 1 &&
      el(
        'div',
        {},
        el('label', { for: 'source' }, 'Org or source '),
        el(
          'select',
          { id: 'source' },
          el('option', { value: '' }, 'all'),
          tools.sources.map((one) => el('option', { value: one }, one)),
        ),
      ),
    tools.severities &&
      el(
        'fieldset',
        {},
        el('legend', {}, 'Findings'),
        [...severities, 'none'].map((one) =>
          el(
            'label',
            {},
            el('input', { type: 'checkbox', name: 'severity', value: one, checked: true }),
            ` ${one}`,
          ),
        ),
      ),
    el('p', { id: 'status', role: 'status' }),
  );
}

/** The attributes that filters look at. */
export function filterData(
  app: Pick<InventoryApp, 'id' | 'source' | 'findings'>,
): Readonly<Record<`data-${string}`, string>> {
  return {
    'data-app': app.id,
    'data-source': app.source,
    'data-severities': severityWords(app.findings),
  };
}
