/** The style of every page. Colours keep a contrast of 4.5 to 1 at least, by day and by night. */
export const style = `
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
