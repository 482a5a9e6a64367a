import type { ProductId, SubscriptionId } from '../../../src/domain/ids';
import { chooseLine, type LineQuestion } from '../../../src/domain/portion/lineChoice';
import { lineKey } from '../../../src/domain/line/lineTarget';
import {
	connectionId,
	contractOf,
	day,
	ledgerOf,
	type LineFigures,
	lineOf,
	type LinkFigures,
	linkOf,
	rateOf,
	serviceId,
} from '../planning/scenario';

function asked(of: Partial<LineQuestion>): LineQuestion {
	return {
		connectionId,
		subscriptionId: 's1' as SubscriptionId,
		productId: 'p1' as ProductId,
		contract: contractOf(),
		serviceId,
		on: day('2026-10-16'),
		mayAdopt: false,
		taskIds: [],
		newKey: 'key',
		...of,
	};
}

const marketplace = { rate: rateOf('18.00', '14.40') };

describe('chooseLine', () => {
	it.each<{
		rule: string;
		lines: readonly LineFigures[];
		links?: readonly LinkFigures[];
		question: Partial<LineQuestion>;
		line: string;
	}>([
		{
			rule: 'the line that it is linked to, at whatever price',
			lines: [
				{ id: 901, units: 5 },
				{ id: 902, units: 5, price: '20.00' },
			],
			links: [{ line: 902, units: 5 }],
			question: marketplace,
			line: 'line:902',
		},
		{
			rule: 'else a line at its price and cost',
			lines: [
				{ id: 901, units: 5, price: '20.00' },
				{ id: 902, units: 5 },
			],
			question: marketplace,
			line: 'line:902',
		},
		{
			rule: 'else a line that holds no units',
			lines: [{ id: 901, units: 0 }],
			question: marketplace,
			line: 'line:901',
		},
		{
			rule: 'a line that units are scheduled for is not empty',
			lines: [{ id: 901, units: [['2026-11-01', 5]], price: '20.00' }],
			question: marketplace,
			line: 'new:key',
		},
		{
			rule: 'another cost is no agreement',
			lines: [{ id: 901, units: 5, cost: '15.00' }],
			question: marketplace,
			line: 'new:key',
		},
		{
			rule: "with Autotask's prices any line of the service",
			lines: [{ id: 901, units: 5, price: '20.00' }],
			question: {},
			line: 'line:901',
		},
		{
			rule: 'a sale at another price gets a line of its own',
			lines: [{ id: 901, units: 5, price: '20.00' }],
			question: marketplace,
			line: 'new:key',
		},
		{
			rule: 'a change adopts a hand-entered line at another price',
			lines: [{ id: 901, units: 5, price: '20.00' }],
			question: { ...marketplace, mayAdopt: true },
			line: 'line:901',
		},
		{
			rule: 'but not one that another subscription is linked to',
			lines: [{ id: 901, units: 5, price: '20.00' }],
			links: [{ subscription: 's2', line: 901, units: 5 }],
			question: { ...marketplace, mayAdopt: true },
			line: 'new:key',
		},
		{
			rule: 'nor one that we created',
			lines: [{ id: 901, units: 5, price: '20.00', isOurs: true }],
			question: { ...marketplace, mayAdopt: true },
			line: 'new:key',
		},
		{ rule: 'without any line a new one', lines: [], question: marketplace, line: 'new:key' },
	])('$rule', ({ lines, links, question, line }) => {
		const ledger = ledgerOf(
			lines.map((one) => lineOf(one)),
			(links ?? []).map(linkOf),
		);
		expect(lineKey(chooseLine(asked(question), ledger).line.target)).toBe(line);
	});

	it('a line that carries the key is found again before it is linked', () => {
		const ours = { ...lineOf({ id: 903, units: 0, isOurs: true }), key: 'key' };
		expect(lineKey(chooseLine(asked(marketplace), ledgerOf([lineOf({ id: 901, units: 5 }), ours])).line.target)).toBe(
			'line:903',
		);
	});

	it('a line of another contract is not taken', () => {
		const elsewhere = lineOf({ id: 901, units: 5 }, contractOf({ id: 501 }));
		expect(
			lineKey(chooseLine(asked(marketplace), ledgerOf([elsewhere], [linkOf({ line: 901, units: 5 })])).line.target),
		).toBe('new:key');
	});
});
