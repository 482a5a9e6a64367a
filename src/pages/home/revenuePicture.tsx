import { scaleBand, scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { VNode } from 'preact';
import { type CalendarDate, monthText } from '../../domain/calendarDate';
import { compare } from '../../domain/money';
import type { Revenue, RevenueMonth } from '../../domain/overview/revenue';
import { moneyText, shortMoneyText } from '../moneyText';

const size = { width: 560, height: 240, left: 56, right: 8, top: 12, bottom: 28 };

/** A drawing is no bill: its lengths may be floating points. */
function lengthOf(month: RevenueMonth, of: 'billed' | 'withWaiting'): number {
	return Number(month[of]);
}

function scalesOf({ months }: Revenue) {
	const most = Math.max(1, ...months.flatMap((month) => [lengthOf(month, 'billed'), lengthOf(month, 'withWaiting')]));
	const least = Math.min(0, ...months.map((month) => lengthOf(month, 'withWaiting')));
	return {
		x: scaleBand<CalendarDate>()
			.domain(months.map(({ month }) => month))
			.range([size.left, size.width - size.right])
			.padding(0.35),
		y: scaleLinear()
			.domain([least, most])
			.nice(4)
			.range([size.height - size.bottom, size.top]),
	};
}

/** What the picture shows, in a sentence. */
export function revenueText({ currency, months }: Revenue): string {
	const [first, last] = [months[0], months.at(-1)];
	if (!first || !last) return '';
	const told = `From ${moneyText(first.billed, currency)} a month in ${monthText(first.month)} to ${moneyText(last.billed, currency)} in ${monthText(last.month)}`;
	return compare(last.billed, last.withWaiting) === 0
		? `${told}.`
		: `${told}; ${moneyText(last.withWaiting, currency)} once the waiting plans are written.`;
}

/** The recurring revenue of one currency, drawn: a bar a month, and a line of what it is once the waiting plans are written. */
export function RevenuePicture({ revenue, isAlone }: { readonly revenue: Revenue; readonly isAlone: boolean }): VNode {
	const { currency, months } = revenue;
	const { x, y } = scalesOf(revenue);
	const id = `revenue-${currency}`;
	const middle = (month: CalendarDate) => (x(month) ?? 0) + x.bandwidth() / 2;
	const steps = months.flatMap((month) => {
		const from = middle(month.month) - x.step() / 2;
		const height = y(lengthOf(month, 'withWaiting'));
		return [from, from + x.step()].map((at): [number, number] => [at, height]);
	});
	const skips = Math.ceil(months.length / 8);
	return (
		<svg class="picture" viewBox={`0 0 ${size.width} ${size.height}`} role="img" aria-labelledby={`${id} ${id}-text`}>
			<title id={id}>{isAlone ? 'Recurring revenue a month' : `Recurring revenue a month in ${currency}`}</title>
			<desc id={`${id}-text`}>{revenueText(revenue)}</desc>
			{y.ticks(4).map((tick) => (
				<g>
					<line class="grid" x1={size.left} x2={size.width - size.right} y1={y(tick)} y2={y(tick)} />
					<text x={size.left - 8} y={y(tick)} dy="0.32em" text-anchor="end">
						{shortMoneyText(tick, currency)}
					</text>
				</g>
			))}
			{months.map((month, at) => (
				<g>
					<rect
						class="billed"
						x={x(month.month)}
						width={x.bandwidth()}
						y={Math.min(y(0), y(lengthOf(month, 'billed')))}
						height={Math.abs(y(0) - y(lengthOf(month, 'billed')))}
					/>
					{at % skips === 0 ? (
						<text x={middle(month.month)} y={size.height - 8} text-anchor="middle">
							{monthText(month.month)}
						</text>
					) : null}
				</g>
			))}
			<path class="waiting" d={line()(steps) ?? ''} />
		</svg>
	);
}
