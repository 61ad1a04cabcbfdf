// A page that needs nothing besides itself: no network, no other file, and its own script may be switched off.
import { createHash } from 'node:crypto';
import { el, markupOf, type Element } from './dom.js';

/** The style of every page. Colours keep a contrast of 4.5 to 1 at least, by day and by night. */
const style = `
:root{color-scheme:light dark;--back:#fff;--text:#1b1f24;--soft:#515a64;--line:#d0d7de;--panel:#f6f8fa;--link:#0550ae}
@media (prefers-color-scheme:dark){:root{--back:#0d1117;--text:#e6edf3;--soft:#a6b0bb;--line:#3d444d;--panel:#161b22;--link:#7fb8ff}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--text);font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
main{max-width:76rem;margin:0 auto;padding:1rem}
h1{font-size:1.6rem;margin:.5rem 0}h2{font-size:1.25rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line)}h3{font-size:1rem;margin:1rem 0 .25rem}
a{color:var(--link)}p{margin:.35rem 0}.soft{color:var(--soft)}
.skip{position:absolute;left:-99rem}.skip:focus{left:.5rem;top:.5rem;background:var(--back);padding:.5rem;z-index:1}
:focus-visible{outline:3px solid var(--link);outline-offset:1px}
nav ul,.tiles,.chips{display:flex;flex-wrap:wrap;gap:.5rem 1rem;list-style:none;padding:0;margin:.5rem 0}
.tiles li{background:var(--panel);border:1px solid var(--line);border-radius:.5rem;padding:.5rem 1rem;min-width:6rem}
.tiles b{display:block;font-size:1.6rem;line-height:1.2}
.warn{border-left:4px solid #b42318;background:var(--panel);padding:.5rem 1rem;margin:1rem 0}
.wide{overflow-x:auto;max-width:100%}
.large .wide{content-visibility:auto;contain-intrinsic-size:auto 20rem}
.settings{white-space:pre-line;columns:2 22rem;column-gap:2rem;font-size:.92em;border-top:1px solid var(--line);padding-top:.4rem}
table{border-collapse:collapse;width:100%;margin:.5rem 0;font-size:.92em;overflow-wrap:normal}
th,td{border-bottom:1px solid var(--line);padding:.3rem .5rem;text-align:left;vertical-align:top}
td{min-width:3.5rem;max-width:24rem;overflow-wrap:break-word}
td.n,th.n{text-align:right}
thead th{background:var(--panel);white-space:nowrap}
th button{all:unset;cursor:pointer;font-weight:600}th button:focus-visible{outline:3px solid var(--link)}
th[aria-sort=ascending] button::after{content:" \\25B2"}th[aria-sort=descending] button::after{content:" \\25BC"}
.s{display:inline-block;white-space:nowrap;border-radius:.25rem;padding:0 .4rem;font-size:.85em;font-weight:600;color:#fff;background:#57606a}
.s.critical{background:#7a0b3c}.s.high{background:#b42318}.s.medium{background:#8a5a00}.s.low{background:#0b5394}
svg .critical{fill:#b3246b}svg .high{fill:#d1443a}svg .medium{fill:#b07900}svg .low{fill:#2f7fc1}svg .info{fill:#7d8894}
svg{display:block;width:100%;max-width:100%}svg text{fill:var(--text);font-size:9px}svg line{stroke:var(--soft)}
details.app{border:1px solid var(--line);border-radius:.5rem;margin:.5rem 0;padding:0 .75rem}
details.app[open]{padding-bottom:.75rem}
.large details.app{content-visibility:auto;contain-intrinsic-size:auto 3rem}
summary{cursor:pointer;padding:.5rem 0}
.findings{list-style:none;padding:0;margin:0}.findings>li{padding:.4rem 0;border-top:1px solid var(--line)}h2+.findings>li:first-child{border-top:0}
code{font:.92em ui-monospace,monospace}
.tools{display:none;flex-wrap:wrap;gap:.5rem 1.5rem;align-items:end;background:var(--panel);border:1px solid var(--line);border-radius:.5rem;padding:.75rem;margin:1rem 0}
.js .tools{display:flex}
.tools fieldset{border:0;padding:0;margin:0;display:flex;flex-wrap:wrap;gap:.25rem .75rem}.tools legend{padding:0;font-weight:600}
.tools input[type=search],.tools select{font:inherit;padding:.3rem .5rem;max-width:100%;color:var(--text);background:var(--back);border:1px solid var(--soft);border-radius:.25rem}
.tools label{display:inline-block}.tools div{display:flex;flex-wrap:wrap;gap:.25rem .5rem;align-items:center}
@media(max-width:40rem){#dates svg{display:none}th,td{padding:.3rem .35rem}td{max-width:12rem}ol{padding-left:1.25rem}}
[hidden]{display:none!important}
@page wide{size:A4 landscape}
@media print{
#inventory,#apps{page:wide}#inventory td,#apps td,#inventory th,#apps th{font-size:8.5px;padding:.2rem .25rem}
:root{color-scheme:light;--back:#fff;--text:#000;--soft:#333;--panel:#fff;--line:#999}
.tools,.skip,nav{display:none!important}
body{font-size:11px}main{max-width:none;padding:0}.wide,.large .wide{overflow:visible;content-visibility:visible}td,th{min-width:0;max-width:none;overflow-wrap:anywhere}thead th{white-space:normal}
details::details-content{content-visibility:visible!important;display:block!important;height:auto!important}
details.app,.large details.app{content-visibility:visible;break-inside:auto}
.findings>li,tr,.tiles li{break-inside:avoid}h2,h3,summary{break-after:avoid}
.s{border:1px solid #000;-webkit-print-color-adjust:exact;print-color-adjust:exact}
}
`;

/** The script of every page: it sorts, filters and searches, and opens everything for the printer. Nothing is sent or loaded. */
const script = `
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

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** Nothing is loaded, sent or embedded; only this style and this script count. */
const policy = [
  "default-src 'none'",
  `style-src ${hashOf(style)}`,
  `script-src ${hashOf(script)}`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Of more apps than these, what is far from the window is not drawn before a reader comes near it. */
const mostDrawn = 200;

/** The text of a page, section by section: a large report need not stand in memory as elements. */
export function* htmlPage(
  title: string,
  sections: Iterable<Element>,
  apps: number,
): Generator<string> {
  yield '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n';
  yield `<meta http-equiv="Content-Security-Policy" content="${policy}">\n`;
  yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n';
  yield '<meta name="referrer" content="no-referrer">\n';
  yield `${markupOf(el('title', {}, title))}\n<style>${style}</style>\n</head>\n<body>\n`;
  const large = apps > mostDrawn ? ' class="large"' : '';
  yield `<a class="skip" href="#main">Skip to the report</a>\n<main id="main"${large}>\n`;
  for (const section of sections) yield `${markupOf(section)}\n`;
  yield `</main>\n<script>${script}</script>\n</body>\n</html>\n`;
}
