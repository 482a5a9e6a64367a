/** What the bar of the review says of its groups, by what of them is ticked; and whether that still is what the page was made with. */
const reviewSums = [
	'.reviewing .as-changed { display: none; } .reviewing .sum > :is(.all, .some, .none) { display: none; }',
	...['look', 'new', 'change', 'match'].flatMap((key) => {
		const [ticked, unticked] = [`:has(#of-${key} li > input:checked)`, `:has(#of-${key} li > input:not(:checked))`];
		return [
			`.reviewing${ticked}:not(${unticked}) .of-${key} > .all`,
			`.reviewing${ticked}${unticked} .of-${key} > .some`,
			`.reviewing:not(${ticked}) .of-${key} > .none`,
		].map((shown) => `${shown} { display: inline; }`);
	}),
	'.reviewing:has(li > input[checked]:not(:checked), li > input:not([checked]):checked) .as-changed { display: inline; }',
	'.reviewing:has(li > input[checked]:not(:checked), li > input:not([checked]):checked) .as-sent { display: none; }',
].join(' ');

/** The one stylesheet of all pages: light and dark by the browser's setting, from phone width on, nothing loaded from elsewhere. */
export const stylesheet = `
:root { color-scheme: light dark; --text: light-dark(#1d2433, #e8eaf0); --soft: light-dark(#4d5566, #b3bacb); --back: light-dark(#ffffff, #14171f); --panel: light-dark(#f4f6fa, #1e2330); --line: light-dark(#c9cfdb, #3a4255); --link: light-dark(#0a50b0, #8db8ff); --go: light-dark(#0a50b0, #2f6fd6); --ring: light-dark(#0a50b0, #8db8ff); --on-go: #ffffff; --good: light-dark(#0f6b35, #6fdc9a); --good-back: light-dark(#e6f5ec, #12301f); --bad: light-dark(#9b1c1c, #ff9d9d); --bad-back: light-dark(#fdecec, #3a1616); --wait: light-dark(#7a4d00, #ffcf70); --wait-back: light-dark(#fff4dc, #352708); }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); }
a { color: var(--link); }
.skip { position: absolute; left: -999px; } .skip:focus { left: 0.5rem; top: 0.5rem; background: var(--back); padding: 0.5rem; }
header { border-bottom: 1px solid var(--line); background: var(--panel); }
.connection { margin: 0 auto; padding: 0 1rem 0.4rem; max-width: 80rem; font-size: 0.85rem; overflow-wrap: anywhere; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; list-style: none; margin: 0 auto; padding: 0.6rem 1rem; max-width: 80rem; }
.masthead { display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: center; margin: 0 auto; padding: 0 1rem; max-width: 80rem; } .masthead nav { flex: 1 1 auto; } .masthead nav ul { margin: 0; padding: 0.6rem 0; } .masthead .connection { margin: 0; padding: 0; color: var(--soft); max-width: 26rem; } .masthead form { margin-left: auto; } fieldset.closed { border: 0; margin: 0; padding: 0; min-width: 0; } button:disabled, input:disabled, select:disabled, textarea:disabled { opacity: 0.5; cursor: not-allowed; } td form:has(.choice) { display: block; } .masthead button { margin: 0.4rem 0; white-space: nowrap; }
main nav ul { margin: 0; padding: 0.25rem 0; }
nav a { display: inline-block; padding: 0.3rem 0; text-decoration: none; } nav a[aria-current] { font-weight: 600; color: var(--text); border-bottom: 3px solid var(--go); }
main { max-width: 80rem; margin: 0 auto; padding: 1rem; }
h1, h2, h3, p, li, legend, summary { overflow-wrap: anywhere; } td a[aria-label] { white-space: nowrap; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0.5rem 0 1rem; } h2 { font-size: 1.2rem; margin: 1.5rem 0 0.5rem; } h3 { font-size: 1rem; margin: 1rem 0 0.25rem; }
.notice { border-left: 4px solid var(--go); background: var(--panel); padding: 0.75rem 1rem; margin: 0 0 1rem; overflow-wrap: anywhere; }
.notice.done { border-color: var(--good); background: var(--good-back); } .notice.problem { border-color: var(--bad); background: var(--bad-back); }
table { border-collapse: collapse; width: 100%; margin: 0.5rem 0 1rem; } caption { text-align: left; color: var(--soft); padding: 0.25rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.5rem 0.75rem 0.5rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; } th { font-weight: 600; color: var(--soft); font-size: 0.9rem; overflow-wrap: normal; }
td.short { white-space: nowrap; } td.name { min-width: 9rem; } td.who { min-width: 5.5rem; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
tr.group th { background: var(--panel); padding-left: 0.5rem; color: var(--text); }
table.facts th { width: 9rem; }
.wide { overflow-x: auto; }
label { display: block; font-weight: 600; margin: 0 0 0.25rem; } label.tick { font-weight: 400; display: flex; gap: 0.5rem; align-items: flex-start; margin: 0.25rem 0; } .hint { color: var(--soft); font-size: 0.9rem; margin: 0.15rem 0 0.25rem; }
.field { margin: 0.6rem 0; }
fieldset > p { margin: 0.4rem 0; } fieldset { border: 1px solid var(--line); border-radius: 6px; margin: 0.75rem 0; padding: 0.25rem 1rem 0.75rem; } legend { font-weight: 600; padding: 0 0.35rem; }
.setting { display: grid; grid-template-columns: 15rem minmax(0, 1fr); gap: 0 1rem; padding: 0.75rem 0; margin: 0; border: 0; border-top: 1px solid var(--line); border-radius: 0; } .setting > legend { float: left; padding: 0; } .setting input[type=number] { max-width: 9rem; } .setting em { font-style: normal; } .setting .switch { display: flex; gap: 0 1.5rem; }
input, select, textarea, button { font: inherit; color: inherit; } input[type=text], input[type=search], input[type=email], input[type=password], input[type=date], input[type=number], input[type=tel], select, textarea { width: 100%; max-width: 30rem; min-height: 2.6rem; padding: 0.45rem 0.6rem; border: 1px solid var(--soft); border-radius: 4px; background: var(--back); }
input[type=checkbox], input[type=radio] { width: 1.15rem; height: 1.15rem; margin: 0.2rem 0; flex: none; }
button, .button { display: inline-block; overflow-wrap: normal; white-space: nowrap; min-height: 2.6rem; padding: 0.45rem 0.9rem; border: 1px solid var(--go); border-radius: 4px; background: var(--back); color: var(--link); cursor: pointer; text-decoration: none; } button.main { background: var(--go); color: var(--on-go); } button.risky { border-color: var(--bad); color: var(--bad); }
:focus-visible, input[type=date]:focus-within { outline: 3px solid var(--ring); outline-offset: 2px; }
.row { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: center; margin: 0.75rem 0; } .row > a:not(.button) { padding: 0.45rem 0; }
.row > .field { flex: 0 1 auto; min-width: 10rem; margin: 0; } .row:has(> .field) { align-items: start; } .row:has(> .field) > :not(.field, input) { margin-top: 1.75rem; } .row:has(> .field) > .tick { margin-top: 2.1rem; }
.badge { display: inline-block; padding: 0.05rem 0.5rem; border-radius: 999px; border: 1px solid var(--line); font-size: 0.85rem; white-space: nowrap; } .badge.good { color: var(--good); background: var(--good-back); } .badge.bad { color: var(--bad); background: var(--bad-back); } .badge.wait { color: var(--wait); background: var(--wait-back); }
.soft { color: var(--soft); } .small { font-size: 0.9rem; }
ol.task-steps { list-style: decimal; margin: 0.5rem 0 1rem; padding: 0; list-style-position: inside; border: 1px solid var(--line); border-radius: 6px; } ol.task-steps > li { padding: 0.45rem 1rem; border-top: 1px solid var(--line); } ol.task-steps > li:first-child { border-top: 0; } ol.task-steps > li.open { background: linear-gradient(var(--go), var(--go)) left / 3px 100% no-repeat; } ol.task-steps h2 { display: inline; font-size: 1rem; } ol.task-steps h2 > span { font-weight: 400; } ol.task-steps .step { padding: 0.25rem 0 0.5rem; } ul.lines { list-style: none; margin: 0; padding: 0; }
table.plan th { overflow-wrap: normal; } table.plan td.day { overflow-wrap: normal; white-space: nowrap; } table.plan tr.row-head td { border-bottom: 0; } table.plan tr.row-detail td { padding-top: 0; } .changed { color: var(--wait); } table.totals { width: auto; min-width: 20rem; } td form { display: inline-block; margin: 0.15rem 0; } td a:has(+ form) { margin-right: 0.5rem; } td button { min-height: 0; padding: 0.15rem 0.6rem; }
details > summary { cursor: pointer; color: var(--link); padding: 0.3rem 0; } details.long { display: inline; } details.long > summary { color: inherit; padding: 0; } details.long[open] > summary { color: var(--soft); }
.review, .review-heads { --cells: minmax(8rem, 1.4fr) minmax(8rem, 1.4fr) 7.5rem 4.5rem minmax(9rem, 1fr) 6.5rem 6.5rem; } ul.review { list-style: none; margin: 0; padding: 0; }
ul.review > li { display: grid; grid-template-columns: 2rem 1fr; align-items: start; border-bottom: 1px solid var(--line); } ul.review > li > input { margin-top: 0.7rem; } ul.review summary, .review-heads { display: grid; grid-template-columns: var(--cells); gap: 0 0.75rem; align-items: baseline; } ul.review summary { color: inherit; min-height: 2.5rem; padding: 0.45rem 0; } ul.review summary span { overflow-wrap: anywhere; } ul.review summary .number { text-align: right; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
.review-heads { grid-template-columns: 1.25rem var(--cells); color: var(--soft); font-size: 0.9rem; font-weight: 600; border-bottom: 1px solid var(--line); padding: 0.25rem 0; } .review-heads span:nth-child(n+4) { text-align: right; } ul.review .opened { padding: 0 0 0.75rem; } ul.review summary .wide-cell:first-child::before { content: "\\25B8\\00A0"; color: var(--link); } ul.review details[open] > summary .wide-cell:first-child::before { content: "\\25BE\\00A0"; } li.unusual > details > summary .number:last-child { color: var(--wait); }
form:has(.ticked-count) { counter-reset: ticked; } ul.review > li > input:checked { counter-increment: ticked; } .ticked-count::before { content: counter(ticked); } ${reviewSums}
ul.review .note { grid-column: 2; margin: 0 0 0.45rem; } ul.review .note p { margin: 0.15rem 0; } .note button { min-height: 0; padding: 0.15rem 0.6rem; } .sum { display: inline-block; margin-right: 0.75rem; } .bar .sums { flex: 1 1 12rem; } [hidden] { display: none; } .own .field { max-width: 34rem; }
.bar { position: sticky; bottom: 0; background: var(--back); border-top: 1px solid var(--line); padding: 0.6rem 0; margin: 0.75rem 0 0; }
.cards-row { display: grid; grid-template-columns: repeat(4, minmax(0, 1fr)); gap: 1rem; margin: 1rem 0; } .card { border: 1px solid var(--line); border-top: 3px solid var(--line); border-radius: 6px; padding: 0.75rem 1rem; } .card.go { border-top-color: var(--go); } .card.wait { border-top-color: var(--wait); } .card > h2 { font-size: 1rem; margin: 0; } .card > p { margin: 0.35rem 0 0; } .card .figure { font-size: 2rem; line-height: 1.2; margin: 0.1rem 0; font-variant-numeric: tabular-nums; } .button.main { background: var(--go); color: var(--on-go); }
.halves { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 28rem), 1fr)); gap: 0 2rem; } figure { margin: 0; } figcaption { color: var(--soft); } .picture { display: block; width: 100%; max-width: 40rem; height: auto; font-size: 14px; } .picture text { fill: var(--soft); } .picture .grid { stroke: var(--line); } .picture .billed { fill: var(--go); } .picture .waiting { fill: none; stroke: var(--wait); stroke-width: 2.5; stroke-dasharray: 6 4; }
.legend { display: flex; flex-wrap: wrap; gap: 0 1.25rem; margin: 0.25rem 0; } .billed-key::before { content: ""; display: inline-block; width: 0.9rem; height: 0.7rem; margin-right: 0.4rem; background: var(--go); } .waiting-key::before { content: ""; display: inline-block; width: 1.4rem; border-top: 3px dashed var(--wait); vertical-align: middle; margin-right: 0.4rem; }
dl.line { display: flex; flex-wrap: wrap; gap: 0 1.5rem; margin: -0.5rem 0 1rem; font-size: 0.9rem; } dl.line > div { display: flex; gap: 0.4rem; } dl.line dt { color: var(--soft); } dl.line dd { margin: 0; overflow-wrap: anywhere; } .sum-line { display: block; }
@media (min-width: 45.01rem) { table.cards td.head { min-width: 8.5rem; } table.cards td.who { min-width: 6.5rem; } table.cards td.customer { min-width: 7.5rem; } }
@media (min-width: 45.01rem) and (max-width: 62rem) { table.plan th, table.plan td { padding-right: 0.5rem; font-size: 0.85rem; overflow-wrap: break-word; } }
@media (max-width: 62rem) { .masthead nav { flex: 1 1 100%; } .masthead .connection { flex: 1 1 auto; max-width: none; } .cards-row { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
.checklist { border: 1px solid var(--line); border-radius: 6px; background: var(--panel); padding: 0.75rem 1rem; } .checklist h2 { font-size: 1rem; margin: 0; } .checklist ol { display: flex; flex-wrap: wrap; gap: 0.25rem 2rem; list-style: none; margin: 0.35rem 0 0; padding: 0; } .checklist li { display: flex; gap: 0.6rem; } .checklist li.done { color: var(--soft); } .checklist .number { font-variant-numeric: tabular-nums; font-weight: 600; }
.choice { display: flex; flex-wrap: wrap; gap: 0.4rem; align-items: center; } .choice select { flex: 1 1 14rem; width: auto; min-width: 0; min-height: 2.1rem; padding: 0.2rem 0.4rem; } td .choice button { min-height: 2.1rem; }
.pager { display: flex; gap: 1rem; align-items: center; margin: 1rem 0; }
@media (max-width: 62rem) { .review, .review-heads { --cells: minmax(6rem, 1.2fr) minmax(6rem, 1.4fr) 4.5rem 3.5rem minmax(8.25rem, 0.9fr) 6rem 6rem; } ul.review summary, .review-heads { gap: 0 0.5rem; font-size: 0.9rem; } }
@media (max-width: 45rem) {
	main { padding: 0.75rem; } .cards-row { grid-template-columns: 1fr; } .masthead { padding: 0 0.75rem; } .masthead nav { flex: 1 1 100%; } .masthead .connection { flex: 1 1 0; } nav ul, .masthead nav ul { gap: 0 1rem; padding: 0.1rem 0; } nav a { padding: 0.55rem 0; } ol.task-steps > li { padding: 0.45rem 0.75rem; } .card .figure { float: right; margin: -1.4rem 0 0; } .checklist ol { display: block; } .checklist li { padding: 0.35rem 0; } .checklist li :first-child { flex: 1; } ol.steps { gap: 0 1rem; padding: 0.35rem 0.75rem; }
	.row > .field { flex: 1 1 9rem; min-width: 0; align-self: start; } .row:has(> .field) > :not(.field, input) { margin-top: 0; align-self: end; } .row:not(:has(> .field ~ .field)) > .field + :is(button, .tick) { margin-top: 1.75rem; align-self: start; } table.facts th { width: 6.5rem; }
	table.cards thead { position: absolute; left: -9999px; } table.cards, table.cards tbody { display: block; width: 100%; } table.cards caption { display: block; width: 100%; }
	table.cards tr { display: flex; flex-wrap: wrap; gap: 0 1rem; border: 1px solid var(--line); border-radius: 6px; margin: 0 0 0.5rem; padding: 0.35rem 0.75rem; }
	table.cards td { display: block; border: 0; padding: 0.1rem 0; text-align: left; max-width: 100%; white-space: normal; } table.cards td.none, table.cards td:empty { display: none; } table.cards td.head { flex: 1 1 80%; } table.cards td.head br { display: none; } table.cards td.head br + .small { margin-left: 0.5rem; } table.cards td.tick { flex: 0 0 auto; } table.cards td.whole { flex: 1 1 100%; }
	table.cards td[data-label]:not([data-label=""], .head, .tick)::before { content: attr(data-label) ": "; color: var(--soft); font-size: 0.85rem; }
	table.plan tr.row-head { margin-bottom: 0; border-bottom: 0; border-radius: 6px 6px 0 0; } table.plan tr.row-detail { border-top: 0; border-radius: 0 0 6px 6px; padding-top: 0; } table.plan td.day { white-space: normal; }
	.setting { grid-template-columns: 1fr; } .review-heads { display: none; } ul.review summary { display: flex; flex-wrap: wrap; gap: 0 0.75rem; padding: 0.6rem 0; } ul.review summary .wide-cell { flex: 1 1 100%; } ul.review summary span:empty { display: none; } ul.review summary .number { text-align: left; } ul.review summary .number::before { content: attr(data-label) ": "; color: var(--soft); font-size: 0.85rem; }
	.choice select, td .choice button { min-height: 2.75rem; flex: 1 1 auto; }
	table.cards tr.group { border: 0; padding: 0; } tr.group th { display: block; width: 100%; }
}
`;
