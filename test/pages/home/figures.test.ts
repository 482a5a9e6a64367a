import { taskEntry } from '../../../src/domain/answers/taskEntry';
import { homePage } from '../../../src/pages/home/homePage';
import { approveTasks } from '../../../src/sync/deciding/approveTasks';
import { syncContracts } from '../../../src/sync/writing/syncContracts';
import { connection, syncOptions } from '../../sync/fixtureClients';
import { openPage, textOf } from '../openPage';
import { type ProviderWorld, startProvider } from '../providerWorld';

const { connectionId } = connection;

/** The same provider twice: in one everything that waits is written, as it is suggested; the other stays as it was. */
let written: ProviderWorld;
let untouched: ProviderWorld;
let before: string;
let after: string;

async function home(world: ProviderWorld): Promise<string> {
	return textOf(await openPage(homePage, world as never).show());
}

interface Billed {
	/** `2026-12`. */
	readonly month: string;
	/** In pence. */
	readonly amount: number;
	/** Months of its contract's periods; 0 for a charge. */
	readonly months: number;
	readonly contractServiceId: number | undefined;
}

/** What Autotask has billed. */
function billedIn({ autotaskSide }: ProviderWorld): readonly Billed[] {
	const { Contracts = [], BillingItems = [] } = autotaskSide.state().entities;
	const lengths: Readonly<Record<string, number>> = { 2: 1, 3: 3, 4: 6, 5: 12 };
	return BillingItems.map((item) => {
		const contract = Contracts.find(({ id }) => id === item.contractID);
		const isLine = item.contractServiceID !== null;
		return {
			month: String(item.itemDate).slice(0, 7),
			amount: Math.round(Number(item.totalAmount) * 100),
			months: isLine ? (lengths[String(contract?.contractPeriodType)] ?? NaN) : 0,
			contractServiceId: isLine ? Number(item.contractServiceID) : undefined,
		};
	});
}

function sumOf(items: readonly Billed[], wanted: (item: Billed) => boolean): number {
	return items.filter(wanted).reduce((sum, { amount }) => sum + amount, 0);
}

beforeAll(async () => {
	[written, untouched] = [await startProvider(), await startProvider()];
	before = await home(written);
	const tasks = await written.store.tasks(connectionId, { states: ['attention'], reasons: ['approval'] });
	const plans = await written.store.plans(
		connectionId,
		tasks.map(({ id }) => id),
	);
	const entries = plans.map((plan) => {
		const [question] = plan.questions;
		const own = question ? ` own=${question.suggestion}` : '';
		return `${taskEntry(plan.taskId, plan.fingerprint)}${own}`;
	});
	const { approved, refused } = await approveTasks({ connectionId, text: entries.join('\n'), by: 'Jane' }, written);
	expect(refused).toEqual([]);
	const outcomes = await syncContracts(
		approved.map(({ task }) => task),
		written,
		syncOptions,
	);
	expect(outcomes.filter(({ kind }) => kind !== 'synced')).toEqual([]);
	after = await home(written);
	for (const { autotaskSide } of [written, untouched]) {
		autotaskSide.setNow('2027-04-01T09:00:00Z');
		autotaskSide.post({ through: '2027-03-31' });
	}
});

afterAll(async () => {
	await written.close();
	await untouched.close();
});

function pounds(pence: number): string {
	return (pence / 100).toLocaleString('en-GB', { style: 'currency', currency: 'GBP' });
}

/** What is billed more since the plans were written. */
function gained(wanted: (item: Billed) => boolean): string {
	return pounds(sumOf(billedIn(written), wanted) - sumOf(billedIn(untouched), wanted));
}

describe('the money on Home, against two providers that Autotask bills', () => {
	it('is what the bills gain once all that waits is written: each month, each year, and once', () => {
		const aMonth = gained(({ month, months }) => months === 1 && month === '2026-12');
		const aYear = gained(({ month, months }) => months === 12 && month > '2026-10');
		const once = gained(({ month, months }) => month <= '2026-10' || months === 0);
		expect(before).toContain(`To approve 21 +${aMonth} a month +${aYear} a year +${once} once`);
		expect(after).toContain(`Done today 21 +${aMonth} a month +${aYear} a year +${once} once`);
		expect(after).toContain('To approve 0 No plan waits for approval.');
	});

	it('is the recurring revenue of the lines that are written, month by month, before it and after', async () => {
		const lines = await written.store.linkedLines(connection.databaseId, { connection: connectionId });
		const ours = new Set(lines.map((line) => Number(line.contractServiceId)));
		const revenue = (world: ProviderWorld, inMonth: string) => {
			const items = billedIn(world).filter(({ contractServiceId = 0 }) => ours.has(contractServiceId));
			const yearly = items.filter(({ month, months }) => months === 12 && month > '2026-03' && month <= inMonth);
			const monthly = sumOf(items, ({ month, months }) => months === 1 && month === inMonth);
			return pounds(monthly + Math.round(sumOf(yearly, () => true) / 12));
		};
		expect(before).toContain(`Mar 27 ${revenue(untouched, '2027-03')} ${revenue(written, '2027-03')} Largest`);
		expect(after).toContain(`Mar 27 ${revenue(written, '2027-03')} ${revenue(written, '2027-03')} Largest`);
	});
});
