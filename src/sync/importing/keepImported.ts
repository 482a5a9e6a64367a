import type { CustomerId } from '../../domain/ids';
import type { ActionLogEntry } from '../../ports/store/actionLog';
import type { CompanyToImport } from '../../ports/store/imports';
import type { CustomerMapping } from '../../ports/store/mappings';
import { goesOn } from '../mapping/mappingOutcome';
import { freeTasks } from '../tasks/freeTasks';
import type { ImportOutcome } from './importOutcomes';
import type { ImportPorts, WantedImport } from './wantedImport';

/** A company that this import alone has in hand. */
export interface Importing {
	readonly wanted: WantedImport;
	readonly company: CompanyToImport;
	readonly ports: ImportPorts;
}

/** What the log says of an import. */
export function importEntry({ wanted: { connectionId, by }, ports }: Importing, message: string): ActionLogEntry {
	return { at: ports.clock.now(), connectionId, action: 'import', message, ...(by === undefined ? {} : { by }) };
}

function importedMapping({ wanted, company, ports }: Importing, customerId: CustomerId): CustomerMapping {
	const { companyId, companyName } = company;
	return {
		connectionId: wanted.connectionId,
		customerId,
		customerName: companyName,
		companyId,
		companyName,
		mappedBy: 'externalId',
		processAutomatically: true,
		mappedAt: ports.clock.now(),
	};
}

/**
 * Maps the company to the customer that it is, and frees the tasks that waited for that. `how` is the verb of the
 * sentence that says so.
 */
export async function keepImported(
	importing: Importing,
	customerId: CustomerId,
	how: 'is now' | 'was already',
): Promise<ImportOutcome> {
	const { wanted, company, ports } = importing;
	const { connectionId } = wanted;
	const { companyId, companyName, externalId } = company;
	const mapping = importedMapping(importing, customerId);
	const said = `Company ${companyName} (${companyId}) ${how} customer ${customerId} of the marketplace, external ID ${externalId}, and is mapped to it.`;
	const settled = { connectionId, company, state: 'imported', message: said, mapping } as const;
	await ports.store.settleImport({ ...settled, log: [importEntry(importing, said)] });
	const customer = { id: customerId, externalId, name: companyName };
	await ports.store.saveCustomers(connectionId, [customer], ports.clock.now());
	const free = { connectionId, reason: 'customer not mapped' } as const;
	const freed = await freeTasks({ ...free, concerns: (task) => task.customerId === customerId }, ports);
	const ids = freed.map((task) => task.id);
	return { kind: 'imported', companyId, customerId, freed: ids, message: `${said}${goesOn(freed)}` };
}
