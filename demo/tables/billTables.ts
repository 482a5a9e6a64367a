import type { BillItem } from '../reading/autotask';
import { shownAmount, sumOf } from '../screen/amounts';
import { monthName, monthOf } from '../screen/days';
import { table } from '../screen/table';
import { shortName } from '../screen/text';

/** The items of some contracts as their customers get them, with the sum of each customer. */
export function billTable(items: readonly BillItem[]): readonly string[] {
	return table(
		[
			{ title: 'Customer' },
			{ title: 'Billed', most: 44 },
			{ title: 'For' },
			{ title: 'Quantity', align: 'right' },
			{ title: 'Amount', align: 'right' },
			{ title: 'Cost', align: 'right' },
		],
		companiesOf(items).flatMap((company) => {
			const own = items.filter((item) => item.company === company);
			const sum = ['', '', '', 'sum', total(own, 'amount'), total(own, 'cost')];
			return [...own.map((item, index) => billRow(item, index === 0)), sum];
		}),
	);
}

function billRow(item: BillItem, isFirst: boolean): readonly string[] {
	return [
		isFirst ? shortName(item.company) : '',
		item.name,
		item.lineId === undefined ? item.date : item.description,
		String(item.quantity),
		shownAmount(item.amount),
		shownAmount(item.cost),
	];
}

/** A bill that was posted, and what its column is called. */
export interface PostedBill {
	readonly title: string;
	readonly items: readonly BillItem[];
}

/** One line or charge a row, one bill and month a column; a line that was billed twice for a month shows both. */
export function billsByPeriod(bills: readonly PostedBill[], months: readonly string[]): readonly string[] {
	const columns = months.flatMap((month) =>
		bills.flatMap(({ title, items }) => {
			const own = items.filter(({ date }) => monthOf(date).first === month);
			return own.length === 0 ? [] : [{ title: `${monthName(month)}, ${title}`, items: own }];
		}),
	);
	const all = columns.flatMap(({ items }) => items);
	const keys = [...new Set(all.map(keyOf))].sort();
	return table(
		[
			{ title: 'Customer' },
			{ title: 'Billed', most: 44 },
			...columns.map(({ title }) => ({ title, align: 'right' as const })),
		],
		[
			...keys.map((key, index) => {
				const [company = '', name = ''] = key.split('\n');
				const amounts = columns.map(({ items }) => items.filter((item) => keyOf(item) === key));
				const isFirst = !(keys[index - 1] ?? '').startsWith(`${company}\n`);
				return [
					isFirst ? shortName(company) : '',
					name,
					...amounts.map((some) => (some.length === 0 ? '' : total(some, 'amount'))),
				];
			}),
			['', 'sum', ...columns.map(({ items }) => total(items, 'amount'))],
		],
	);
}

function keyOf({ company, name, lineId }: BillItem): string {
	return [company, name, lineId ?? 'charge'].join('\n');
}

function companiesOf(items: readonly BillItem[]): readonly string[] {
	return [...new Set(items.map(({ company }) => company))].sort();
}

function total(items: readonly BillItem[], amount: 'amount' | 'cost'): string {
	return shownAmount(sumOf(items.map((item) => item[amount])));
}
