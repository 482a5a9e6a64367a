import type { ComponentChildren, VNode } from 'preact';
import { askingReasons } from '../../domain/answers/question';
import { ofHundredths } from '../../domain/money';
import type { RecurringSum } from '../../domain/overview/revenue';
import type { BlockedGroup, CountedPlans, DifferingLines } from '../../ports/store/overview';
import { address } from '../address';
import { periodName } from '../../domain/billingPeriod';
import { countText, moneyText } from '../moneyText';
import { allWaiting, reviewAddress } from '../review/ticks';
import { sumTexts } from '../sumText';
import type { Overview } from './overview';

function Card(given: {
	readonly name: string;
	readonly count: number;
	/** What counts it: by its colour. */
	readonly mood: 'go' | 'wait' | 'plain';
	readonly children: ComponentChildren;
}): VNode {
	const { name, count, mood, children } = given;
	const id = `card-${name.toLowerCase().replaceAll(' ', '-')}`;
	return (
		<section class={`card ${count === 0 ? 'plain' : mood}`} aria-labelledby={id}>
			<h2 id={id}>{name}</h2>
			<p class="figure">{countText(count)}</p>
			{children}
		</section>
	);
}

/** `£1,200.00 a month, £300.00 a year`; empty for none. */
function recurringText(sums: readonly RecurringSum[]): string {
	return sums
		.filter(({ amount }) => amount !== 0)
		.map(
			({ amount, currency, periodType }) => `${moneyText(ofHundredths(amount), currency)} a ${periodName[periodType]}`,
		)
		.join(', ');
}

function Money({ plans: { sums, tasks, untold } }: { readonly plans: CountedPlans }): VNode {
	const texts = sumTexts(sums);
	const told = texts.length === 0 && tasks > untold ? ['No change to the bills'] : texts;
	return (
		<p>
			{told.map((text) => (
				<strong class="sum-line">{text}</strong>
			))}
			{untold === 0 ? null : <span class="soft"> {countText(untold)} of them without amounts</span>}
		</p>
	);
}

function ToApprove({ waiting }: Overview): VNode {
	const { tasks } = waiting;
	return (
		<Card name="To approve" count={tasks} mood="go">
			{tasks === 0 ? (
				<p class="soft">No plan waits for approval.</p>
			) : (
				<>
					<Money plans={waiting} />
					<p>
						<a class="button main" href={reviewAddress(allWaiting)}>
							{tasks === 1 ? 'Review 1 plan' : `Review ${countText(tasks)} plans`}
						</a>
					</p>
				</>
			)}
		</Card>
	);
}

interface WayOut {
	readonly text: string;
	readonly href: string;
}

/** What lets the tasks of a group go on, and where. */
function wayOut({ reason, customer, product }: BlockedGroup): WayOut {
	if (customer)
		return { text: `Map ${customer.name ?? customer.id}`, href: address('customers', { search: customer.id }) };
	if (product) return { text: `Map ${product.name ?? product.id}`, href: address('products', { search: product.id }) };
	if (reason === 'charge not mapped') return { text: 'Map the kinds of charges', href: 'charges' };
	if (reason !== 'order not understood' && askingReasons.includes(reason))
		return { text: `Answer "${reason}"`, href: reviewAddress(allWaiting) };
	return { text: `Settle "${reason}"`, href: address('tasks', { state: 'attention', reason }) };
}

function Blocked({ blocked, failed }: Overview): VNode {
	const { tasks, unbilled, ofBilled, groups } = blocked;
	const [first] = groups;
	const money = recurringText(unbilled);
	const way = first && wayOut(first);
	return (
		<Card name="Blocked" count={tasks} mood="wait">
			{tasks === 0 ? <p class="soft">Nothing waits for a mapping or an answer.</p> : null}
			{money === '' ? null : (
				<p>
					<strong>{money}</strong> not billed through here
				</p>
			)}
			{ofBilled === 0 ? null : <p>{ofBilled === 1 ? '1 change' : `${countText(ofBilled)} changes`} of billed lines</p>}
			{first && way ? (
				<p>
					<a href={way.href}>{way.text}</a> <span class="soft">frees {countText(first.tasks)}</span>
				</p>
			) : null}
			{failed === 0 ? null : (
				<p>
					<a href={address('tasks', { state: 'failed' })}>{countText(failed)} failed</a>
				</p>
			)}
		</Card>
	);
}

function Differs({ differing }: Overview): VNode {
	const linesOf = (some: readonly DifferingLines[]) => some.reduce((sum, { lines }) => sum + lines, 0);
	const [high, low] = [differing.filter((one) => one.isTooMuch), differing.filter((one) => !one.isTooMuch)];
	const said = (some: readonly DifferingLines[], word: string) =>
		some.length === 0 ? null : (
			<p>
				<strong>{recurringText(some)}</strong> too {word} on {linesOf(some) === 1 ? '1 line' : `${linesOf(some)} lines`}
			</p>
		);
	return (
		<Card name="Billing differs" count={linesOf(differing)} mood="wait">
			{differing.length === 0 ? <p class="soft">No line is known to hold another quantity.</p> : null}
			{said(high, 'much')}
			{said(low, 'little')}
			{differing.length === 0 ? null : (
				<p>
					<a href={address('tasks', { view: 'first' })}>Compare the lines</a>
				</p>
			)}
		</Card>
	);
}

function DoneToday({ doneToday }: Overview): VNode {
	return (
		<Card name="Done today" count={doneToday.tasks} mood="plain">
			{doneToday.tasks === 0 ? (
				<p class="soft">Nothing was written today.</p>
			) : (
				<>
					<Money plans={doneToday} />
					<p>
						<a href={address('tasks', { state: 'synced' })}>See what was written</a>
					</p>
				</>
			)}
		</Card>
	);
}

/** What is to be done, and what was. */
export function Cards(overview: Overview): VNode {
	return (
		<div class="cards-row">
			<ToApprove {...overview} />
			<Blocked {...overview} />
			<Differs {...overview} />
			<DoneToday {...overview} />
		</div>
	);
}
