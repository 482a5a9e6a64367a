import type { CustomerId } from '../../domain/ids';
import type { NewCustomer } from '../../domain/mapping/newCustomer';
import { proofOf } from '../journal/writeErrors';
import { type ImportOutcome, notImported } from './importOutcomes';
import { importEntry, type Importing, keepImported } from './keepImported';

/** What keeps others from importing the same company meanwhile. */
export interface ImportLease {
	/** Takes it, or takes it anew; false where another one has it. */
	readonly take: () => Promise<boolean>;
	/** What is said where another one has it. */
	readonly busy: ImportOutcome;
}

/** The company is somebody else's by now: nothing was sent. */
class ImportTakenError extends Error {
	override readonly name = 'ImportTakenError';
}

/** The customer that an answer which was lost would have named; undefined also where the marketplace does not tell now. */
async function madeAfterAll({ company, ports }: Importing): Promise<CustomerId | undefined> {
	try {
		return (await ports.marketplace.customersByExternalId(company.externalId))[0]?.id;
	} catch {
		return undefined;
	}
}

async function keepUnanswered(importing: Importing, why: string): Promise<ImportOutcome> {
	const id = await madeAfterAll(importing);
	if (id !== undefined) return await keepImported(importing, id, 'is now');
	const { wanted, company, ports } = importing;
	const { companyId, companyName } = company;
	const message = `${why} It is not known whether ${companyName} (${companyId}) is a customer now; import it again in a few minutes, that finds out.`;
	const settled = {
		connectionId: wanted.connectionId,
		company,
		state: 'intended',
		message,
		keepsIntent: true,
	} as const;
	await ports.store.settleImport({ ...settled, log: [importEntry(importing, message)] });
	return { kind: 'unproven', companyId, message };
}

/** Keeps what became of an import whose request has failed. @throws the fault where nothing was sent because of it. */
async function keepFailure(importing: Importing, error: unknown, isSent: boolean): Promise<ImportOutcome> {
	const proof = proofOf(error, isSent);
	if (proof.kind === 'unproven') return await keepUnanswered(importing, proof.why);
	const { wanted, company, ports } = importing;
	const { connectionId } = wanted;
	const { companyId, companyName } = company;
	if (proof.kind === 'stopped') {
		await ports.store.settleImport({ connectionId, company, state: 'waiting', message: '', log: [] });
		throw error;
	}
	const message = `Company ${companyName} (${companyId}) was not imported; the marketplace says: ${proof.reasons.join(' ')}`;
	const settled = { connectionId, company, state: 'refused', message } as const;
	await ports.store.settleImport({ ...settled, log: [importEntry(importing, message)] });
	return notImported(companyId, message);
}

/**
 * Asks the marketplace to make the company its customer: keeps the intent, asks, keeps the outcome.
 *
 * Nothing is sent where the lease is another one's by then.
 */
export async function createCustomerOnce(
	importing: Importing,
	customer: NewCustomer,
	lease: ImportLease,
): Promise<ImportOutcome> {
	const { wanted, company, ports } = importing;
	await ports.store.intendImport(wanted.connectionId, company, ports.clock.now());
	let isSent = false;
	const beforeSend = async (): Promise<void> => {
		if (!(await lease.take())) throw new ImportTakenError(`company ${company.companyId} is being imported elsewhere`);
		isSent = true;
	};
	let id: CustomerId;
	try {
		id = await ports.marketplace.createCustomer(customer, { beforeSend });
	} catch (error) {
		if (error instanceof ImportTakenError) return lease.busy;
		return await keepFailure(importing, error, isSent);
	}
	return await keepImported(importing, id, 'is now');
}
