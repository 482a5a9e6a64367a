import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { groupBy } from '../../domain/keyed';
import type { TellingSettings } from '../../domain/settings/connectionSettings';
import { address } from '../address';
import { totalText } from '../plan/totalText';
import { isTold, type ToldGroup, toldGroup, toldGroups, type ToldTask, whyTold } from './told';

/** A message about tasks, ready to be sent. */
export interface Digest {
	readonly subject: string;
	readonly text: string;
	/** The same with what Slack would read as mentions or links escaped. */
	readonly slackText: string;
	/** Every value in it is escaped; styles are inline, since mail programs drop others. */
	readonly html: string;
	/** How many tasks are told of, by group. */
	readonly counts: Readonly<Record<ToldGroup, number>>;
}

/** What a digest is made with. */
export interface DigestSettings {
	readonly about: TellingSettings['notifyAbout'];
	/** Where the pages are, such as `https://n8n.example.com/webhook/marketplace`; without it there are no links. */
	readonly pagesUrl?: string;
}

const titles: Readonly<Record<ToldGroup, (count: number) => string>> = {
	failed: (count) => `${count} failed`,
	decide: (count) => `${count} ${count === 1 ? 'needs' : 'need'} a decision`,
	approve: (count) => `${count} to approve`,
	written: (count) => `${count} written`,
	nothing: (count) => `${count} unchanged`,
};

const mostRows = 50;

interface Row {
	readonly name: string;
	readonly money: string;
	readonly why: string;
	readonly link?: string;
}

interface Section {
	readonly title: string;
	readonly money: string;
	readonly rows: readonly Row[];
	/** How many are not shown. */
	readonly left: number;
	readonly link?: string;
}

function pageUrl(pagesUrl: string | undefined, page: string): string | undefined {
	return pagesUrl === undefined ? undefined : `${pagesUrl.replace(/\/+$/, '')}/${page}`;
}

function moneyOf(tasks: readonly ToldTask[]): string {
	const plans = tasks.flatMap(({ plan }) => (plan ? [plan] : []));
	return plans.length === 0 ? '' : totalText(plans);
}

/** Names come from outside: none makes a line of its own. */
function oneLine(text: string): string {
	return text.replace(/\s+/g, ' ').trim();
}

function rowOf(task: ToldTask, { pagesUrl }: DigestSettings): Row {
	const { name, customer, plan, taskId } = task;
	const [first = '', ...others] = plan?.products ?? [];
	const product = others.length === 0 ? first : `${first} and ${others.length} more`;
	const link = taskId === undefined ? undefined : pageUrl(pagesUrl, address('task', { id: taskId }));
	const isAsUsual = toldGroup(task) === 'approve' && plan?.money !== undefined;
	return {
		name: oneLine([customer ?? '', name, product].filter((part) => part !== '').join(', ')),
		money: plan?.money ? moneyOf([task]) : '',
		why: isAsUsual ? '' : oneLine(whyTold(task)),
		...(link === undefined ? {} : { link }),
	};
}

function sectionOf(group: ToldGroup, tasks: readonly ToldTask[], settings: DigestSettings): Section {
	const link = group === 'approve' ? pageUrl(settings.pagesUrl, address('tasks', { review: 'all' })) : undefined;
	return {
		title: titles[group](tasks.length),
		money: group === 'approve' || group === 'written' ? moneyOf(tasks) : '',
		rows: tasks.slice(0, mostRows).map((task) => rowOf(task, settings)),
		left: Math.max(0, tasks.length - mostRows),
		...(link === undefined ? {} : { link }),
	};
}

function headText({ title, money }: Section): string {
	return money === '' ? title : `${title} (${money})`;
}

function sectionText(section: Section): string {
	const rows = section.rows.map(({ name, money, why, link }) =>
		[
			`- ${[name, money, why].filter((part) => part !== '').join(': ')}`,
			...(link === undefined ? [] : [`  ${link}`]),
		].join('\n'),
	);
	const more = section.left === 0 ? [] : [`- ${section.left} more`];
	const review = section.link === undefined ? [] : [`Review them: ${section.link}`];
	return [headText(section), ...rows, ...more, ...review].join('\n');
}

const styles = {
	body: 'font-family:system-ui,-apple-system,Segoe UI,sans-serif;font-size:15px;line-height:1.5;color:#1d2433',
	head: 'font-size:16px;margin:20px 0 6px',
	table: 'border-collapse:collapse;width:100%;max-width:720px',
	cell: 'text-align:left;vertical-align:top;padding:6px 12px 6px 0;border-bottom:1px solid #c9cfdb',
	number: 'text-align:right;vertical-align:top;padding:6px 0;border-bottom:1px solid #c9cfdb',
	soft: 'color:#4d5566',
	button:
		'display:inline-block;padding:8px 14px;border-radius:4px;background:#0a50b0;color:#ffffff;text-decoration:none',
};

function RowView({ row: { name, money, why, link } }: { readonly row: Row }): VNode {
	return (
		<tr>
			<td style={styles.cell}>
				{link === undefined ? name : <a href={link}>{name}</a>}
				{why === '' ? null : <div style={styles.soft}>{why}</div>}
			</td>
			<td style={styles.number}>{money}</td>
		</tr>
	);
}

function SectionView({ section }: { readonly section: Section }): VNode {
	return (
		<>
			<h2 style={styles.head}>{headText(section)}</h2>
			<table style={styles.table}>
				<tbody>
					{section.rows.map((row) => (
						<RowView row={row} />
					))}
				</tbody>
			</table>
			{section.left === 0 ? null : <p style={styles.soft}>{`${section.left} more`}</p>}
			{section.link === undefined ? null : (
				<p>
					<a href={section.link} style={styles.button}>
						Review the plans
					</a>
				</p>
			)}
		</>
	);
}

function htmlOf(sections: readonly Section[]): string {
	return renderToString(
		<div style={styles.body}>
			{sections.map((section) => (
				<SectionView section={section} />
			))}
		</div>,
	);
}

/**
 * What people are told about tasks, in one message: what failed, what needs a decision, what waits for approval and what was
 * written, each with its money. Undefined if there is nothing to tell. A group shows 50 tasks at most.
 */
export function digestOf(tasks: readonly ToldTask[], settings: DigestSettings): Digest | undefined {
	const told = tasks.filter((task) => isTold(task, settings.about));
	if (told.length === 0) return undefined;
	const byGroup = groupBy(told, toldGroup);
	const present = toldGroups.flatMap((group) => {
		const of = byGroup[group] ?? [];
		return of.length === 0 ? [] : [sectionOf(group, of, settings)];
	});
	const counts = Object.fromEntries(toldGroups.map((group) => [group, byGroup[group]?.length ?? 0]));
	const text = present.map(sectionText).join('\n\n');
	return {
		subject: `Marketplace: ${present.map(headText).join(', ')}`,
		text,
		slackText: text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
		html: htmlOf(present),
		counts: counts as Digest['counts'],
	};
}
