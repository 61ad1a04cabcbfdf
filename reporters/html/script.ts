/** The script of every page: it sorts, filters and searches, and opens everything for the printer. Nothing is sent or loaded. */
export const script = `
'use strict';
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  document.documentElement.classList.add('js');

  const valueOf = (row, at) => {
    const cell = row.cells[at];
    return cell.dataset.value ?? cell.textContent.trim();
  };
  const compare = (a, b) => {
    if (a === '' || b === '') return a === b ? 0 : a === '' ? 1 : -1;
    const difference = Number(a) - Number(b);
    return Number.isNaN(difference) ? a.localeCompare(b) : difference;
  };
  for (const button of all('th button')) {
    button.addEventListener('click', () => {
      const head = button.closest('th');
      const up = head.getAttribute('aria-sort') !== 'ascending';
      for (const other of all('th[aria-sort]', head.parentElement)) other.setAttribute('aria-sort', 'none');
      head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
      const body = head.closest('table').tBodies[0];
      const rows = [...body.rows].map((row) => [valueOf(row, head.cellIndex), row]);
      rows.sort(([a], [b]) => {
        const order = compare(a, b);
        return a === '' || b === '' || up ? order : -order;
      });
      body.append(...rows.map(([, row]) => row));
    });
  }

  const search = document.getElementById('search');
  const source = document.getElementById('source');
  const boxes = all('input[name=severity]');
  const status = document.getElementById('status');
  const items = all('[data-app]').map((item) => ({ item, text: undefined }));
  const apply = () => {
    const words = (search?.value ?? '').toLowerCase().split(/\\s+/).filter(Boolean);
    const wanted = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const place = source?.value ?? '';
    const shown = new Set();
    const total = new Set();
    for (const one of items) {
      const { item } = one;
      total.add(item.dataset.app);
      // Texts of thousands of apps are only taken when somebody searches.
      if (words.length > 0) one.text ??= item.textContent.toLowerCase();
      const severities = item.dataset.severities;
      const fits =
        words.every((word) => one.text.includes(word)) &&
        (place === '' || item.dataset.source === place) &&
        (boxes.length === 0 || severities === undefined || severities.split(' ').some((severity) => wanted.has(severity)));
      item.hidden = !fits;
      if (fits) shown.add(item.dataset.app);
    }
    for (const finding of all('[data-severity]')) finding.hidden = boxes.length > 0 && !wanted.has(finding.dataset.severity);
    if (status) status.textContent = shown.size === total.size ? total.size + ' apps' : shown.size + ' of ' + total.size + ' apps';
  };
  search?.addEventListener('input', apply);
  source?.addEventListener('change', apply);
  for (const box of boxes) box.addEventListener('change', apply);
  // As it was sent, all is shown: to go through thousands of items at the start would only say so.
  if (search?.value || source?.value || boxes.some((box) => !box.checked)) apply();
  else if (status) status.textContent = new Set(items.map(({ item }) => item.dataset.app)).size + ' apps';

  const openTarget = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target instanceof HTMLDetailsElement) target.open = true;
  };
  addEventListener('hashchange', openTarget);
  openTarget();

  let closed = [];
  addEventListener('beforeprint', () => {
    closed = all('details:not([open])');
    for (const one of closed) one.open = true;
  });
  addEventListener('afterprint', () => {
    for (const one of closed) one.open = false;
  });
})();
`;
