import type { CustomerId } from '../../domain/ids';
import type { NewCustomer } from '../../domain/mapping/newCustomer';
import type { ActionLogEntry } from '../../ports/store/actionLog';
import type { CompanyToImport } from '../../ports/store/imports';
import type { CustomerMapping } from '../../ports/store/mappings';
import { proofOf } from '../journal/writeErrors';
import { goesOn } from '../mapping/mappingOutcome';
import { freeTasks } from '../tasks/freeTasks';
import { type ImportOutcome, notImported } from './importOutcomes';
import type { ImportPorts, WantedImport } from './wantedImport';

/** The two ways in which a company becomes a customer. */
export interface CreateOptions {
	/** Asks the marketplace to make it. */
	readonly create: (company: CompanyToImport, customer: NewCustomer) => Promise<ImportOutcome>;
	/** Maps the one that is there. */
	readonly take: (company: CompanyToImport, customerId: CustomerId) => Promise<ImportOutcome>;
}

/** The company is somebody else's by now: nothing was sent. */
class ImportTakenError extends Error {
	override readonly name = 'ImportTakenError';
}

/** Keeps the intent, asks the marketplace, keeps the outcome. */
export function createOnce(
	wanted: WantedImport,
	ports: ImportPorts,
	lease: { readonly take: () => Promise<boolean>; readonly busy: ImportOutcome },
): CreateOptions {
	const { connectionId, companyId, by } = wanted;
	const { store, clock, marketplace } = ports;

	const entry = (message: string): ActionLogEntry => ({
		at: clock.now(),
		connectionId,
		action: 'import',
		message,
		...(by === undefined ? {} : { by }),
	});

	async function imported(company: CompanyToImport, customerId: CustomerId, how: string): Promise<ImportOutcome> {
		const { companyName, externalId } = company;
		const mapping: CustomerMapping = {
			connectionId,
			customerId,
			customerName: companyName,
			companyId,
			companyName,
			mappedBy: 'externalId',
			processAutomatically: true,
			mappedAt: clock.now(),
		};
		const said = `Company ${companyName} (${companyId}) ${how} customer ${customerId} of the marketplace, external ID ${externalId}, and is mapped to it.`;
		const settled = { connectionId, company, state: 'imported', message: said, mapping, log: [entry(said)] } as const;
		await store.settleImport(settled);
		await store.saveCustomers(connectionId, [{ id: customerId, externalId, name: companyName }], clock.now());
		const free = { connectionId, reason: 'customer not mapped' } as const;
		const freed = await freeTasks({ ...free, concerns: (task) => task.customerId === customerId }, ports);
		const ids = freed.map((task) => task.id);
		return { kind: 'imported', companyId, customerId, freed: ids, message: `${said}${goesOn(freed)}` };
	}

	/** The customer that an answer which was lost would have named; undefined also where the marketplace does not tell now. */
	async function madeAfterAll(company: CompanyToImport): Promise<CustomerId | undefined> {
		try {
			return (await marketplace.customersByExternalId(company.externalId))[0]?.id;
		} catch {
			return undefined;
		}
	}

	async function unproven(company: CompanyToImport, why: string): Promise<ImportOutcome> {
		const id = await madeAfterAll(company);
		if (id !== undefined) return await imported(company, id, 'is now');
		const message = `${why} It is not known whether ${company.companyName} (${companyId}) is a customer now; import it again in a few minutes, that finds out.`;
		const settled = { connectionId, company, state: 'intended', message, keepsIntent: true } as const;
		await store.settleImport({ ...settled, log: [entry(message)] });
		return { kind: 'unproven', companyId, message };
	}

	async function failed(company: CompanyToImport, error: unknown, isSent: boolean): Promise<ImportOutcome> {
		if (error instanceof ImportTakenError) return lease.busy;
		const proof = proofOf(error, isSent);
		if (proof.kind === 'unproven') return await unproven(company, proof.why);
		if (proof.kind === 'stopped') {
			await store.settleImport({ connectionId, company, state: 'waiting', message: '', log: [] });
			throw error;
		}
		const message = `Company ${company.companyName} (${companyId}) was not imported; the marketplace says: ${proof.reasons.join(' ')}`;
		await store.settleImport({ connectionId, company, state: 'refused', message, log: [entry(message)] });
		return notImported(companyId, message);
	}

	async function create(company: CompanyToImport, customer: NewCustomer): Promise<ImportOutcome> {
		await store.intendImport(connectionId, company, clock.now());
		let isSent = false;
		const beforeSend = async (): Promise<void> => {
			if (!(await lease.take())) throw new ImportTakenError(`company ${companyId} is being imported elsewhere`);
			isSent = true;
		};
		let id: CustomerId;
		try {
			id = await marketplace.createCustomer(customer, { beforeSend });
		} catch (error) {
			return await failed(company, error, isSent);
		}
		return await imported(company, id, 'is now');
	}

	return { create, take: async (company, customerId) => await imported(company, customerId, 'was already') };
}
