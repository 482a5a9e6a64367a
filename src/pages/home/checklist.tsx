import type { VNode } from 'preact';
import type { SetUp, SetUpCount } from '../../ports/store/overview';
import { address } from '../address';
import { countText } from '../moneyText';
import { allWaiting, reviewAddress } from '../review/ticks';

interface Step {
	readonly name: string;
	readonly count: SetUpCount;
	readonly next: string;
	readonly href: string;
}

function stepsOf({ customers, products, charges, firstTasks }: SetUp, isReviewable: boolean): readonly Step[] {
	const unmapped = { unmapped: 'yes' };
	return [
		{ name: 'Customers mapped', count: customers, next: 'Map customers', href: address('customers', unmapped) },
		{ name: 'Products mapped', count: products, next: 'Map products', href: address('products', unmapped) },
		{ name: 'Kinds of charges mapped', count: charges, next: 'Map charges', href: 'charges' },
		{
			name: 'First plans approved',
			count: firstTasks,
			next: 'Review them',
			href: isReviewable ? reviewAddress(allWaiting) : address('tasks', { first: 'yes' }),
		},
	];
}

/** What is left of the first set-up; nothing once all of it is done. */
export function Checklist(given: { readonly setUp: SetUp; readonly isReviewable: boolean }): VNode | null {
	const steps = stepsOf(given.setUp, given.isReviewable);
	const isDone = ({ count: { done, total } }: Step) => done >= total;
	if (steps.every(isDone)) return null;
	return (
		<section class="checklist" aria-labelledby="set-up">
			<h2 id="set-up">Set up</h2>
			<ol>
				{steps.map((step) => (
					<li class={isDone(step) ? 'done' : ''}>
						<span>{step.name}</span>
						<span class="number">
							{countText(step.count.done)}/{countText(step.count.total)}
						</span>
						{isDone(step) ? <span class="soft">Done</span> : <a href={step.href}>{step.next}</a>}
					</li>
				))}
			</ol>
		</section>
	);
}
