import { HTML_REPORT_POLICY } from '../../src/core/package/html-report-policy.ts';

/** Words that stand in the report, and must be seen. */
export const FORGED_WORDS = 'Everything here was verified';

/** A page that tries everything that a page can to run, to load, to leave and to cover; `to` hears of each thing that was loaded. */
export function buildHostileBody(to: string): string {
  return `<p style="background: url(${to}/attribute)" id="words">${FORGED_WORDS}</p><div id="cover" style="position: fixed; inset: 0">&nbsp;</div>
    <style>@import url(${to}/import); div { background: url(${to}/css); } #cover { position: fixed; inset: 0; z-index: 99999; }</style>
    <base href="${to}/base/"><meta http-equiv="refresh" content="0;url=${to}/refresh"><link rel="stylesheet" href="${to}/link">
    <script>top.attacked = 1; globalThis.attacked = 1; new Image().src = '${to}/script';</script>
    <img src="x" onerror="top.attacked = 2"><img src="${to}/img"><img srcset="${to}/srcset 1x"><video src="${to}/video" poster="${to}/poster"></video>
    <svg onload="top.attacked = 3"><script>top.attacked = 3</script><image href="${to}/svg-image"></image></svg>
    <iframe src="${to}/iframe"></iframe><iframe srcdoc="<script>top.attacked = 4</script>"></iframe>
    <object data="${to}/object"></object><embed src="${to}/embed">
    <noscript><p title="</noscript><img src=${to}/noscript onerror=top.attacked=6>"></noscript>
    <a id="away" href="${to}/click">away</a><a id="up" target="_top" href="${to}/top">up</a><a id="disk" target="_top" href="file:///etc/hostname">disk</a>
    <a id="new" target="_blank" href="${to}/blank">new</a><form id="form" action="${to}/form"><button id="send">send</button></form>
    <math><mtext><table><mglyph><style><img src="${to}/mutated" onerror="top.attacked = 5"></style></mglyph></table></mtext></math>`;
}

/** What has no part that no report has, and tries the rest. */
export function buildSlyBody(to: string): string {
  return `<p id="words" onclick="top.attacked = 1">${FORGED_WORDS}</p><img src="${to}/img" onerror="top.attacked = 2"><img src="x" onerror="top.attacked = 3">
    <div id="cover" style="position: fixed; inset: 0; background: url(${to}/css)">&nbsp;</div><style>p { background: url(${to}/link) }</style>
    <table><tbody><tr><td onmouseover="top.attacked = 4">x</td></tr></tbody></table>`;
}

/** Such a body as a report: it begins as all of them do. */
export function buildForgedReport(body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8" /><meta http-equiv="Content-Security-Policy" content="${HTML_REPORT_POLICY}" />
    <title>Report</title></head><body class="evidence">${body}</body></html>`;
}

/** The hostile one in a page that forbids nothing: what it then does shows that it would. */
export function buildControl(to: string): string {
  return `<!doctype html><html><head><meta charset="utf-8" /></head><body>${buildHostileBody(to)}</body></html>`;
}
